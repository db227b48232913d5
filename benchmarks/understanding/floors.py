"""Figures that must not fall: tests/bot/floors.yml, held by `make test` and shown in docs/understanding.md."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.understanding.corpus import ROOT, Example, load
from benchmarks.understanding.measures import language, regional

FILE = ROOT / "tests" / "bot" / "floors.yml"


def floors() -> dict[str, float]:
    """Read the floors."""
    return {name: float(floor) for name, floor in load(FILE).items()}


def guarded(examples: Sequence[Example], hits: np.ndarray, by_words: np.ndarray) -> dict[str, float]:
    """Give the guarded figures of the development set, from what was right and what was judged by words alone."""
    return {
        "development": float(hits.mean()),
        "development_id": float(hits[language(examples, "id")].mean()),
        "development_su_jv_mix": float(hits[regional(examples)].mean()),
        "by_words_alone": float(by_words.mean()),
    }
