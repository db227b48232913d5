"""Where a person is, as far as they said so."""

from __future__ import annotations

from dataclasses import dataclass

from actions.asked import Asked
from pulang import places
from pulang.places import Country, Place

HOME = "ID"


@dataclass(frozen=True)
class Whereabouts:
    """One place, or several that could be meant, or a country abroad, or nothing of these."""

    candidates: tuple[Place, ...] = ()
    country: Country | None = None

    @property
    def place(self) -> Place | None:
        """The place, if it is the only one that can be meant."""
        return self.candidates[0] if len(self.candidates) == 1 else None

    @property
    def known(self) -> bool:
        """Whether one place or one country is meant."""
        return self.place is not None or self.country is not None

    def slots(self) -> dict[str, str | None]:
        """Give the slots that remember it; the newer of place and country wins."""
        place, country = self.place, self.country
        return {"place": place.code if place else None, "country": country.code if country else None}

    def command(self) -> dict[str, str] | None:
        """Give the command that remembers it for good."""
        if self.place is not None:
            return {"name": "place", "code": self.place.code}
        return {"name": "place", "country": self.country.code} if self.country is not None else None


def named(asked: Asked) -> Whereabouts:
    """Give what the message itself names; an Indonesian place counts more than a country."""
    found = _read(asked.entities.get("place", ()))
    if found:
        return Whereabouts(found)
    return Whereabouts(country=_abroad(*asked.entities.get("country", ())))


def whereabouts(asked: Asked) -> Whereabouts:
    """Give what is known: from this message, from this conversation, from the person's row, in this order."""
    now = named(asked)
    if now.candidates or now.country is not None:
        return now
    found = _read(asked.slot_place)
    if found:
        return Whereabouts(found)
    country = _abroad(asked.slot_country)
    if country is not None:
        return Whereabouts(country=country)
    kept = _read((asked.known_place,) if asked.known_place else ())
    return Whereabouts(kept) if kept else Whereabouts(country=_abroad(asked.known_country))


def _read(values: tuple[str, ...]) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for value in values:
        known = places.by_code(value)
        for place in (known,) if known is not None else tuple(places.find(value, asked=True).places):
            found[place.code] = place
    return tuple(found.values())


def _abroad(*codes: str | None) -> Country | None:
    for code in codes:
        country = places.country(code) if code else None
        if country is not None and country.code != HOME:
            return country
    return None
