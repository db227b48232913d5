"""Distances on the globe, and the regency nearest to a pin."""

from __future__ import annotations

from functools import cache
from math import asin, cos, radians, sin, sqrt

from pulang.places.errors import PlacesDamaged
from pulang.places.place import Place, PlaceKind
from pulang.places.table import DATA, every, places, rows

_EARTH = 6371.0  # km
_FARTHEST = 150.0  # km from every point: not in Indonesia
_ABROAD = 2  # letters of a country's code; a regency's has five


def distance_km(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Give the great-circle distance in km between two points in degrees."""
    north, east = radians(lat2 - lat1), radians(lng2 - lng1)
    chord = sin(north / 2) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(east / 2) ** 2
    return 2 * _EARTH * asin(sqrt(chord))


def nearest(lat: float, lng: float) -> Place | None:
    """Give the regency or city whose point is nearest; None outside Indonesia.

    Towns just across a border count too, so that a pin in Singapore or Johor is not taken for one in Batam.
    """
    away, _, place = min((distance_km(lat, lng, *point), *belongs) for *point, belongs in _points())
    return places().get(place) if away <= _FARTHEST else None


@cache
def _points() -> tuple[tuple[float, float, tuple[str, str]], ...]:
    local = (place for place in every() if place.kind is not PlaceKind.PROVINCE)
    own = [(place.lat, place.lng, (place.name, place.code)) for place in local]
    border: list[tuple[float, float, tuple[str, str]]] = []
    for line, row in rows(DATA / "borders.csv"):
        try:
            lat, lng, code, name = float(row["lat"]), float(row["lng"]), row["belongs"], row["name"]
        except (KeyError, TypeError, ValueError) as error:
            raise PlacesDamaged("borders.csv", line, "belongs, name, lat, lng") from error
        if len(code) != _ABROAD and code not in places():
            raise PlacesDamaged("borders.csv", line, f"a country's code or a regency's, not {code}")
        border.append((lat, lng, (name, code)))
    return (*own, *border)
