from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pulang.safety import features, net
from pulang.taxonomy import Level, Signal

if TYPE_CHECKING:
    from pulang.safety.features import Sentence
    from pulang.safety.hearing import Heard
    from pulang.safety.net import Sound

_TELLING = 5  # words that are shown to the counsellor as the reason


@dataclass(frozen=True)
class Suspicion:
    """What the model believes of a message: its level, why, and the words (`start` up to `end`) that say it most."""

    level: Level
    signal: Signal
    start: int
    end: int


def suspect(heard: Heard) -> Suspicion | None:
    """Give the highest level that any sentence of a message reaches; None where none does, or all are too short."""
    learned = net.read()
    best: tuple[Level, float, Sentence, Sound] | None = None
    for sentence in features.judged(heard):
        sound = learned.listen(sentence)
        level = learned.believed(sound.levels, sentence.held)
        if level and (best is None or (level, sound.of(level)) > best[:2]):
            best = level, sound.of(level), sentence, sound
    if best is None:
        return None
    level, _, sentence, sound = best
    return Suspicion(level, sound.signal, *_telling(sentence, sound, level))


def _telling(sentence: Sentence, sound: Sound, level: Level) -> tuple[int, int]:
    """Give the few words in a row that say most."""
    said = np.concatenate([[0.0], sound.telling(level).cumsum()])
    size = min(_TELLING, len(sentence.words))
    start = int((said[size:] - said[:-size]).argmax())
    return sentence.places[start], sentence.places[start + size - 1] + 1
