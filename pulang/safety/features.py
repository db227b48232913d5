from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

from pulang.language import in_indonesian, root
from pulang.safety.courtesy import is_weighed
from pulang.taxonomy import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pulang.safety.hearing import Heard

BUCKETS = 1 << 15
SHORTEST = 4  # words: of fewer too little is said to be judged by the model
_PIECES = range(3, 6)


@dataclass(frozen=True)
class Evidence:
    """Something that cues and context found: `name` says what, in the words `start` up to `end` (not included).

    Where it is a cue that holds, be it only a hint, `level` is its level.
    """

    name: str
    start: int
    end: int
    level: Level = Level.ROUTINE


@dataclass(frozen=True)
class Sentence:
    """A sentence as the model reads it, word by word; what is not Indonesian is read in Indonesian."""

    words: tuple[str, ...]
    places: tuple[int, ...]  # of each word in the message
    evidence: tuple[tuple[str, ...], ...]  # what was found at each word, by name
    held: Level = Level.ROUTINE  # the highest level that any of it has


def sentences(heard: Heard) -> Iterator[Sentence]:
    """Give the sentences of a message, one too short to say anything together with its neighbour.

    Emoji and words of courtesy are left out, so that they change nothing.
    """
    said = [(at, form) for at, word in enumerate(heard.words) if is_weighed(word) for form in in_indonesian(word)]
    places = tuple(at for at, _ in said)
    names = [{atom for atom in atoms if atom.startswith("<")} for atoms in heard.atoms]  # the sets of words.yml
    for one in heard.evidence:
        for at in range(one.start, one.end):
            names[at].add(one.name)
    evidence = tuple(tuple(sorted(names[at])) for at in places)
    breaks = [bisect_left(places, place) for place in heard.message.sentences]
    for start, end in pairwise(_edges(breaks, len(places))):
        inside = set(places[start:end])
        held = max((one.level for one in heard.evidence if one.start in inside), default=Level.ROUTINE)
        yield Sentence(tuple(form for _, form in said[start:end]), places[start:end], evidence[start:end], held)


def judged(heard: Heard) -> Iterator[Sentence]:
    """Give the sentences that say enough to be judged by the model."""
    return (one for one in sentences(heard) if len(one.words) >= SHORTEST)


def _edges(breaks: Sequence[int], length: int) -> list[int]:
    edges = [0]
    for place in breaks:
        if place - edges[-1] >= SHORTEST and place < length:
            edges.append(place)
    if length - edges[-1] < SHORTEST and len(edges) > 1:
        edges.pop()
    return [*edges, length] if length else []


def of_word(word: str) -> tuple[int, ...]:
    """Give the buckets of one word: itself, its root, and its pieces of three to five letters."""
    padded = f" {word} "
    pieces = (f"c:{padded[at : at + size]}" for size in _PIECES for at in range(len(padded) - size + 1))
    return tuple(crc32(one.encode()) & (BUCKETS - 1) for one in (f"w:{word}", f"r:{root(word)}", *pieces))
