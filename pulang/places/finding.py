"""Finds the places that a message names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pulang.places.context import Weight, context
from pulang.places.place import Place, PlaceKind
from pulang.places.words import Word, words

_KINDS = {
    "kab": PlaceKind.REGENCY, "kabupaten": PlaceKind.REGENCY,
    "kota": PlaceKind.CITY, "kotamadya": PlaceKind.CITY, "kodya": PlaceKind.CITY, "kt": PlaceKind.CITY,
    "prov": PlaceKind.PROVINCE, "provinsi": PlaceKind.PROVINCE, "propinsi": PlaceKind.PROVINCE,
}  # fmt: skip
_BETWEEN = {"administrasi", "adm"}  # Kota Administrasi Jakarta Timur


@dataclass(frozen=True)
class Found:
    """The places a message names: one is known, several are to be asked about. `span`: where the first name stands."""

    places: tuple[Place, ...]
    span: tuple[int, int] | None


@dataclass(frozen=True)
class _Mention:
    places: tuple[Place, ...]
    weight: Weight
    kinded: bool
    first: int
    end: int


def find(text: str) -> Found:
    """Find the places that a message names, the longest names first; no other word is taken for a place."""
    said = words(text)
    mentions = _mentions(said)
    provinces = {place.code for mention in mentions if mention.weight is Weight.PLAIN for place in _provinces(mention)}
    covered = {at for mention in mentions for at in range(mention.first, mention.end)}
    alone = all(at in covered or word.text in context().beside for at, word in enumerate(said))
    meant = [mention for mention in mentions if _meant(said, mention, provinces, alone=alone)]
    span = (said[meant[0].first].start, said[meant[0].end - 1].end) if meant else None
    return Found(_narrowed([mention.places for mention in meant]), span)


def _mentions(said: Sequence[Word]) -> list[_Mention]:
    found: list[_Mention] = []
    at = 0
    while at < len(said):
        longest = context().names.longest(said, at)
        if longest is None:
            at += 1
            continue
        length, name = longest
        if name.places:
            found.append(_mention(said, at, at + length, name.places, name.weight))
        at = max(at + length, found[-1].end if found else 0)
    return found


def _mention(said: Sequence[Word], at: int, end: int, places: tuple[Place, ...], weight: Weight) -> _Mention:
    """Read the words for the kind around a name: kab. cirebon, cirebon kota."""
    first, kinds = at, set[PlaceKind]()
    while first > 0 and said[first].joined and said[first - 1].text in _KINDS.keys() | _BETWEEN:
        first -= 1
        kinds |= {_KINDS[said[first].text]} if said[first].text in _KINDS else set()
    if not kinds and end < len(said) and said[end].joined and said[end].text in _KINDS:
        follows = context().names.longest(said, end + 1) if end + 1 < len(said) and said[end + 1].joined else None
        if follows is None:  # in "bandung kota cimahi" the word belongs to the next name
            kinds.add(_KINDS[said[end].text])
            end += 1
    fitting = tuple(place for place in places if place.kind in kinds) if len(kinds) == 1 else places
    return _Mention(fitting or places, weight, bool(kinds), first, end)


def _provinces(mention: _Mention) -> list[Place]:
    return [place for place in mention.places if place.kind is PlaceKind.PROVINCE]


def _meant(said: Sequence[Word], mention: _Mention, provinces: set[str], *, alone: bool) -> bool:
    """Tell whether a name means the place here."""
    words_around = context()
    if _after(said, mention.first, words_around.never_after):
        return False
    if mention.weight is Weight.PLAIN or mention.kinded or alone:
        return True
    if any(place.province in provinces for place in mention.places) or _after(said, mention.first, words_around.homes):
        return True
    passive = mention.end < len(said) and said[mention.end].text in words_around.agents
    return mention.weight is Weight.ORDINARY and not passive and _after(said, mention.first, words_around.markers)


def _after(said: Sequence[Word], first: int, phrases: frozenset[str]) -> bool:
    """Tell whether one of the phrases, of three words at most, ends where a name begins."""
    return any(
        " ".join(word.text for word in said[start:first]) in phrases for start in range(max(0, first - 3), first)
    )


def _narrowed(found: Sequence[tuple[Place, ...]]) -> tuple[Place, ...]:
    """Let names explain each other: a province beside one of its regencies, or Kota Bandung beside Bandung."""
    named = [set(here) for here in dict.fromkeys(found)]
    provinces = [{place.code for place in here if place.kind is PlaceKind.PROVINCE} for here in named]
    for at, here in enumerate(named):
        others = {code for other, codes in enumerate(provinces) if other != at for code in codes}
        named[at] = {place for place in here if place.province in others} or here
    kept = [
        here
        for at, here in enumerate(named)
        if not any(other < here for other in named)
        and not any({place.province for place in other} & provinces[at] for other in named if not other & here)
    ]
    said = dict.fromkeys(place for here in found for place in here)
    return tuple(place for place in said if any(place in here for here in kept))
