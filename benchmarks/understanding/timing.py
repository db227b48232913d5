"""What a message costs of one core, one at a time, as they come."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.figures import percentile
from benchmarks.understanding.judging import MEASURED, written
from bot.components.meaning import Meaning
from bot.components.topic_model import TopicModel

MESSAGES = 200


@dataclass(frozen=True)
class Times:
    """A step, and its milliseconds of a processor: the middle one, and what 95 in a hundred stay below."""

    name: str
    middle: float
    most: float


def times(model: TopicModel, texts: Sequence[str], certain: float) -> list[Times]:
    """Time the steps over some of the texts, taken at equal distances."""
    meaning = Meaning(MEASURED)
    chosen = texts[:: max(1, len(texts) // MESSAGES)]
    plain = [written(text) for text in chosen]

    def cascade(place: int) -> None:
        message = written(chosen[place])
        if model.light([message]).max() < certain:
            model.full([message], meaning.of([message.plain]))

    steps: dict[str, Callable[[int], object]] = {
        "reading: both spellings": lambda place: written(chosen[place]),
        "topic by words alone, reading included": lambda place: model.light([written(chosen[place])]),
        "embedding alone": lambda place: meaning.of([plain[place].plain]),
        "topic as the bot tells it, reading included": cascade,
    }
    return [_timed(name, step, len(chosen)) for name, step in steps.items()]


def _timed(name: str, step: Callable[[int], object], count: int) -> Times:
    step(0)
    taken = []
    for place in range(count):
        began = time.process_time()
        step(place)
        taken.append((time.process_time() - began) * 1000)
    return Times(name, float(np.median(taken)), percentile(taken, 95))
