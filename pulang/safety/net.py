from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from pulang.safety import features
from pulang.safety.errors import CuesDamaged
from pulang.taxonomy import Level, Signal

if TYPE_CHECKING:
    from pulang.safety.features import Sentence

PATH = Path(__file__).parent / "data" / "model.npz"
LEVELS = (Level.SENSITIVE, Level.URGENT, Level.EMERGENCY)  # one judgement for each: at least so dangerous?
SIGNALS = tuple(Signal)
NEAR, FAR = 1, 2  # words from the one in the middle to those heard with it, in the first and the second layer
_SURER = 3.0
_WORDS_KEPT = 20_000
_LONGEST_KEPT = 40  # letters


@dataclass(frozen=True, eq=False)
class Net:
    """A committee of small convolutional networks, as plain arrays. Each member has read all but some of the writers.

    Every word is the mean of the vectors of its pieces, with what cues and context found there. The first layer hears
    each word between its neighbours, the second what the first heard two words before and after. Of everything heard
    the loudest counts, wherever it stands, for each level (at least so dangerous?) and each signal.
    Shapes: m members, d numbers a word, h things that a layer hears, j judgements.
    """

    digest: np.ndarray  # of what it was learned from: text
    thresholds: np.ndarray  # score from which each level is believed
    names: np.ndarray  # of the evidence: text
    pieces: np.ndarray  # BUCKETS x m*d, whole numbers of `step`
    step: np.ndarray  # m*d
    evidence: np.ndarray  # names x m*d
    near: np.ndarray  # m x 3d x h
    near_offset: np.ndarray  # m x 1 x h
    far: np.ndarray  # m x 3h x h
    far_offset: np.ndarray  # m x 1 x h
    said: np.ndarray  # m x 2h x j: levels, then signals
    said_offset: np.ndarray  # m x 1 x j

    def write(self, path: Path) -> None:
        """Write the arrays to a file."""
        np.savez_compressed(path, **{field.name: getattr(self, field.name) for field in fields(self)})

    def listen(self, sentence: Sentence) -> Sound:
        """Hear a sentence of at least one word."""
        words = np.stack([self._of(word) for word in sentence.words])
        for at, names in enumerate(sentence.evidence):
            if names:
                words[at] += _of_evidence(self, names)
        rows = words.reshape(len(words), len(self.near), -1).transpose(1, 0, 2)
        near = np.maximum(beside(rows, NEAR) @ self.near + self.near_offset, 0)
        far = np.maximum(beside(near, FAR) @ self.far + self.far_offset, 0)
        heard = np.concatenate([near, far], axis=2)
        return Sound(self, heard, (heard.max(axis=1, keepdims=True) @ self.said + self.said_offset)[:, 0])

    def believed(self, scores: np.ndarray, held: Level) -> Level:
        """Give the highest level whose threshold is reached.

        An emergency only where something urgent is heard too; and it must be surer where a lower cue holds, which
        already says what the matter is.
        """
        sensitive, urgent, emergency = scores >= self.thresholds
        if urgent and Level.ROUTINE < held < Level.EMERGENCY:
            emergency = scores[-1] >= self.thresholds[-1] + _SURER
        if urgent:
            return Level.EMERGENCY if emergency else Level.URGENT
        return Level.SENSITIVE if sensitive else Level.ROUTINE

    def _of(self, word: str) -> np.ndarray:
        # Longer ones are no words, and would fill the memory.
        return _of_word(self, word) if len(word) <= _LONGEST_KEPT else _of_word.__wrapped__(self, word)


@dataclass(frozen=True, eq=False)
class Sound:
    """How a sentence sounds: what was heard at each word (m x words x 2h), and each member's scores (m x j)."""

    net: Net
    heard: np.ndarray
    scores: np.ndarray

    @property
    def levels(self) -> np.ndarray:
        """Give how much the sentence sounds like each level, as the members judge together."""
        mean: np.ndarray = self.scores[:, : len(LEVELS)].mean(axis=0)
        return mean

    def of(self, level: Level) -> float:
        """Give how much the sentence sounds like one level."""
        return float(self.levels[LEVELS.index(level)])

    @property
    def signal(self) -> Signal:
        """Give the signal that it sounds most like."""
        return SIGNALS[int(self.scores[:, len(LEVELS) :].mean(axis=0).argmax())]

    def telling(self, level: Level) -> np.ndarray:
        """Give how much each word adds to a level: what is loudest there, and nowhere else."""
        said = self.heard.max(axis=1) * self.net.said[:, :, LEVELS.index(level)]
        loudest = self.heard.argmax(axis=1)
        return np.bincount(loudest.ravel(), said.ravel(), self.heard.shape[1])


@cache
def read(path: Path = PATH) -> Net:
    """Read what was learned. Raises CuesDamaged where the file is none of ours."""
    try:
        with path.open("rb") as file, np.load(file) as stored:
            net = Net(**{field.name: stored[field.name] for field in fields(Net)})
    except (BadZipFile, EOFError, KeyError, TypeError, ValueError) as error:
        raise CuesDamaged(f"{path.name}: expected what `make learn` writes") from error
    if net.pieces.shape != (features.BUCKETS, len(net.step)) or net.said.shape[2] != len(LEVELS) + len(SIGNALS):
        raise CuesDamaged(f"{path.name}: made for other features; `make learn` makes it anew")
    return net


def beside(rows: np.ndarray, apart: int) -> np.ndarray:
    """Put to each row (m x words x n) the one so many words before and the one as far behind: m x words x 3n."""
    nothing = np.zeros_like(rows[:, :1].repeat(apart, axis=1))
    long = np.concatenate([nothing, rows, nothing], axis=1)
    return np.concatenate([long[:, : -2 * apart], rows, long[:, 2 * apart :]], axis=2)


@lru_cache(maxsize=_WORDS_KEPT)
def _of_word(net: Net, word: str) -> np.ndarray:
    mean: np.ndarray = net.pieces[list(features.of_word(word))].mean(axis=0, dtype=np.float32) * net.step
    return mean


@lru_cache(maxsize=_WORDS_KEPT)
def _of_evidence(net: Net, names: tuple[str, ...]) -> np.ndarray:
    known: np.ndarray = net.evidence[np.isin(net.names, names)].sum(axis=0)
    return known
