"""What places are called, and what must stand around a name that is also a word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from pulang.places.names import Names
from pulang.places.reading import Value, read_yaml
from pulang.places.table import DATA, every, places
from pulang.places.words import written

if TYPE_CHECKING:
    from pathlib import Path

    from pulang.places.place import Place

_SECTIONS = (
    "aliases", "areas", "ordinary", "strict", "markers", "homes", "beside", "never_after", "agents", "phrases",
)  # fmt: skip


class Weight(Enum):
    """How much must stand around a name before it is taken for a place."""

    PLAIN = 0
    ORDINARY = 1
    STRICT = 2


@dataclass(frozen=True)
class Name:
    """What a name stands for; a phrase that only looks like one stands for nothing."""

    places: tuple[Place, ...]
    weight: Weight = Weight.PLAIN


@dataclass(frozen=True)
class Context:
    """The names and the words around them, as names.yml explains."""

    names: Names[Name]
    markers: frozenset[str]
    homes: frozenset[str]
    beside: frozenset[str]
    never_after: frozenset[str]
    agents: frozenset[str]


@cache
def context() -> Context:
    """Give the shipped names; raises PlacesDamaged."""
    return read_context(DATA / "names.yml")


def read_context(path: Path) -> Context:
    """Read a file of names; raises PlacesDamaged with file, line and what was expected."""
    root = read_yaml(path)
    sections = root.pairs(f"the sections {', '.join(_SECTIONS)}")
    if set(sections) != set(_SECTIONS):
        raise root.damaged(f"the sections {', '.join(_SECTIONS)}")
    names = _official()
    for code, others in sections["aliases"].pairs("codes, each with its other names").items():
        for other in others.each("a list of other names"):
            _also(names, other, code)
    for area, codes in sections["areas"].pairs("names, each with the codes that it stands for").items():
        for entry in codes.each("a list of codes"):
            _also(names, entry, entry.text("the code of a place"), area)
    for weight, section in ((Weight.ORDINARY, "ordinary"), (Weight.STRICT, "strict")):
        for entry in sections[section].each("a list of names of places"):
            name = entry.text("a name of a place")
            found = names.get(name)
            if found is None:
                raise entry.damaged(f"a name of a place, not {name}")
            names.put(name, Name(found.places, weight))
    for entry in sections["phrases"].each("a list of phrases"):
        names.put(entry.text("a phrase"), Name(()))
    around = {section: _phrases(sections[section]) for section in _SECTIONS[4:9]}
    return Context(names, **around)


def _official() -> Names[Name]:
    names: Names[Name] = Names()
    for place in every():
        for name in {place.name, place.name.removeprefix("Administrasi ")}:
            _add(names, name, place)
    return names


def _also(names: Names[Name], entry: Value, code: str, name: str | None = None) -> None:
    if code not in places():
        raise entry.damaged(f"the code of a place, not {code}")
    _add(names, name or entry.text("a name"), places()[code])


def _add(names: Names[Name], name: str, place: Place) -> None:
    known = names.get(name) or Name(())
    if place not in known.places:
        known = Name((*known.places, place))
    names.put(name, known)


def _phrases(section: Value) -> frozenset[str]:
    return frozenset(" ".join(written(entry.text("a word"))) for entry in section.each("a list of words"))
