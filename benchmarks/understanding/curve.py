"""The learning curve: what the development set gains from each further writer."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed  # type: ignore[import-not-found]

from benchmarks.understanding.corpus import NOBODY
from benchmarks.understanding.crossing import CORES
from benchmarks.understanding.judging import Judged, Messages, judge, learn
from benchmarks.understanding.measures import language, regional, right
from benchmarks.understanding.settings import Settings

POINTS = 5
ORDERS = 2  # in which the writers come; the point is their mean


@dataclass(frozen=True)
class Point:
    """The accuracy on the development set after some writers and rows: of all, of Indonesian, of su, jv and mixes."""

    writers: int
    rows: float
    everything: float
    indonesian: float
    regional: float


def learning_curve(messages: Messages, unseen: Messages, judged: Judged, settings: Settings) -> list[Point]:
    """Give the points, the fewest writers first; the last one is the whole corpus, whose judgement is given."""
    names = sorted({example.writer for example in messages.examples} - NOBODY)
    counts = [round(len(names) * part / POINTS) for part in range(1, POINTS)]
    points: list[Point] = Parallel(CORES)(
        delayed(_learnt)(count, _by(names, count, order, messages), unseen, settings)
        for count in counts
        for order in range(ORDERS)
    )
    few = [_mean([point for point in points if point.writers == count]) for count in counts]
    return [*few, _point(len(names), len(messages.examples), judged, unseen)]


def _by(names: list[str], count: int, order: int, messages: Messages) -> Messages:
    """Give what the first writers of an order wrote, and what nobody did."""
    chosen = NOBODY | set(random.Random(order).sample(names, len(names))[:count])
    return messages.of(place for place, example in enumerate(messages.examples) if example.writer in chosen)


def _learnt(writers: int, learnt: Messages, unseen: Messages, settings: Settings) -> Point:
    return _point(writers, len(learnt.examples), judge(learn(learnt, settings), unseen, settings), unseen)


def _point(writers: int, rows: int, judged: Judged, unseen: Messages) -> Point:
    hits = right(judged, unseen.examples)
    indonesian, others = hits[language(unseen.examples, "id")], hits[regional(unseen.examples)]
    return Point(writers, rows, float(hits.mean()), float(indonesian.mean()), float(others.mean()))


def _mean(points: list[Point]) -> Point:
    def mean(name: str) -> float:
        return float(np.mean([getattr(point, name) for point in points]))

    return Point(points[0].writers, mean("rows"), mean("everything"), mean("indonesian"), mean("regional"))
