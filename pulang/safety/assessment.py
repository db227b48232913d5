from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pulang.taxonomy import Level, Signal


class Asked(str, Enum):
    """The safety question that is open, so that a bare yes or no is understood."""

    WISH_TO_DIE = "wish_to_die"
    PLAN_OR_MEANS = "plan_or_means"
    SAFE_NOW = "safe_now"


@dataclass(frozen=True)
class Span:
    """The words that showed a danger: `text[start:end]` of the message as it was written."""

    start: int
    end: int
    signal: Signal
    level: Level


@dataclass(frozen=True)
class Assessment:
    """How dangerous a message sounds, why, and the words that showed it."""

    level: Level
    signals: frozenset[Signal]
    spans: tuple[Span, ...]
