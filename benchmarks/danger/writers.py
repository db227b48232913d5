"""The training rows, each judged by a model that has read nothing of its writer: for figures by writer and register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pulang.safety import learn, net
from pulang.safety.hearing import Heard, hear
from pulang.safety.learn import Example
from pulang.taxonomy import Level


@dataclass(frozen=True)
class Unread:
    """Training rows and the levels that cues and a model which has not read their writers give them."""

    examples: list[Example]
    levels: np.ndarray


def unread(known: Sequence[Example]) -> Unread:
    """Judge every training row by cues, and by the one member of the committee that was not taught by its writer."""
    learned = net.read()
    scores = learn.unseen(learned, known)
    here = np.flatnonzero(np.isfinite(scores[:, 0]))
    examples = [known[at] for at in here]
    levels = [
        max(learned.believed(own, cues), cues)
        for own, cues in zip(scores[here], (_by_cues(hear(one.text)) for one in examples), strict=True)
    ]
    return Unread(examples, np.array([level.value for level in levels]))


def _by_cues(heard: Heard) -> Level:
    return max((span.level for span in heard.spans), default=Level.ROUTINE)
