from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.danger.development import Row
from benchmarks.figures import percentile
from pulang.safety import assess

_TOGETHER = 5  # messages that are joined to a long one


@dataclass(frozen=True)
class Times:
    """Milliseconds of processor time for one message: the middle one, that of 99 in a hundred, and the longest."""

    name: str
    middle: float
    most: float
    longest: float


def times(rows: Sequence[Row]) -> list[Times]:
    """Time the assessment of each message by itself. To be called before anything else has heard them."""
    texts = [row.text for row in rows]
    long = [" ".join(texts[at : at + _TOGETHER]) for at in range(0, len(texts), _TOGETHER)]
    return [
        _timed("heard for the first time", texts),
        _timed("heard again", texts),
        _timed(f"{_TOGETHER} messages joined to one", long),
    ]


def _timed(name: str, texts: Sequence[str]) -> Times:
    taken = []
    for text in texts:
        began = time.thread_time()
        assess(text)
        taken.append((time.thread_time() - began) * 1000)
    return Times(name, percentile(taken, 50), percentile(taken, 99), max(taken))
