"""Distances on the globe, and the regencies that a pin may be in."""

from __future__ import annotations

import gzip
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import shapely

from pulang.places.errors import PlacesDamaged
from pulang.places.place import Place
from pulang.places.table import DATA, places, rows

_EARTH = 6371.0  # km
_DEGREE = 111.2  # km of a degree of latitude
_BORDER = 1.0  # km from another regency: the boundaries are no finer, and a phone's pin is not either
_SEA = 60.0  # km from the coast: people pin boats and islets that the boundaries leave out
_FOREIGN = 1.0  # km beyond a border on land


def distance_km(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Give the great-circle distance in km between two points in degrees."""
    north, east = radians(lat2 - lat1), radians(lng2 - lng1)
    chord = sin(north / 2) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(east / 2) ** 2
    return 2 * _EARTH * asin(sqrt(chord))


def around(lat: float, lng: float) -> tuple[Place, ...]:
    """Give the regencies and cities that a pin may be in, the likeliest first; none outside Indonesia.

    One where the pin lies well inside it, several near a border: then the person has to be asked. A pin at sea belongs
    to the nearest coast, unless that of another country is nearer.
    """
    pin, map_ = shapely.Point(lng, lat), _map()
    near = sorted(
        (_km(map_.shapes[at], pin), map_.codes[at])
        for at in map_.tree.query(pin, predicate="dwithin", distance=_SEA / _DEGREE)
    )
    if not near or (near[0][0] > 0 and _is_abroad(pin, near[0][0])):
        return ()
    inside = near[0][0]
    return tuple(places()[code] for away, code in near if away <= inside + _BORDER)


def nearest(lat: float, lng: float) -> Place | None:
    """Give the regency or city that a pin is in, the likeliest near a border; None outside Indonesia."""
    return next(iter(around(lat, lng)), None)


@dataclass(frozen=True)
class _Map:
    codes: tuple[str, ...]
    shapes: tuple[shapely.Geometry, ...]
    tree: shapely.STRtree


@cache
def _map() -> _Map:
    return read_boundaries(DATA / "boundaries.tsv.gz")


def read_boundaries(file: Path) -> _Map:
    """Read a file of boundaries; raises PlacesDamaged with file, line and what was expected."""
    try:
        lines = gzip.decompress(file.read_bytes()).decode("ascii").splitlines()
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise PlacesDamaged(file.name, 1, "a gzip file of codes and shapes") from error
    codes, shapes = [], []
    for line, row in enumerate(lines, 1):
        code, _, shape = row.partition("\t")
        shapes.append(_shape(file, line, shape))
        if code not in places():
            raise PlacesDamaged(file.name, line, f"a regency's code, not {code}")
        codes.append(code)
    return _Map(tuple(codes), tuple(shapes), shapely.STRtree(shapes))


def _shape(file: Path, line: int, shape: str) -> shapely.Geometry:
    try:
        return shapely.from_wkt(shape)
    except shapely.GEOSException as error:
        raise PlacesDamaged(file.name, line, "a code, a tab and a shape") from error


def _km(shape: shapely.Geometry, pin: shapely.Point) -> float:
    there = shapely.shortest_line(shape, pin).coords[0]
    return distance_km(pin.y, pin.x, there[1], there[0])


def _is_abroad(pin: shapely.Point, away: float) -> bool:
    """Tell whether a pin in no regency, so many km from the nearest, is in another country or nearer to its coast."""
    to_foreign = min(_km(land, pin) for land in _abroad())
    return away > _FOREIGN if to_foreign == 0 else to_foreign < away


@cache
def _abroad() -> tuple[shapely.Polygon, ...]:
    """Give the coarse outlines of the neighbours; what they cover of Indonesia is decided by the boundaries first."""
    return read_outlines(DATA / "abroad.csv")


def read_outlines(file: Path) -> tuple[shapely.Polygon, ...]:
    """Read a file of outlines; raises PlacesDamaged with file, line and what was expected."""
    outlines: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for line, row in rows(file):
        outlines[str(row.get("land"))].append(_corner(file, line, row))
    return tuple(shapely.Polygon(outline) for outline in outlines.values())


def _corner(file: Path, line: int, row: dict[str, str]) -> tuple[float, float]:
    try:
        return float(row["lng"]), float(row["lat"])
    except (KeyError, TypeError, ValueError) as error:
        raise PlacesDamaged(file.name, line, "land, lat, lng") from error
