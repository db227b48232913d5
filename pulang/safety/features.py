from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

from pulang.language import in_indonesian, root
from pulang.safety.courtesy import is_weighed
from pulang.safety.message import SHORTEST
from pulang.taxonomy import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pulang.safety.hearing import Heard

BUCKETS = 1 << 15
_PIECES = range(3, 6)
_PIECE = crc32(b"c:")  # what the sum of a piece begins with


@dataclass(frozen=True)
class Sentence:
    """A sentence as the model reads it, word by word; what is not Indonesian is read in Indonesian."""

    words: tuple[str, ...]
    places: tuple[int, ...]  # of each word in the message
    evidence: tuple[tuple[str, ...], ...]  # what was found at each word, by name
    held: Level = Level.ROUTINE  # the highest level that any of it has


def sentences(heard: Heard) -> Iterator[Sentence]:
    """Give the sentences of a message, those too short to say anything also with their neighbours: they overlap.

    Emoji, words of courtesy and long numbers are left out, so that they change nothing.
    """
    said = [(at, form) for at, word in enumerate(heard.words) if is_weighed(word) for form in in_indonesian(word)]
    places = tuple(at for at, _ in said)
    names = [{atom for atom in atoms if atom.startswith("<")} for atoms in heard.atoms]  # the sets of words.yml
    levels = [Level.ROUTINE] * len(names)
    for one in heard.evidence:
        levels[one.start] = max(levels[one.start], one.level)
        for at in range(one.start, one.end):
            names[at].add(one.name)
    evidence = tuple(tuple(sorted(names[at])) for at in places)
    edges = sorted({0, *(bisect_left(places, place) for place in heard.message.sentences), len(places)})
    for start, end in _stretches(edges):
        held = max((levels[place] for place in places[start:end]), default=Level.ROUTINE)
        yield Sentence(tuple(form for _, form in said[start:end]), places[start:end], evidence[start:end], held)


def judged(heard: Heard) -> Iterator[Sentence]:
    """Give the sentences that say enough to be judged by the model."""
    return (one for one in sentences(heard) if len(one.words) >= SHORTEST)


def _stretches(edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give every sentence that is long enough, by itself and with all the short ones right before and behind it.

    Short ones in a row are read by themselves too, where together they are long enough or stand alone. So a short one
    is heard with both its neighbours, and what is written further on takes nothing from what is heard already.
    """
    long = [(start, end) for start, end in pairwise(edges) if end - start >= SHORTEST]
    gaps = list(pairwise([edges[0], *(edge for one in long for edge in one), edges[-1]]))[::2]
    for before, behind in pairwise(gaps):
        if before[0] < before[1] or behind[0] < behind[1]:
            yield before[1], behind[0]
        yield before[0], behind[1]
    for start, end in gaps:
        if end - start >= SHORTEST or (start < end and not long):
            yield start, end


def of_word(word: str) -> tuple[int, ...]:
    """Give the buckets of one word: itself, its root, and its pieces of three to five letters."""
    padded = f" {word} "
    pieces = (padded[at : at + size].encode() for size in _PIECES for at in range(len(padded) - size + 1))
    own = (crc32(f"w:{word}".encode()), crc32(f"r:{root(word)}".encode()))
    return tuple(one & (BUCKETS - 1) for one in (*own, *(crc32(piece, _PIECE) for piece in pieces)))
