"""Finds the places that a message names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import yaml

from pulang.places.errors import PlacesDamaged
from pulang.places.place import Place, PlaceKind
from pulang.places.table import DATA, every, places
from pulang.places.words import Word, key, words

_LONGEST = 6  # words in a name
_PREFIXES = {PlaceKind.REGENCY: ("kabupaten", "kab"), PlaceKind.CITY: ("kota", "kotamadya", "kodya", "kt")}
_PROVINCE = ("provinsi", "propinsi", "prov")


@dataclass(frozen=True)
class Found:
    """The places a message names: one is known, several are to be asked about. `span`: where the first name stands."""

    places: tuple[Place, ...]
    span: tuple[int, int] | None


@dataclass(frozen=True)
class _Index:
    names: dict[str, tuple[Place, ...]]
    ordinary: frozenset[str]
    markers: frozenset[str]


@cache
def _index() -> _Index:
    try:
        data = yaml.safe_load((DATA / "names.yml").read_text(encoding="utf-8"))
        aliases, ordinary, markers = data["aliases"], data["ordinary"], data["markers"]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise PlacesDamaged(f"names.yml: expected aliases, ordinary, markers: {error}") from error
    names: dict[str, list[Place]] = defaultdict(list)
    for place in every():
        for name in _names(place):
            if place not in names[name]:
                names[name].append(place)
    for code, others in aliases.items():
        if code not in places():
            raise PlacesDamaged(f"names.yml: aliases: {code}: expected the code of a place")
        for name in others:
            if places()[code] not in names[key(name)]:
                names[key(name)].insert(0, places()[code])
    return _Index(
        {name: tuple(found) for name, found in names.items()}, frozenset(ordinary), frozenset(map(key, markers))
    )


def _names(place: Place) -> list[str]:
    """List how a place is called, as compared."""
    short = key(place.name.removeprefix("Administrasi ").replace("Kep.", "Kepulauan"))
    prefixes = _PREFIXES.get(place.kind, _PROVINCE)
    return [
        short,
        key(place.name),
        short.replace(" ", ""),
        *(f"{prefix} {short}" for prefix in prefixes),
        key(place.official),
    ]


def find(text: str) -> Found:
    """Find the places that a message names, the longest names first; no other word is taken for a place."""
    said = words(text)
    found: list[tuple[tuple[Place, ...], int, int]] = []
    at = 0
    while at < len(said):
        length, here = _longest(said, at)
        if here:
            found.append((here, said[at].start, said[at + length - 1].end))
        at += max(length, 1)
    together = _narrowed([places for places, _, _ in found])
    return Found(together, (found[0][1], found[0][2]) if found else None)


def _longest(said: Sequence[Word], at: int) -> tuple[int, tuple[Place, ...]]:
    index = _index()
    for length in range(min(_LONGEST, len(said) - at), 0, -1):
        name = " ".join(word.text for word in said[at : at + length])
        here = index.names.get(name)
        if here and (name not in index.ordinary or _meant(said, at, length, index.markers)):
            return length, here
    return 0, ()


def _meant(said: Sequence[Word], at: int, length: int, markers: frozenset[str]) -> bool:
    """Tell whether a name that is also a word means the place here: it stands alone, or a marker stands before it."""
    return length == len(said) or (at > 0 and said[at - 1].text in markers)


def _narrowed(found: Sequence[tuple[Place, ...]]) -> tuple[Place, ...]:
    """Let names explain each other: a province named beside one of its regencies only says which regency is meant."""
    named = list(dict.fromkeys(place for group in found for place in group))
    provinces = {place.code for place in named if place.kind is PlaceKind.PROVINCE}
    local = [place for place in named if place.kind is not PlaceKind.PROVINCE]
    if not local or not provinces:
        return tuple(named)
    inside = [place for place in local if place.province in provinces]
    return tuple(inside or local)
