from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.danger.development import Row

URGENT = 2
EMERGENCY = 3
LENGTHS = {"1 to 5 words": 5, "6 to 12 words": 12, "13 to 20 words": 20, "21 to 35 words": 35, "more": 10**9}


@dataclass(frozen=True)
class Figure:
    """One share that has an aim: which messages it is of, which of them count, and what it should reach."""

    name: str
    says: str
    aim: float
    among: np.ndarray
    hits: np.ndarray
    at_most: bool = False  # the aim is a limit from above

    @property
    def value(self) -> float:
        """Give the share; 1 of nothing, or 0 where it should be small."""
        return float(self.hits[self.among].mean()) if self.among.any() else float(not self.at_most)

    @property
    def bound(self) -> str:
        """Say on which side of a limit it should be."""
        return "at most" if self.at_most else "at least"

    @property
    def reached(self) -> bool:
        """Tell whether it is where it should be."""
        return self.within(self.aim)

    def within(self, limit: float) -> bool:
        """Tell whether it is on the right side of a limit."""
        return self.value <= limit if self.at_most else self.value >= limit


def figures(rows: Sequence[Row], levels: np.ndarray) -> list[Figure]:
    """Give every share that has an aim, from the levels that something told the development set."""
    truth, alarmed = levels_of(rows), levels >= URGENT
    lookalike = np.array([row.lookalike for row in rows])
    routine = truth < URGENT
    return [
        Figure("emergency_heard", "level 3 assessed 2 or 3", 0.99, truth == EMERGENCY, alarmed),
        Figure("emergency_exact", "level 3 assessed 3", 0.95, truth == EMERGENCY, levels == EMERGENCY),
        Figure("urgent_heard", "level 2 assessed 2 or 3", 0.97, truth == URGENT, alarmed),
        Figure("lookalike_alarm", "look-alikes assessed 2 or 3", 0.03, lookalike & routine, alarmed, at_most=True),
        Figure("routine_alarm", "level 0 and 1 assessed 2 or 3", 0.02, routine, alarmed, at_most=True),
        Figure("alarm_right", "PPV: assessed 2 or 3 that are 2 or 3", 0.90, alarmed, ~routine),
    ]


def levels_of(rows: Sequence[Row]) -> np.ndarray:
    """Give the true levels."""
    return np.array([row.level.value for row in rows])


def chosen(rows: Sequence[Row], holds: Callable[[Row], bool]) -> np.ndarray:
    """Tell which messages something holds of."""
    return np.array([holds(row) for row in rows])


def length(row: Row) -> str:
    """Name the class of length that a message belongs to."""
    return next(name for name, most in LENGTHS.items() if row.words <= most)
