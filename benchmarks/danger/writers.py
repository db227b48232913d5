"""The training rows, each judged by a model that has read nothing of its writer: for figures by writer and register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pulang.safety import learn, model
from pulang.safety.hearing import Heard, hear
from pulang.safety.learn import Example
from pulang.taxonomy import Level


@dataclass(frozen=True)
class Unread:
    """Training rows and the levels that cues and a model which has not read their writers give them."""

    examples: list[Example]
    levels: np.ndarray


def unread(known: Sequence[Example]) -> Unread:
    """Judge every training row by cues, and by a model learnt from the other writers; slow."""
    heard = [hear(one.text) for one in known]
    windows = [[list(window.features()) for window in model.cut(one, closely=False)] for one in heard]
    spoken = [at for at, found in enumerate(windows) if found]
    scores = learn.out_of_fold([known[at] for at in spoken], [windows[at] for at in spoken])
    reached = scores >= np.array(model.read().thresholds)
    suspected = (reached * np.array([level.value for level in model.LEVELS])).max(axis=1)
    levels = np.maximum(suspected, [_by_cues(heard[at]).value for at in spoken])
    return Unread([known[at] for at in spoken], levels)


def _by_cues(heard: Heard) -> Level:
    return max((span.level for span in heard.spans), default=Level.ROUTINE)
