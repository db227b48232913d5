"""Peer: CMD-1's recipe (Swaminathan et al., npj Digital Medicine 2023), learnt from our training rows.

Two stages, as published: a filter of keywords that lets through whatever might be a crisis, then a logistic regression
over the counts of the message's words and pairs of words. They chose the keywords by hand; here they are the words that
tell danger most in the training rows, as many as let nearly every dangerous one through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import CountVectorizer  # type: ignore[import-not-found]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]

from benchmarks.danger.development import Row
from benchmarks.danger.hearings import Judged
from pulang.safety.learn import Example
from pulang.taxonomy import Level

_PASSED = 0.995  # of the dangerous training rows that the keywords let through
_COUNTED = 3  # rows that a keyword stands in
_FLAGGED = 0.5


@dataclass(frozen=True)
class Recipe:
    """CMD-1 on the development set: its levels, how sure it is of danger, and what its filter does."""

    judged: Judged
    sure: np.ndarray
    keywords: int
    passed: np.ndarray


def cmd1(known: Sequence[Example], rows: Sequence[Row]) -> Recipe:
    """Learn both stages from the training rows, and judge the development set."""
    levels = np.array([one.level.value for one in known])
    words = CountVectorizer(lowercase=True, token_pattern=r"\w+", binary=True, min_df=_COUNTED)  # noqa: S106
    seen = words.fit_transform([one.text for one in known])
    keywords = _keywords(seen, levels >= Level.URGENT)
    passed = np.asarray(words.transform([row.text for row in rows])[:, keywords].sum(axis=1)).ravel() > 0
    through = np.asarray(seen[:, keywords].sum(axis=1)).ravel() > 0
    counts = CountVectorizer(lowercase=True, token_pattern=r"\w+", ngram_range=(1, 2), min_df=2)  # noqa: S106
    learnt = counts.fit_transform([one.text for one, kept in zip(known, through, strict=True) if kept])
    unseen = counts.transform([row.text for row in rows])
    sure = [_sure(learnt, levels[through] >= level, unseen) * passed for level in (Level.URGENT, Level.EMERGENCY)]
    told = np.where(sure[1] >= _FLAGGED, 3, np.where(sure[0] >= _FLAGGED, 2, 0))
    return Recipe(Judged("CMD-1's recipe: keywords, then logistic regression", told), sure[0], len(keywords), passed)


def _keywords(seen: csr_matrix, dangerous: np.ndarray) -> np.ndarray:
    """Give the most telling words, as few as let the wanted share of the dangerous rows through."""
    among, all_ = (np.asarray(part.sum(axis=0)).ravel() + 1.0 for part in (seen[dangerous], seen))
    order = np.argsort(-among / all_, kind="stable")
    rank = np.full(seen.shape[1], seen.shape[1])
    rank[order] = np.arange(len(order))
    rows = seen[dangerous].tocsr()
    first = [
        rank[rows.indices[start:end]].min(initial=len(order))
        for start, end in zip(rows.indptr, rows.indptr[1:], strict=False)
    ]
    wanted = sorted(first)[int(len(first) * _PASSED) - 1]
    keywords: np.ndarray = order[: wanted + 1]
    return keywords


def _sure(learnt: csr_matrix, dangerous: np.ndarray, unseen: csr_matrix) -> np.ndarray:
    judge = LogisticRegression(solver="liblinear", class_weight="balanced", random_state=0).fit(learnt, dangerous)
    sure: np.ndarray = judge.predict_proba(unseen)[:, 1]
    return sure
