from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING
from zlib import crc32

from pulang.language import root
from pulang.taxonomy import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BUCKETS = 1 << 18
LONGEST = 15  # words that are heard together: longer, and length itself would sound like danger
SHORTEST = 4  # a sentence of fewer words is heard with its neighbour: alone it says too little
STRIDE = 5
CLOSE = 8  # words that are heard together when looking closely
CLOSE_STRIDE = 4
WHOLE = 2  # of a word's features the first so many are the word and its root, the others pieces
_PIECES = range(3, 6)
_PIECE = crc32(b"c:")  # what every piece begins with
_EVIDENCE_COUNTS = 2
_APART = 4  # words between which two roots are heard together


@dataclass(frozen=True)
class Evidence:
    """Something that cues and context found: `name` says what, in the words `start` up to `end` (not included).

    Where it is a cue that holds, `level` is its level.
    """

    name: str
    start: int
    end: int
    level: Level = Level.ROUTINE


_root_of = lru_cache(maxsize=50_000)(root)


def bucket(feature: str) -> int:
    """Give the place of a feature in the model's arrays."""
    return crc32(feature.encode()) & (BUCKETS - 1)


@lru_cache(maxsize=50_000)
def of_word(word: str) -> tuple[int, ...]:
    """Give the features of one word: itself, its root, and its pieces of three to five letters."""
    padded = f" {word} "
    pieces = (padded[at : at + size] for size in _PIECES for at in range(len(padded) - size + 1))
    return (
        bucket(f"w:{word}"),
        bucket(f"r:{_root_of(word)}"),
        *(crc32(piece.encode(), _PIECE) & (BUCKETS - 1) for piece in pieces),
    )


def of_neighbours(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Give what stands together in a stretch: two and three words in a row, and the roots of two that are near."""
    roots = [f"*{_root_of(word)}" for word in words]
    for at in range(1, len(words)):
        yield words[at - 1], words[at]
        if at > 1:
            yield words[at - 2], words[at - 1], words[at]
        yield roots[at - 1], "+", roots[at]
        yield from ((roots[before], "..", roots[at]) for before in range(max(at - _APART, 0), at - 1))


def of_several(words: tuple[str, ...]) -> int:
    """Give the feature of words that stand together."""
    return bucket(f"t:{' '.join(words)}")


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


def windows(
    breaks: Sequence[int], length: int, longest: int = LONGEST, stride: int = STRIDE
) -> Iterator[tuple[int, int]]:
    """Give the stretches of words that are heard together: sentences, and long ones in overlapping parts."""
    for start, end in pairwise(_edges(breaks, length)):
        size = end - start
        if size <= longest:
            yield start, end
            continue
        for part in range(math.ceil((size - longest) / stride) + 1):
            begin = min(start + part * stride, end - longest)
            yield begin, begin + longest


def _edges(breaks: Sequence[int], length: int) -> list[int]:
    edges = [0]
    for place in breaks:
        if place - edges[-1] >= SHORTEST and place < length:
            edges.append(place)
    if length - edges[-1] < SHORTEST and len(edges) > 1:
        edges.pop()
    return [*edges, length]
