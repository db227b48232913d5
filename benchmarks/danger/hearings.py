"""The development set heard by the product, and by a part of it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.danger.development import Row
from pulang.safety import Assessment, assess, features, hearing, model, net
from pulang.safety.hearing import Heard, hear
from pulang.safety.phrases import Phrases
from pulang.taxonomy import Level

CUES = "cues"
MODEL = "model"


@dataclass(frozen=True)
class Judged:
    """The levels that one way of assessing gives the development set."""

    name: str
    levels: np.ndarray


@dataclass(frozen=True)
class Hearings:
    """Every message as it is heard: its assessment, the level by cues alone, and how much it sounds like each level."""

    rows: Sequence[Row]
    assessments: list[Assessment]
    by_cues: np.ndarray
    scores: np.ndarray

    @property
    def levels(self) -> np.ndarray:
        """Give the levels that the product tells."""
        return np.array([one.level.value for one in self.assessments])

    def reason(self, place: int) -> str:
        """Say what set the level of a message: cues, or the model that raised it."""
        return CUES if self.by_cues[place] == self.assessments[place].level else MODEL

    def words(self, place: int) -> str:
        """Give the words of a message that showed its level."""
        shown = self.assessments[place]
        text = self.rows[place].text
        return " / ".join(text[span.start : span.end] for span in shown.spans if span.level is shown.level)


def hearings(rows: Sequence[Row]) -> Hearings:
    """Hear the development set."""
    heard = [hear(row.text) for row in rows]
    cues = np.array([max((span.level for span in one.spans), default=Level.ROUTINE).value for one in heard])
    return Hearings(rows, [assess(row.text) for row in rows], cues, np.array([_scores(one) for one in heard]))


def ablations(rows: Sequence[Row]) -> list[Judged]:
    """Judge the development set without one part after the other."""
    parts = [
        _judged("cues alone", rows, _by_cues),
        _judged("model alone", rows, _by_model),
        _judged("model alone, deaf to what cues and context find", rows, _by_words),
    ]
    with _without_context():
        parts.append(_judged("cues alone, no context", rows, _by_cues))
        parts.append(_judged("cues and model, no context", rows, lambda text: assess(text).level))
    return parts


def _judged(name: str, rows: Sequence[Row], judge: Callable[[str], Level]) -> Judged:
    return Judged(name, np.array([judge(row.text).value for row in rows]))


def _by_cues(text: str) -> Level:
    return max((span.level for span in hear(text).spans), default=Level.ROUTINE)


def _by_model(text: str) -> Level:
    return _suspected(hear(text))


def _by_words(text: str) -> Level:
    heard = hear(text)
    return _suspected(replace(heard, atoms=(frozenset(),) * len(heard.atoms), evidence=()))


def _suspected(heard: Heard) -> Level:
    suspicion = model.suspect(heard)
    return suspicion.level if suspicion else Level.ROUTINE


def _scores(heard: Heard) -> np.ndarray:
    """Give how much the worst sentence sounds like each level of the model; -inf where all are too short."""
    scores = np.full(len(net.LEVELS), -np.inf)
    for sentence in features.judged(heard):
        scores = np.maximum(scores, net.read().listen(sentence).levels)
    return scores


@contextmanager
def _without_context() -> Iterator[None]:
    """Let cues hold wherever they stand: no mark of context.yml is found meanwhile."""
    whole = hearing.RULES
    hearing.RULES = replace(whole, context=Phrases())
    try:
        yield
    finally:
        hearing.RULES = whole
