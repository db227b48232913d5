"""What places are called, and what must stand around a name that is also a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path

from pulang.language import normalise
from pulang.places.countries import is_country
from pulang.places.name import Name, Weight
from pulang.places.names import Names
from pulang.places.place import Place, PlaceKind
from pulang.places.pools import Pools
from pulang.places.reading import Value, read_yaml
from pulang.places.roots import is_form, is_word
from pulang.places.table import DATA, by_code, every, smaller
from pulang.places.words import written

_WEIGHED = {"ordinary": Weight.ORDINARY, "strict": Weight.STRICT, "named": Weight.NAMED}
_AROUND = ("markers", "homes", "beside", "never_after", "villages", "agents", "words")
_SECTIONS = ("aliases", "areas", "abbreviations", *_WEIGHED, "phrases", *_AROUND)
_SURE = 5  # letters: shorter names of districts are words, or short for words, too often
_PARTS = re.compile(r"\s*[/()]\s*")  # Tiro/Truseb, Misool (Misool Utara)
_CITY = re.compile(r"^Kota | Kota$")  # the district Langsa Kota is not what people mean who say so
_NO_NAMES = {"kota"}  # a district is called what a city is


@dataclass(frozen=True)
class Context:
    """The names and the words around them, as names.yml explains."""

    names: Names[Name]
    markers: frozenset[str]
    homes: frozenset[str]
    beside: frozenset[str]
    never_after: frozenset[str]
    villages: frozenset[str]
    agents: frozenset[str]
    words: frozenset[str]

    @cached_property
    def pools(self) -> Pools:
        """The names to look for misspelt ones in."""
        return Pools(self.names)

    @cached_property
    def is_word(self) -> Callable[[str], bool]:
        """Tells whether a word is an ordinary one, or one that stands around names."""
        return lru_cache(maxsize=20_000)(self._is_word)

    def _is_word(self, word: str) -> bool:
        meant = self.names.get(normalise(word)) if word not in self.names else None
        if meant is not None and meant.places:
            return False  # mlang is the city, though malang is a word too
        return self.is_spelt(word) or is_word(word) or is_country(word)

    def is_spelt(self, word: str) -> bool:
        """Tell whether a word is an ordinary one as it stands, and no slang that is only read as one."""
        return word in self.words or word in self.beside or word in self.markers or is_form(word)


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
    around = {section: _phrases(sections[section]) for section in _AROUND}
    names = _official()
    _put_smaller(names, frozenset().union(*around.values()))
    _put_others(names, sections)
    for section, weight in _WEIGHED.items():
        for entry in sections[section].each("a list of names of places"):
            _weigh(names, entry, weight)
    for entry in sections["phrases"].each("a list of phrases"):
        names.put(entry.text("a phrase"), Name())
    return Context(names, **around)


def _official() -> Names[Name]:
    names: Names[Name] = Names()
    for place in every():
        for name in {place.name, place.name.removeprefix("Administrasi ")}:
            _add(names, name, place)
    return names


def _put_smaller(names: Names[Name], words: frozenset[str]) -> None:
    for place in smaller().values():
        for part in filter(None, _PARTS.split(place.name)):
            city = _CITY.sub("", part)
            name = city if any(other.kind is PlaceKind.CITY for other in (names.get(city) or Name()).places) else part
            if name.lower() in _NO_NAMES:
                continue
            if name not in names:
                names.put(name, Name(weight=_weight(names, name, words)))
            _add(names, name, place)


def _weight(names: Names[Name], name: str, words: frozenset[str]) -> Weight:
    """Weigh the name of a district: one that is a word of its own must be said to be a district."""
    pieces = written(name)
    form = "".join(pieces)
    if len(form) < _SURE or form in words or is_form(form) or is_country(name):
        return Weight.NAMED
    sayable = len(pieces) > 1 and all(is_form(part) and part not in names for part in pieces)
    return Weight.WORDS if sayable else Weight.ORDINARY


def _put_others(names: Names[Name], sections: Mapping[str, Value]) -> None:
    for section, weight in {"aliases": None, "abbreviations": Weight.NAMED}.items():
        for code, others in sections[section].pairs("codes, each with its other names").items():
            for other in others.each("a list of other names"):
                _also(names, other, code)
                if weight is not None:
                    _weigh(names, other, weight)
    for area, codes in sections["areas"].pairs("names, each with the codes that it stands for").items():
        for entry in codes.each("a list of codes"):
            _also(names, entry, entry.text("the code of a place"), area)


def _also(names: Names[Name], entry: Value, code: str, name: str | None = None) -> None:
    place = by_code(code)
    if place is None:
        raise entry.damaged(f"the code of a place, not {code}")
    name = name or entry.text("a name")
    known = names.get(name)
    if known is not None and not known.places and place.within is None:
        names.put(name, replace(known, weight=Weight.PLAIN))  # the larger place is meant, not the district of that name
    _add(names, name, place)


def _add(names: Names[Name], name: str, place: Place) -> None:
    known = names.get(name) or Name()
    if place.within is not None and place not in known.smaller:
        known = replace(known, smaller=(*known.smaller, place))
    elif place.within is None and place not in known.places:
        known = replace(known, places=(*known.places, place))
    names.put(name, known)


def _weigh(names: Names[Name], entry: Value, weight: Weight) -> None:
    name = entry.text("a name of a place")
    found = names.get(name)
    if found is None:
        raise entry.damaged(f"a name of a place, not {name}")
    names.put(name, replace(found, weight=weight))


def _phrases(section: Value) -> frozenset[str]:
    return frozenset(" ".join(written(entry.text("a word"))) for entry in section.each("a list of words"))
