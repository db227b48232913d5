from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from benchmarks.danger.development import Row
from benchmarks.danger.figures import EMERGENCY, URGENT, levels_of
from benchmarks.danger.findings import Findings
from benchmarks.understanding.markdown import NONE, table


def section(findings: Findings) -> dict[str, str]:
    """Give every miss and every false alarm on the development set."""
    truth, levels = levels_of(findings.rows), findings.product.levels
    below = np.flatnonzero((truth >= URGENT) & (levels < URGENT))
    lower = np.flatnonzero((truth == EMERGENCY) & (levels == URGENT))
    alarms = np.flatnonzero((truth < URGENT) & (levels >= URGENT))
    higher = np.flatnonzero((truth == URGENT) & (levels == EMERGENCY))
    return {
        "missed_count": f"{len(below):,}",
        "missed": _table(findings, sorted(below, key=lambda at: -truth[at])),
        "lower_count": f"{len(lower):,}",
        "lower": _table(findings, lower),
        "alarms_count": f"{len(alarms):,}",
        "alarms": _table(findings, sorted(alarms, key=lambda at: -levels[at])),
        "higher_count": f"{len(higher):,}",
        "higher": _table(findings, higher),
    }


def _table(findings: Findings, places: Iterable[int]) -> str:
    return table(
        ("message", "level", "assessed", "signals", "language", "list", "by", "for the words"),
        [_line(findings, findings.rows[at], at) for at in places],
    )


def _line(findings: Findings, row: Row, at: int) -> tuple[object, ...]:
    told = findings.product.assessments[at]
    signals = ", ".join(sorted(signal.value for signal in row.signals)) or NONE
    why = (findings.product.reason(at), findings.product.words(at)) if told.level else (NONE, NONE)
    kind = " (look-alike)" if row.lookalike else " (buried)" if row.buried else ""
    return (row.text, f"{row.level.value}", f"{told.level.value}", signals, row.language, f"{row.writer}{kind}", *why)
