from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pulang.safety import features, net
from pulang.safety.vocabulary import with_a_vowel
from pulang.taxonomy import Level, Signal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulang.safety.features import Sentence
    from pulang.safety.hearing import Heard
    from pulang.safety.net import Net, Sound

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
    for sentence, sound, level in _judgements(heard, learned):
        if level and (best is None or (level, sound.of(level)) > best[:2]):
            best = level, sound.of(level), sentence, sound
    if best is None:
        return None
    level, _, sentence, sound = best
    return Suspicion(level, sound.signal, *_telling(sentence, sound, level))


def _judgements(heard: Heard, learned: Net) -> Iterator[tuple[Sentence, Sound, Level]]:
    """Judge each sentence; where nothing urgent is heard in it, also as it reads with another vowel put back."""
    for sentence in features.judged(heard):
        sound = learned.listen(sentence)
        level = learned.believed(sound.levels, sentence.held)
        yield sentence, sound, level
        for other in _read_otherwise(heard, sentence, learned) if level < Level.URGENT else ():
            sound = learned.listen(other)
            level = learned.believed(sound.levels, other.held)
            if level >= Level.URGENT:
                yield other, sound, level


def _read_otherwise(heard: Heard, sentence: Sentence, learned: Net) -> Iterator[Sentence]:
    """Give the sentence once for each learned word that a shortened one may also stand for: "ikt" is ikut, or ikat."""
    message = heard.message
    for at, (place, read) in enumerate(zip(sentence.places, sentence.words, strict=True)):
        written = message.written(place)
        if written != message.words[place].form and written.isalpha() and sentence.places.count(place) == 1:
            for word in with_a_vowel(written):
                if word in learned.rank and word != read:
                    yield replace(sentence, words=(*sentence.words[:at], word, *sentence.words[at + 1 :]))


def _telling(sentence: Sentence, sound: Sound, level: Level) -> tuple[int, int]:
    """Give the few words in a row that say most."""
    said = np.concatenate([[0.0], sound.telling(level).cumsum()])
    size = min(_TELLING, len(sentence.words))
    start = int((said[size:] - said[:-size]).argmax())
    return sentence.places[start], sentence.places[start + size - 1] + 1
