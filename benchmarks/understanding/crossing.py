"""Cross-validation: each person's rows are judged by a model that has read nothing of that person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from joblib import Parallel, delayed  # type: ignore[import-not-found]
from sklearn.model_selection import GroupKFold  # type: ignore[import-not-found]

from benchmarks.understanding.corpus import NOBODY, Example
from benchmarks.understanding.judging import Judged, Messages, judge, learn
from benchmarks.understanding.settings import Settings

FOLDS = 8
CORES = 2


def cross_validate(messages: Messages, settings: Settings) -> tuple[list[Example], Judged]:
    """Give the rows of all persons and what was made of them; what nobody wrote is always learnt."""
    writers = np.array([example.writer for example in messages.examples])
    nobody = np.isin(writers, list(NOBODY))
    persons, always = np.flatnonzero(~nobody), np.flatnonzero(nobody)
    folds = GroupKFold(min(FOLDS, len(set(writers[persons])))).split(persons, groups=writers[persons])
    splits = [(np.concatenate([always, persons[learnt]]), persons[left]) for learnt, left in folds]
    parts: list[Judged] = Parallel(CORES)(
        delayed(_fold)(messages.of(learnt), messages.of(left), settings) for learnt, left in splits
    )
    light, full = np.vstack([part.light for part in parts]), np.vstack([part.full for part in parts])
    order = [place for _, left in splits for place in left]
    return messages.of(order).examples, replace(parts[0], light=light, full=full)


def _fold(learnt: Messages, left: Messages, settings: Settings) -> Judged:
    return judge(learn(learnt, settings), left, settings)
