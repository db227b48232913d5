from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC


@dataclass(frozen=True)
class Written:
    """A message as it was typed, in small letters, and in its normal spelling."""

    typed: str
    plain: str


class TopicModel:
    """Two linear models of what a message is about: one hears words, the other the meaning of the sentence too.

    Both read words and pieces of words of both spellings. Probabilities come in the order of `topics`.
    """

    def __init__(self, words: tuple[int, int], pieces: tuple[int, int], penalty: float, weight: float) -> None:
        """Give the lengths of word and letter sequences, the penalty on mistakes, and the meaning's share."""
        self._typed = _Spelling(words, pieces)
        self._plain = _Spelling(words, pieces)
        self._penalty = penalty
        self._weight = weight
        self.topics: list[str] = []

    def learn(
        self, messages: Sequence[Written], topics: Sequence[str], meanings: np.ndarray | None, sharpness: float
    ) -> None:
        """Learn from messages; `meanings` holds a row each, or is None where no embedding can be loaded."""
        self._sharpness = sharpness
        sparse = hstack(
            [self._typed.learn([m.typed for m in messages]), self._plain.learn([m.plain for m in messages])]
        ).tocsr()
        self._light = self._fit(sparse, topics)
        self.topics = [str(topic) for topic in self._light.classes_]
        self._full: LinearSVC | None = None
        if meanings is not None:
            self._centre = meanings.mean(axis=0)
            self._full = self._fit(self._with(sparse, meanings), topics)

    def light(self, messages: Sequence[Written]) -> np.ndarray:
        """Give the probabilities of every topic for each message, from its words alone."""
        return self._honest(messages, self._probabilities(self._light.decision_function(self._sparse(messages))))

    @property
    def hears_meaning(self) -> bool:
        """Tell whether there is a model that takes the meaning into account."""
        return self._full is not None

    def full(self, messages: Sequence[Written], meanings: np.ndarray) -> np.ndarray:
        """Give the probabilities of every topic for each message, from its words and its meaning."""
        features = self._with(self._sparse(messages), meanings)
        return self._honest(messages, self._probabilities(self._full.decision_function(features)))

    def _sparse(self, messages: Sequence[Written]) -> csr_matrix:
        return hstack(
            [self._typed.read([m.typed for m in messages]), self._plain.read([m.plain for m in messages])]
        ).tocsr()

    def _with(self, sparse: csr_matrix, meanings: np.ndarray) -> csr_matrix:
        return hstack([sparse, csr_matrix((meanings - self._centre) * self._weight)]).tocsr()

    def _fit(self, features: csr_matrix, topics: Sequence[str]) -> LinearSVC:
        return LinearSVC(C=self._penalty, class_weight="balanced", random_state=0).fit(features, topics)

    def _honest(self, messages: Sequence[Written], probabilities: np.ndarray) -> np.ndarray:
        """Believe nothing of a message that has not one known word: it is to be asked about, not guessed at."""
        known = self._typed.knows([m.typed for m in messages]) | self._plain.knows([m.plain for m in messages])
        probabilities[~known] = 1 / len(self.topics)
        return probabilities

    def _probabilities(self, scores: np.ndarray) -> np.ndarray:
        scores = scores * self._sharpness
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
