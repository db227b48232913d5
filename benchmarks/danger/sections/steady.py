from __future__ import annotations

from benchmarks.danger.findings import Findings
from benchmarks.danger.steadiness import Steadiness
from benchmarks.danger.ways import limits
from benchmarks.understanding.markdown import figure, table
from benchmarks.understanding.measures import Share


def section(findings: Findings) -> dict[str, str]:
    """Give how often saying it otherwise changes a level."""
    return {"steadiness": table(_HEAD, [_line(one) for one in findings.steadiness])}


_HEAD = (
    "",
    "level changed",
    "raised",
    "lowered",
    "3 below 2",
    "of these dangerous in truth",
    "aim",
    "reached",
    "held by `make test`",
)


def _line(one: Steadiness) -> tuple[object, ...]:
    limit = limits()[one.name]
    share = Share(len(one.changes), one.tries)
    reached = share.value <= limit.aim and not one.lost
    aim, held = (f"at most {most:g}, 3 below 2: {lost}" for most, lost in ((limit.aim, 0), (limit.changed, limit.lost)))
    counted = (f"{one.raised}", f"{one.lowered}", f"{one.lost}", f"{one.missed}")
    return (one.name, figure(share), *counted, aim, "yes" if reached else "no", held)
