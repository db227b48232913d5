from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from pulang.language import in_indonesian


@dataclass(frozen=True)
class Written:
    """A message as it was typed, in small letters, and in its normal spelling with every word in Indonesian."""

    typed: str
    plain: str

    @classmethod
    def of(cls, text: str, words: Iterable[str]) -> Written:
        """Take a message and its words in their normal spelling."""
        return cls(text.lower(), " ".join(chain.from_iterable(map(in_indonesian, words))))


@dataclass(frozen=True)
class Voice:
    """One of the linear models: its penalty on mistakes, what turns its scores into probabilities, and its share."""

    sharpness: float
    share: float
    penalty: float | None = None  # None: it has none


class TopicModel:
    """Three linear models of what a message is about: one hears words, one the meaning of the sentence, one both.

    Words are read as typed and in plain Indonesian, whole and in pieces. `light` asks the first alone, `full` all
    three: each of them is wrong about other messages. Probabilities come in the order of `topics`.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """Take the settings of TopicClassifier, which says what each is."""
        self._typed = _Spelling(tuple(settings["words"]), tuple(settings["pieces"]))
        self._plain = _Spelling(tuple(settings["words"]), tuple(settings["pieces"]))
        self._words, self._meaning, self._both = (
            Voice(**settings[name]) for name in ("by_words", "by_meaning", "by_both")
        )
        self._weight: float = settings["weight"]
        self._trust: float = settings["trust"]
        self.topics: list[str] = []

    def learn(self, messages: Sequence[Written], topics: Sequence[str], meanings: np.ndarray | None) -> None:
        """Learn from messages; `meanings` holds a row each, or is None where no embedding can be loaded."""
        sparse = hstack(
            [self._typed.learn([m.typed for m in messages]), self._plain.learn([m.plain for m in messages])]
        ).tocsr()
        self._of_words = _fit(sparse, topics, self._words)
        self.topics = [str(topic) for topic in self._of_words.classes_]
        self._of_both: LinearSVC | None = None
        self._of_meaning: LinearDiscriminantAnalysis | None = None
        if meanings is not None:
            self._centre = meanings.mean(axis=0)
            self._of_both = _fit(self._with(sparse, meanings), topics, self._both)
            even = np.full(len(self.topics), 1 / len(self.topics))
            self._of_meaning = LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto", priors=even)
            self._of_meaning.fit(meanings - self._centre, topics)

    def light(self, messages: Sequence[Written]) -> np.ndarray:
        """Give the probabilities of every topic for each message, from its words alone."""
        return self._honest(
            messages, _probabilities(self._of_words.decision_function(self._sparse(messages)), self._words)
        )

    @property
    def hears_meaning(self) -> bool:
        """Tell whether there is a model that takes the meaning into account."""
        return self._of_both is not None

    def full(self, messages: Sequence[Written], meanings: np.ndarray) -> np.ndarray:
        """Give the probabilities of every topic for each message, from its words and its meaning."""
        sparse = self._sparse(messages)
        heard = (
            (self._words, self._of_words, sparse),
            (self._both, self._of_both, self._with(sparse, meanings)),
            (self._meaning, self._of_meaning, meanings - self._centre),
        )
        said = sum(voice.share * _probabilities(model.decision_function(rows), voice) for voice, model, rows in heard)
        said **= self._trust
        return self._honest(messages, said / said.sum(axis=1, keepdims=True))

    def _sparse(self, messages: Sequence[Written]) -> csr_matrix:
        return hstack(
            [self._typed.read([m.typed for m in messages]), self._plain.read([m.plain for m in messages])]
        ).tocsr()

    def _with(self, sparse: csr_matrix, meanings: np.ndarray) -> csr_matrix:
        return hstack([sparse, csr_matrix((meanings - self._centre) * self._weight)]).tocsr()

    def _honest(self, messages: Sequence[Written], probabilities: np.ndarray) -> np.ndarray:
        """Believe nothing of a message that has not one known word: it is to be asked about, not guessed at."""
        known = self._typed.knows([m.typed for m in messages]) | self._plain.knows([m.plain for m in messages])
        probabilities[~known] = 1 / len(self.topics)
        return probabilities


def _fit(features: csr_matrix, topics: Sequence[str], voice: Voice) -> LinearSVC:
    return LinearSVC(C=voice.penalty, class_weight="balanced", random_state=0).fit(features, topics)


def _probabilities(scores: np.ndarray, voice: Voice) -> np.ndarray:
    scores = scores * voice.sharpness
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return scores / scores.sum(axis=1, keepdims=True)


class _Spelling:
    """Words and pieces of words of one spelling, the rare ones weighing more."""

    def __init__(self, words: tuple[int, int], pieces: tuple[int, int]) -> None:
        self._words = TfidfVectorizer(ngram_range=words, token_pattern=r"\S+", sublinear_tf=True)  # noqa: S106
        # A piece seen in one message alone says nothing of the next; half of the model's size is spared.
        self._pieces = TfidfVectorizer(ngram_range=pieces, analyzer="char_wb", sublinear_tf=True, min_df=2)

    def learn(self, texts: list[str]) -> csr_matrix:
        return hstack([self._words.fit_transform(texts), self._pieces.fit_transform(texts)])

    def read(self, texts: list[str]) -> csr_matrix:
        return hstack([self._words.transform(texts), self._pieces.transform(texts)])

    def knows(self, texts: list[str]) -> np.ndarray:
        return self._words.transform(texts).getnnz(axis=1) > 0
