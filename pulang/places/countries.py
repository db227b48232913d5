"""Countries where people go to work, what they call them, and whom to call there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from pulang.places.names import Names
from pulang.places.reading import Value, read_yaml
from pulang.places.roots import is_word
from pulang.places.spelling import Pool, Trust
from pulang.places.table import DATA
from pulang.places.words import words

if TYPE_CHECKING:
    from pathlib import Path

_SERVICES = ("general", "police", "medical")
_NOT = "not"  # phrases in the file that name no country


@dataclass(frozen=True)
class EmergencyNumber:
    """A short number, and who answers it: general, police or medical."""

    number: str
    service: str


@dataclass(frozen=True)
class Country:
    """A country by its ISO 3166-1 code, with its Indonesian name."""

    code: str
    name: str
    emergency: tuple[EmergencyNumber, ...]


@dataclass(frozen=True)
class _Countries:
    by_code: dict[str, Country]
    names: Names[Country | None]

    @cached_property
    def pool(self) -> Pool:
        """The names to look for misspelt ones in."""
        return Pool(form for form, meant, _ in self.names.each() if meant is not None)


@cache
def _countries() -> _Countries:
    return read_countries(DATA / "countries.yml")


def read_countries(path: Path) -> _Countries:
    """Read a file of countries; raises PlacesDamaged with file, line and what was expected."""
    by_code: dict[str, Country] = {}
    names: Names[Country | None] = Names()
    for code, value in read_yaml(path).pairs("countries by their code").items():
        if code == _NOT:
            for phrase in value.each("a list of phrases"):
                names.put(phrase.text("a phrase"), None)
            continue
        entry = value.pairs(f"{code}: name, names and numbers by service")
        if not {"name", "names"} <= entry.keys() <= {"name", "names", *_SERVICES}:
            raise value.damaged(f"{code}: name, names and numbers by service ({', '.join(_SERVICES)})")
        name = entry["name"].text(f"{code}: a name")
        numbers = [_number(entry[service], code, service) for service in _SERVICES if service in entry]
        if not numbers:
            raise value.damaged(f"{code}: at least one number")
        by_code[code] = Country(code, name, tuple(numbers))
        for other in (name, *(other.text("a name") for other in entry["names"].each(f"{code}: a list of names"))):
            names.put(other, by_code[code])
    return _Countries(by_code, names)


def _number(value: Value, code: str, service: str) -> EmergencyNumber:
    number = value.text(f"{code}: a number")
    if not number.isdigit():
        raise value.damaged(f"{code}: a number of digits, not {number}")
    return EmergencyNumber(number, service)


def country(code: str) -> Country | None:
    """Find a country by its code."""
    return _countries().by_code.get(code)


def is_country(name: str) -> bool:
    """Tell whether a name, rightly spelt, is a country's, or a town's or people's that stands for one."""
    return _countries().names.get(name) is not None


def find_country(text: str) -> Country | None:
    """Find the first country that a message names, also where a long name has a letter wrong."""
    said = words(text)
    at = 0
    while at < len(said):
        length, found = _countries().names.longest(said, at) or (1, _misspelt(said[at].text))
        if found:
            return found
        at += length
    return None


@lru_cache(maxsize=10_000)
def _misspelt(word: str) -> Country | None:
    known = _countries()
    near = [] if is_word(word) else known.pool.nearest(word, Trust.WEAK)
    meant = {known.names.get(name) for name in near}
    return meant.pop() if len(meant) == 1 else None
