from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.danger.figures import EMERGENCY, URGENT
from benchmarks.danger.findings import Findings
from benchmarks.understanding.corpus import Writer, writers
from benchmarks.understanding.markdown import NONE, short, table
from benchmarks.understanding.measures import share

_HEAD = ("messages", "level 3: 2 or 3", "level 3: 3", "level 2: 2 or 3", "false alarms (0 and 1)", "PPV")


def section(findings: Findings) -> dict[str, str]:
    """Give what was heard of each training writer, and by register, when the writer was left out."""
    known = writers({one.writer for one in findings.unread.examples})
    names = np.array([one.writer for one in findings.unread.examples])
    return {
        "learnt": f"{findings.learnt:,}",
        "persons": table(
            ("pass", "who", *_HEAD),
            [(name, one.who or NONE, *_figures(findings, names == name)) for name, one in known.items()],
        ),
        "registers": _by(findings, known, names, lambda one: one.register or "not described"),
    }


def _by(findings: Findings, known: dict[str, Writer], names: np.ndarray, key: Callable[[Writer], str]) -> str:
    values = np.array([key(known[name]) for name in names])
    return table(("register", *_HEAD), [(value, *_figures(findings, values == value)) for value in np.unique(values)])


def _figures(findings: Findings, here: np.ndarray) -> tuple[object, ...]:
    levels = findings.unread.levels[here]
    truth = np.array([one.level.value for one in findings.unread.examples])[here]
    alarmed = levels >= URGENT
    parts = (
        alarmed[truth == EMERGENCY],
        (levels == EMERGENCY)[truth == EMERGENCY],
        alarmed[truth == URGENT],
        alarmed[truth < URGENT],
        (truth >= URGENT)[alarmed],
    )
    return (f"{here.sum():,}", *(short(share(one)) for one in parts))
