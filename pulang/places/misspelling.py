"""Reads the misspelt names in a message, where the words around them say that a name stands there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from pulang.places.context import Context, context
from pulang.places.mention import KINDS, Mention, kinds_before, mention
from pulang.places.name import Name
from pulang.places.place import Place, PlaceKind
from pulang.places.spelling import Pool, Trust
from pulang.places.words import Word, piece

_PIECES = 4  # words of a name at most
_SHORTEST = 3  # letters: less is no name
_LONG = 6  # letters of a word that is no other word with one of them wrong
_ANSWER = 5  # words of an answer that still says where
_ALONE = 3  # words of an answer that may be one name


@dataclass(frozen=True)
class _Reading:
    """A message with the names that are rightly spelt; `alone`: what is left is short enough to be one name.

    `answers`: it says in few words where somebody is, because that was asked.
    """

    said: Sequence[Word]
    known: Sequence[Mention]
    alone: bool
    answers: bool
    around: Context

    def inside(self, first: int, end: int) -> list[Mention] | None:
        """Give the names between two words; None when one of them is cut in two."""
        here = [known for known in self.known if known.first < end and known.end > first]
        start = kinds_before(self.said, first)[0]
        return here if all(start <= known.first and known.end <= end for known in here) else None


def with_misspelt(said: Sequence[Word], known: Sequence[Mention], *, asked: bool) -> list[Mention]:
    """Add the misspelt names to those that were found; `aceh tngah` takes the place of the shorter Aceh.

    `asked` says that the message answers where somebody is.
    """
    around = context()
    covered = {at for found in known for at in range(found.first, found.end)}
    ends = {found.end for found in known}
    free = {
        at for at, word in enumerate(said)
        if at not in covered and (
            not around.is_word(word.text)
            or (at in ends and len(word.text) >= _LONG)
            or (at > 0 and said[at - 1].text in KINDS and not around.is_spelt(word.text))
        )
    }  # fmt: skip
    if not free:
        return list(known)
    rest = [at for at in range(len(said)) if at not in covered | around_names(said, around)]
    alone = 0 < len(rest) <= _ALONE and rest[-1] - rest[0] < _ALONE
    reading = _Reading(said, known, alone, asked and len(rest) <= _ANSWER, around)
    found = list(known)
    at = 0
    while at < len(said):
        read = _read(reading, at, free)
        if read is None:
            at += 1
            continue
        inside = reading.inside(at, read.end) or ()
        found = [*(one for one in found if one not in inside), read]
        at = read.end
    return found


def around_names(said: Sequence[Word], around: Context) -> set[int]:
    """Give where the words stand that say nothing but what stands around a name."""
    return {at for at, word in enumerate(said) if word.text in around.beside or word.text in KINDS}


def _read(reading: _Reading, at: int, free: set[int]) -> Mention | None:
    said = reading.said
    if said[at].text in KINDS or len(said[at].text) < _SHORTEST:
        return None
    longest = at + 1
    while longest < min(len(said), at + _PIECES) and said[longest].joined:
        longest += 1
    for end in range(longest, at, -1):
        if not any(one in free for one in range(at, end)):
            return None
        inside = reading.inside(at, end)
        for pool, trust in () if inside is None else _tried(reading, at, end, inside):
            name = _closest(said[at:end], pool, trust, reading.around, partly=bool(inside))
            if name is not None:
                return mention(said, at, end, name)
    return None


def _tried(reading: _Reading, at: int, end: int, inside: Sequence[Mention]) -> Iterator[tuple[Pool, Trust]]:
    """Give the names that may stand here, and how sure that is; the surest first."""
    around = reading.around
    _, kinds = kinds_before(reading.said, at)
    areas = [place for known in reading.known if known not in inside for place in known.places if _has_parts(place)]
    if PlaceKind.DISTRICT in kinds:
        yield from ((around.pools.parts(area), Trust.FULL) for area in areas)
        yield around.pools.small, Trust.FULL
    elif kinds:
        yield around.pools.large, Trust.FULL
    follows = next((known for known in reading.known if known.first == end), None)
    if follows is not None:
        yield from ((around.pools.parts(area), Trust.FULL) for area in follows.places)
        if any(area.kind is PlaceKind.PROVINCE for area in follows.places):
            yield around.pools.large, Trust.FAIR
    if inside:
        yield around.pools.large, Trust.PART
        yield around.pools.every, Trust.PART
    elif reading.answers:
        if reading.alone or _is_marked(reading, at):
            yield around.pools.every, Trust.ASKED
        yield around.pools.large, Trust.ASKED
    elif _is_marked(reading, at):
        yield around.pools.plain, Trust.FAIR
    elif reading.alone:
        yield around.pools.plain, Trust.WEAK
    else:
        yield around.pools.plain, Trust.NONE


def _has_parts(place: Place) -> bool:
    return place.within is None


def _is_marked(reading: _Reading, at: int) -> bool:
    marks = reading.around.markers | reading.around.homes
    return any(" ".join(word.text for word in reading.said[start:at]) in marks for start in range(max(0, at - 3), at))


def _closest(said: Sequence[Word], pool: Pool, trust: Trust, around: Context, *, partly: bool) -> Name | None:
    """Find the name of some words; the ordinary ones among them must be words of that name."""
    pieces = [piece(word.text) for word in said]
    form = pool.closest("".join(pieces), trust)
    if form is None:
        return None
    # Behind kab. or kec. stands a name: what is only slang for a word, or looks like one misspelt, is none there.
    is_ordinary = around.is_spelt if trust is Trust.FULL else around.is_word
    ordinary = [part for part in pieces if is_ordinary(part)]
    for writing in around.names.writings(form):
        if all(part in writing or (partly and _is_nearly(part, writing)) for part in ordinary):
            return around.names.get(form)
    return None


def _is_nearly(part: str, writing: Sequence[str]) -> bool:
    """Tell whether a word is one of a name but for one letter: behind Buru, silatan is Selatan."""
    return len(part) >= _LONG and any(OSA.distance(part, other) == 1 for other in writing)
