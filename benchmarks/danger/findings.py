from __future__ import annotations

from dataclasses import dataclass

from benchmarks.danger.cmd1 import Recipe
from benchmarks.danger.development import Row
from benchmarks.danger.hearings import Hearings, Judged
from benchmarks.danger.steadiness import Steadiness
from benchmarks.danger.timing import Times
from benchmarks.danger.writers import Unread


@dataclass(frozen=True)
class Findings:
    """Everything that was measured."""

    rows: list[Row]
    product: Hearings
    parts: list[Judged]
    bwise: Judged
    recipe: Recipe
    learnt: int
    unread: Unread
    steadiness: list[Steadiness]
    times: list[Times]
