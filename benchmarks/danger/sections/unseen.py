from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.danger import pictures
from benchmarks.danger.development import Row
from benchmarks.danger.figures import EMERGENCY, LENGTHS, URGENT, chosen, length, levels_of
from benchmarks.danger.findings import Findings
from benchmarks.understanding.markdown import figure, short, table
from benchmarks.understanding.measures import Share, share
from pulang.taxonomy import Signal

_HEAD = ("level 3: 2 or 3", "level 3: 3", "level 2: 2 or 3", "false alarms (0 and 1)", "PPV")


def section(findings: Findings) -> dict[str, str]:
    """Give what was heard of the development set: by level, signal, language, length, writer and kind."""
    rows, levels = findings.rows, findings.product.levels
    _draw(rows, levels)
    kinds: dict[str, Callable[[Row], bool]] = {
        "look-alikes": lambda row: row.lookalike,
        "buried in a routine question": lambda row: row.buried,
    }
    return {
        "levels": _levels(rows, levels),
        "signals": _signals(findings),
        "languages": _grouped(rows, levels, {"all": lambda _: True, **_values(rows, lambda row: row.language)}),
        "lengths": _grouped(rows, levels, _values(rows, length, list(LENGTHS))),
        "writers": _grouped(rows, levels, _values(rows, lambda row: row.writer)),
        "kinds": _grouped(rows, levels, kinds),
    }


def _values(
    rows: Sequence[Row], key: Callable[[Row], str], order: Sequence[str] | None = None
) -> dict[str, Callable[[Row], bool]]:
    """Give a condition for each value of a key."""
    names = order or sorted({key(row) for row in rows})
    return {name: lambda row, name=name: key(row) == name for name in names}  # type: ignore[misc]


def _grouped(rows: Sequence[Row], levels: np.ndarray, groups: dict[str, Callable[[Row], bool]]) -> str:
    truth, alarmed = levels_of(rows), levels >= URGENT
    lines = []
    for name, holds in groups.items():
        here = chosen(rows, holds)
        parts = [
            alarmed[here & (truth == EMERGENCY)],
            (levels == EMERGENCY)[here & (truth == EMERGENCY)],
            alarmed[here & (truth == URGENT)],
            alarmed[here & (truth < URGENT)],
            (truth >= URGENT)[here & alarmed],
        ]
        lines.append((name, f"{here.sum():,}", *(short(share(one)) for one in parts)))
    return table(("", "messages", *_HEAD), lines)


def _levels(rows: Sequence[Row], levels: np.ndarray) -> str:
    """Count what each level was assessed, with the share that was found and the share of assessments that are right."""
    truth = levels_of(rows)
    return table(
        ("level", *(f"assessed {told}" for told in range(4)), "recall", "PPV"),
        [
            (
                f"level {level}",
                *(int(((truth == level) & (levels == told)).sum()) for told in range(4)),
                short(share(levels[truth == level] == level)),
                short(share(truth[levels == level] == level)),
            )
            for level in range(4)
        ],
    )


def _signals(findings: Findings) -> str:
    """Give for each signal how often its dangers raise an alarm, how often it is named, and how often that is right."""
    rows, levels = findings.rows, findings.product.levels
    danger, alarmed = levels_of(rows) >= URGENT, levels >= URGENT
    lines = []
    for signal in Signal:
        true = np.array([signal in row.signals for row in rows])
        named = np.array([signal in one.signals for one in findings.product.assessments])
        found: list[Share] = [
            share(alarmed[true & danger]),
            share(named[true & danger]),
            share(true[named & alarmed]),
            share(danger[named & alarmed]),
        ]
        lines.append((signal.value, figure(found[0]), short(found[1]), figure(found[2]), short(found[3])))
    head = (
        "signal",
        "level 2 and 3 assessed 2 or 3",
        "the signal named",
        "named with an alarm: rightly",
        "and danger it is",
    )
    return table(head, lines)


def _draw(rows: Sequence[Row], levels: np.ndarray) -> None:
    danger, alarmed = levels_of(rows) >= URGENT, levels >= URGENT
    places = {name: chosen(rows, lambda row, name=name: length(row) == name) for name in LENGTHS}  # type: ignore[misc]
    pictures.lengths(
        list(LENGTHS),
        [float(alarmed[here & ~danger].mean()) for here in places.values()],
        [float(alarmed[here & danger].mean()) for here in places.values()],
    )
