from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from pulang.language.spelling import SPELLER
from pulang.safety import features
from pulang.safety.errors import CuesDamaged
from pulang.safety.vocabulary import may_lack_a_vowel, with_a_vowel
from pulang.taxonomy import Level, Signal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulang.safety.features import Sentence

PATH = Path(__file__).parent / "data" / "model.npz"
LEVELS = (Level.SENSITIVE, Level.URGENT, Level.EMERGENCY)  # one judgement for each: at least so dangerous?
SIGNALS = tuple(Signal)
NEAR, FAR = 1, 2  # words from the one in the middle to those heard with it, in the first and the second layer
# How much higher the score of an emergency must be where a lower cue already says what the matter is, and how much
# lower that of something urgent may be where a cue says so: chosen with the development set and the cases at hand.
_SURER = 4.6
_AGREED = 0.7
_WORDS_KEPT = 20_000
_LONGEST_KEPT = 40  # letters


@dataclass(frozen=True, eq=False)
class Net:
    """A committee of small convolutional networks, as plain arrays. Each member has read all but some of the writers.

    Every word is the mean of the vectors of its pieces, with what cues and context found there. The first layer hears
    each word between its neighbours, the second what the first heard two words before and after. Of everything heard
    the loudest counts, wherever it stands, and the answers to a few questions put to the whole sentence (attention
    pooling), for each level (at least so dangerous?) and each signal.
    Shapes: m members, d numbers a word, h things that a layer hears, q questions, j judgements.
    """

    digest: np.ndarray  # of what it was learned from: text
    thresholds: np.ndarray  # score from which each level is believed
    names: np.ndarray  # of the evidence: text
    words: np.ndarray  # that it has learned, the most widespread first: text
    pieces: np.ndarray  # BUCKETS x m*d, whole numbers of `step`
    step: np.ndarray  # m*d
    evidence: np.ndarray  # names x m*d
    near: np.ndarray  # m x 3d x h
    near_offset: np.ndarray  # m x 1 x h
    far: np.ndarray  # m x 3h x h
    far_offset: np.ndarray  # m x 1 x h
    asks: np.ndarray  # m x 2h x q: which words a question is about
    answers: np.ndarray  # m x 2h x h
    said: np.ndarray  # m x (2h + q*h) x j, of the loudest and the answers: levels, then signals
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
        regard = softmax(heard @ self.asks)
        answers = np.maximum(regard.transpose(0, 2, 1) @ heard @ self.answers, 0)
        summary = np.concatenate([heard.max(axis=1), answers.reshape(len(answers), -1)], axis=1)
        return Sound(self, heard, regard, summary, (summary[:, None] @ self.said + self.said_offset)[:, 0])

    def believed(self, scores: np.ndarray, held: Level) -> Level:
        """Give the highest level whose threshold is reached; `held` is the highest of any cue in the sentence.

        Where a cue says so too, though not sure by itself, a little less belief is enough for something urgent; where a
        lower one says what the matter is, an emergency asks for more. It also asks for something urgent to be heard.
        """
        sensitive, urgent, emergency = self.thresholds
        if held >= Level.URGENT:
            urgent -= _AGREED
        if Level.ROUTINE < held < Level.EMERGENCY:
            emergency += _SURER
        if scores[1] >= urgent:
            return Level.EMERGENCY if scores[2] >= emergency else Level.URGENT
        return Level.SENSITIVE if scores[0] >= sensitive else Level.ROUTINE

    def _of(self, word: str) -> np.ndarray:
        # Longer ones are no words, and would fill the memory.
        return _of_word(self, word) if len(word) <= _LONGEST_KEPT else _of_pieces(self, word)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Give the row of each evidence, by name."""
        return {name: row for row, name in enumerate(self.names.tolist())}

    @cached_property
    def rank(self) -> dict[str, int]:
        """Give the rank of each word that it has learned."""
        return {word: place for place, word in enumerate(self.words.tolist())}


@dataclass(frozen=True, eq=False)
class Sound:
    """How a sentence sounds to each member: what is heard at each word, and what that comes to."""

    net: Net
    heard: np.ndarray  # m x words x 2h
    regard: np.ndarray  # m x words x q: how much each word counts for each question, 1 in all
    summary: np.ndarray  # m x (2h + q*h): the loudest and the answers
    scores: np.ndarray  # m x j

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
        """Give how much each word adds to a level: by what is loudest there, and by its part of the answers."""
        said = self.summary * self.net.said[:, :, LEVELS.index(level)]
        members, words, size = self.heard.shape
        loudest = self.heard.argmax(axis=1)
        adds = np.bincount(loudest.ravel(), said[:, :size].ravel(), words)
        weights = self.net.said[:, size:, LEVELS.index(level)] * (self.summary[:, size:] > 0)
        asked = self.net.answers @ weights.reshape(members, -1, size // 2).transpose(0, 2, 1)  # m x 2h x q
        total: np.ndarray = adds + (self.heard @ asked * self.regard).sum(axis=(0, 2))
        return total


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


def softmax(scores: np.ndarray) -> np.ndarray:
    """Turn the scores of words (m x words x q) into shares, 1 in all for each question."""
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: np.ndarray = grown / grown.sum(axis=1, keepdims=True)
    return shares


def whole(word: str, rank: Mapping[str, int]) -> str:
    """Read a word that nobody knows as the learned one that has a vowel more; of several the most widespread.

    `rank` are the learned words, the lower the more widespread.
    """
    if word in rank or SPELLER.knows(word) or not may_lack_a_vowel(word):
        return word
    return min((other for other in with_a_vowel(word) if other in rank), key=rank.__getitem__, default=word)


@lru_cache(maxsize=_WORDS_KEPT)
def _of_word(net: Net, word: str) -> np.ndarray:
    return _of_pieces(net, whole(word, net.rank))


def _of_pieces(net: Net, word: str) -> np.ndarray:
    mean: np.ndarray = net.pieces[list(features.of_word(word))].mean(axis=0, dtype=np.float32) * net.step
    return mean


@lru_cache(maxsize=_WORDS_KEPT)
def _of_evidence(net: Net, names: tuple[str, ...]) -> np.ndarray:
    known: np.ndarray = net.evidence[[net.row_of[name] for name in names if name in net.row_of]].sum(axis=0)
    return known
