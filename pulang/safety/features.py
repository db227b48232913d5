from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BUCKETS = 1 << 17
LONGEST = 15  # words that are heard together: longer, and length itself would sound like danger
STRIDE = 5
_PIECES = range(3, 6)
_PIECE = crc32(b"c:")  # what every piece begins with
_EVIDENCE_COUNTS = 2


@dataclass(frozen=True)
class Evidence:
    """Something that cues and context found: `name` says what, in the words `start` up to `end` (not included)."""

    name: str
    start: int
    end: int


def bucket(feature: str) -> int:
    """Give the place of a feature in the model's arrays."""
    return crc32(feature.encode()) & (BUCKETS - 1)


@lru_cache(maxsize=50_000)
def of_word(word: str) -> tuple[int, ...]:
    """Give the features of one word: itself and its pieces of three to five letters."""
    padded = f" {word} "
    pieces = (padded[at : at + size] for size in _PIECES for at in range(len(padded) - size + 1))
    return (bucket(f"w:{word}"), *(crc32(piece.encode(), _PIECE) & (BUCKETS - 1) for piece in pieces))


def of_several(words: tuple[str, ...]) -> int:
    """Give the feature of two or three words that follow each other."""
    return bucket(f"{'b' if len(words) == 2 else 't'}:{' '.join(words)}")


def of_evidence(names: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
    """Give the features of what was found: each name, counted twice as it is worth more than a word, and each pair."""
    yield from map(of_name, names)
    yield from (_of_pair(one, other) for one, other in combinations(names, 2))


@cache
def of_name(name: str) -> tuple[int, ...]:
    """Give the features of one thing that was found."""
    return (bucket(f"e:{name}"),) * _EVIDENCE_COUNTS


@cache
def _of_pair(one: str, other: str) -> tuple[int, ...]:
    return (bucket(f"p:{one}&{other}"),)


def windows(breaks: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """Give the stretches of words that are heard together: sentences, and long ones in overlapping parts."""
    edges = [0, *(place for place in breaks if 0 < place < length), length]
    for start, end in pairwise(edges):
        size = end - start
        if size <= LONGEST:
            yield start, end
            continue
        for part in range(math.ceil((size - LONGEST) / STRIDE) + 1):
            begin = min(start + part * STRIDE, end - LONGEST)
            yield begin, begin + LONGEST
