from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.understanding.corpus import Example
from benchmarks.understanding.judging import Judged
from benchmarks.understanding.settings import Settings

_NORMAL = 1.959964  # standard deviations on each side that hold 95 %
REGIONAL = frozenset({"su", "jv", "mix"})  # the languages whose aim is one figure


@dataclass(frozen=True)
class Share:
    """How many of some are right, with Wilson's interval that holds the true share 95 times in a hundred."""

    right: int
    total: int

    @property
    def value(self) -> float:
        """Give the share; nan of nothing."""
        return self.right / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Give the lower and the upper bound."""
        if not self.total:
            return math.nan, math.nan
        squared = _NORMAL**2
        middle = (self.right + squared / 2) / (self.total + squared)
        spread = math.sqrt(self.right * (self.total - self.right) / self.total + squared / 4)
        half = _NORMAL / (self.total + squared) * spread
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Bin:
    """Answers of about the same confidence: its mean, and how many of them are right."""

    confidence: float
    share: Share


@dataclass(frozen=True)
class Answered:
    """What people get where the bot asks below some confidence: answers, right ones among them, and questions."""

    answered: Share
    right: Share
    wrong: Share


def share(right: np.ndarray) -> Share:
    """Count what is right."""
    return Share(int(right.sum()), len(right))


def right(judged: Judged, examples: Sequence[Example], probabilities: np.ndarray | None = None) -> np.ndarray:
    """Tell for each message whether its topic was found, by the cascade unless told otherwise."""
    hits: np.ndarray = judged.said(probabilities) == np.array([example.topic for example in examples])
    return hits


def by(key: Callable[[Example], str], examples: Sequence[Example], hits: np.ndarray) -> dict[str, Share]:
    """Give the share that is right for each value of a key, in the order of the values."""
    values = np.array([key(example) for example in examples])
    return {str(value): share(hits[values == value]) for value in np.unique(values)}


def regional(examples: Sequence[Example]) -> np.ndarray:
    """Tell which messages are Sundanese, Javanese or mixed."""
    return np.array([example.language in REGIONAL for example in examples])


def language(examples: Sequence[Example], name: str) -> np.ndarray:
    """Tell which messages are in a language."""
    return np.array([example.language == name for example in examples])


def confusions(judged: Judged, examples: Sequence[Example]) -> Counter[tuple[str, str]]:
    """Count the pairs of a topic and the wrong one that was said instead."""
    pairs = zip((example.topic for example in examples), judged.said().tolist(), strict=True)
    return Counter(pair for pair in pairs if pair[0] != pair[1])


def among(judged: Judged, examples: Sequence[Example], first: int) -> Share:
    """Count the messages whose topic is one of the likeliest few."""
    best = judged.cascade.argsort(axis=1)[:, ::-1][:, :first]
    named = np.array(judged.topics)[best]
    return share((named == np.array([example.topic for example in examples])[:, None]).any(axis=1))


def reliability(confidence: np.ndarray, hits: np.ndarray, bins: int = 10) -> list[Bin]:
    """Put answers of about the same confidence together, in equal steps; empty ones are left out."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        Bin(float(confidence[place == one].mean()), share(hits[place == one]))
        for one in range(bins)
        if (place == one).any()
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Give the mean distance between confidence and truth, each answer counting the same."""
    total = sum(one.share.total for one in bins)
    return sum(abs(one.confidence - one.share.value) * one.share.total for one in bins) / total


def sure(probabilities: np.ndarray, settings: Settings) -> np.ndarray:
    """Tell for each message whether the bot answers it, and does not ask which topic is meant."""
    best = np.sort(probabilities, axis=1)[:, ::-1]
    enough: np.ndarray = (best[:, 0] >= settings.threshold) & (best[:, 0] - best[:, 1] >= settings.ambiguity)
    return enough


def answered(probabilities: np.ndarray, hits: np.ndarray, settings: Settings) -> Answered:
    """Count what is answered, and how much of that is right or wrong."""
    those = sure(probabilities, settings)
    return Answered(share(those), share(hits[those]), share(those & ~hits))


def misses(judged: Judged, examples: Sequence[Example]) -> Iterator[tuple[Example, str, float]]:
    """Give each message whose topic was not found, what was said instead, and how surely."""
    said, surely = judged.said(), judged.cascade.max(axis=1)
    for example, topic, confidence in zip(examples, said, surely, strict=True):
        if topic != example.topic:
            yield example, str(topic), float(confidence)
