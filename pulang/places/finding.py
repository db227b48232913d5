"""Finds the places that a message names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pulang.places.context import context
from pulang.places.mention import Mention, mentions
from pulang.places.misspelling import with_misspelt
from pulang.places.name import Weight
from pulang.places.place import Place, PlaceKind
from pulang.places.words import Word, words

_SHORT_ANSWER = 4  # words beside the names in an answer that tells where somebody is


@dataclass(frozen=True)
class Found:
    """The places a message names: one is known, several are to be asked about. `span`: where the first name stands."""

    places: tuple[Place, ...]
    span: tuple[int, int] | None


@dataclass(frozen=True)
class _Said:
    words: Sequence[Word]
    mentions: Sequence[Mention]
    alone: bool
    answers: bool


def find(text: str, *, asked: bool = False) -> Found:
    """Find the places that a message names, the longest names first; no other word is taken for a place.

    `asked` says that the message answers our question where somebody is: then names that are also words, and misspelt
    names of districts, count with less around them.
    """
    said = words(text)
    known = mentions(said)
    found = with_misspelt(said, known, asked=asked)
    known = sorted((mention for mention in found if mention.places), key=lambda mention: mention.first)
    covered = {at for mention in known for at in range(mention.first, mention.end)}
    beside = sum(word.text in context().beside for at, word in enumerate(said) if at not in covered)
    rest = len(said) - len(covered) - beside
    whole = _Said(said, known, alone=rest == 0, answers=asked and rest <= _SHORT_ANSWER)
    meant = [_in_the_next(whole, at) for at, mention in enumerate(known) if _meant(whole, mention)]
    span = (said[meant[0].first].start, said[meant[0].end - 1].end) if meant else None
    return Found(_narrowed([mention.places for mention in meant]), span)


def _meant(said: _Said, mention: Mention) -> bool:
    """Tell whether a name means the place here."""
    around = context()
    if _after(said.words, mention.first, around.never_after):
        return False
    if mention.village:
        return said.alone
    sure = mention.weight is Weight.PLAIN or mention.kinded or mention.glued or _belongs(said, mention)
    return sure or _said_to_be(said, mention)


def _said_to_be(said: _Said, mention: Mention) -> bool:
    """Tell whether the words around a name that is also a word say that a place is meant."""
    around, weight = context(), mention.weight
    answer = said.alone and said.answers
    if weight is Weight.NAMED:
        return answer and len(said.mentions) == 1
    at_home = _after(said.words, mention.first, around.homes)
    passive = mention.end < len(said.words) and said.words[mention.end].text in around.agents
    marked = not passive and _after(said.words, mention.first, around.markers)
    if weight is Weight.WORDS:
        return answer or at_home or marked
    return said.alone or at_home or (weight is Weight.ORDINARY and (said.answers or marked))


def _belongs(said: _Said, mention: Mention) -> bool:
    """Tell whether another name explains this one: its province, anywhere, or its regency right behind it."""
    provinces = {
        place.code for other in said.mentions if other.weight is Weight.PLAIN for place in other.places
        if place.kind is PlaceKind.PROVINCE
    }  # fmt: skip
    if any(place.province in provinces for place in mention.places if place.code == place.regency):
        return True
    behind = _behind(said, mention)
    return behind is not None and any(place.is_in(area) for place in _all(mention) for area in behind.places)


def _behind(said: _Said, mention: Mention) -> Mention | None:
    return next((other for other in said.mentions if other.first == mention.end), None)


def _all(mention: Mention) -> tuple[Place, ...]:
    return mention.places + mention.smaller


def _in_the_next(said: _Said, at: int) -> Mention:
    """Read a name with its regency right behind it as the district there: sukabumi bandar lampung."""
    mention = said.mentions[at]
    behind = _behind(said, mention)
    if behind is None or mention.kinded:
        return mention
    inside = tuple(place for place in mention.smaller if any(place.regency == area.code for area in behind.places))
    return replace(mention, places=inside) if inside and not set(behind.places) & set(mention.places) else mention


def _after(said: Sequence[Word], first: int, phrases: frozenset[str]) -> bool:
    """Tell whether one of the phrases, of three words at most, ends where a name begins."""
    return any(
        " ".join(word.text for word in said[start:first]) in phrases for start in range(max(0, first - 3), first)
    )


def _narrowed(found: Sequence[tuple[Place, ...]]) -> tuple[Place, ...]:
    """Let names explain each other: a province or regency beside what lies in it, or Kota Bandung beside Bandung."""
    named = [set(here) for here in dict.fromkeys(found)]
    areas = [set(here) for here in named]
    for at, here in enumerate(named):
        others = [area for other, beside in enumerate(areas) if other != at for area in beside]
        named[at] = {place for place in here if any(place.is_in(area) for area in others)} or here
    kept = [
        here
        for here in named
        if not any(other < here for other in named)
        and not any(place.is_in(area) for area in here for other in named if not other & here for place in other)
    ]
    said = dict.fromkeys(place for here in found for place in here)
    return tuple(place for place in said if any(place in here for here in kept))
