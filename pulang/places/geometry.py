"""Distances on the globe, and the regency nearest to a pin."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from pulang.places.place import Place, PlaceKind
from pulang.places.table import every

_EARTH = 6371.0  # km
_FARTHEST = 150.0  # km from every regency's point: not in Indonesia


def distance_km(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Give the great-circle distance in km between two points in degrees."""
    north, east = radians(lat2 - lat1), radians(lng2 - lng1)
    chord = sin(north / 2) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(east / 2) ** 2
    return 2 * _EARTH * asin(sqrt(chord))


def nearest(lat: float, lng: float) -> Place | None:
    """Give the regency or city whose point is nearest; None outside Indonesia."""
    candidates = (place for place in every() if place.kind is not PlaceKind.PROVINCE)
    found = min(candidates, key=lambda place: distance_km(lat, lng, place.lat, place.lng))
    return found if distance_km(lat, lng, found.lat, found.lng) <= _FARTHEST else None
