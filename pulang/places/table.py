"""The table of provinces, regencies and cities, read once."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from pulang.places.errors import PlacesDamaged
from pulang.places.place import Place, PlaceKind

DATA = Path(__file__).parent / "data"


@cache
def places() -> dict[str, Place]:
    """Give every place by its official code; raises PlacesDamaged."""
    found = {}
    for file in ("provinces.csv", "regencies.csv"):
        for place in read(DATA / file):
            found[place.code] = place
    return found


def read(file: Path) -> list[Place]:
    """Read one table; raises PlacesDamaged with file, line and what was expected."""
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = []
        for row in reader:
            try:
                kind = PlaceKind(row.get("kind", PlaceKind.PROVINCE.value))
                code, name, lat, lng = row["code"], row["name"], float(row["lat"]), float(row["lng"])
            except (KeyError, TypeError, ValueError) as error:
                expected = "code, kind (regency or city), name, lat, lng"
                raise PlacesDamaged(f"{file.name}, line {reader.line_num}: expected {expected}") from error
            if not (name and -11.5 < lat < 6.5 and 94.5 < lng < 141.5):
                raise PlacesDamaged(f"{file.name}, line {reader.line_num}: expected a name and a point in Indonesia")
            rows.append(Place(code, name, kind, code.split(".")[0] if "." in code else None, lat, lng))
    return rows


def every() -> tuple[Place, ...]:
    """List every place."""
    return tuple(places().values())


def by_code(code: str) -> Place | None:
    """Find a place by its official code, such as 32.12."""
    return places().get(code)


def province_of(place: Place) -> Place:
    """Give the province a place is in; a province is in itself."""
    return places()[place.province] if place.province else place
