from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from benchmarks.understanding.measures import Share

NONE = "-"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give a table; what is a number in the first row stands to the right, but for the names in front."""
    cells = [[_cell(cell) for cell in row] for row in rows]
    sides = ["---:" if at and cells and cells[0][at][:1].isdigit() else "---" for at in range(len(head))]
    return "\n".join(f"| {' | '.join(row)} |" for row in [list(head), sides, *cells])


def figure(share: Share) -> str:
    """Give a share with its interval and of how many it is; a dash of nothing."""
    if not share.total:
        return NONE
    low, high = share.interval
    return f"{share.value:.3f} ({low:.3f} to {high:.3f}) of {share.total:,}"


def short(share: Share) -> str:
    """Give a share with its interval."""
    low, high = share.interval
    return NONE if math.isnan(low) else f"{share.value:.3f} ({low:.3f} to {high:.3f})"


def _cell(cell: object) -> str:
    text = f"{cell:.3f}" if isinstance(cell, float) else f"{cell:,}" if isinstance(cell, int) else str(cell)
    return " ".join(text.split()).replace("|", r"\|")
