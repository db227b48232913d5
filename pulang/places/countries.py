"""Countries where people go to work, what they call them, and whom to call there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import yaml

from pulang.places.errors import PlacesDamaged
from pulang.places.table import DATA
from pulang.places.words import key, words

_SERVICES = ("general", "police", "medical")
_LONGEST = 4  # words in a name


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


@cache
def _countries() -> tuple[dict[str, Country], dict[str, Country]]:
    by_code: dict[str, Country] = {}
    by_name: dict[str, Country] = {}
    data = yaml.safe_load((DATA / "countries.yml").read_text(encoding="utf-8"))
    for code, entry in data.items():
        try:
            numbers = tuple(EmergencyNumber(entry[service], service) for service in _SERVICES if service in entry)
            country = Country(code, entry["name"], numbers)
            names = [entry["name"], *entry["names"]]
        except (KeyError, TypeError) as error:
            raise PlacesDamaged(f"countries.yml: {code}: expected name, names and numbers by service") from error
        if not numbers or not all(number.number.isdigit() for number in numbers):
            raise PlacesDamaged(f"countries.yml: {code}: expected at least one number, of digits")
        by_code[code] = country
        by_name |= {key(name): country for name in names}
    return by_code, by_name


def country(code: str) -> Country | None:
    """Find a country by its code."""
    return _countries()[0].get(code)


def find_country(text: str) -> Country | None:
    """Find the first country that a message names."""
    names = _countries()[1]
    said = [word.text for word in words(text)]
    for at in range(len(said)):
        for length in range(min(_LONGEST, len(said) - at), 0, -1):
            found = names.get(" ".join(said[at : at + length]))
            if found:
                return found
    return None
