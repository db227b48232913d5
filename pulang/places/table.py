"""The table of provinces, regencies and cities, read once."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pulang.places.errors import PlacesDamaged
from pulang.places.place import Place, PlaceKind

DATA = Path(__file__).parent / "data"


_TABLES = {"provinces.csv": "code, name, lat, lng", "regencies.csv": "code, kind (regency or city), name, lat, lng"}


@cache
def places() -> dict[str, Place]:
    """Give every place by its official code; raises PlacesDamaged."""
    found: dict[str, Place] = {}
    for file, expected in _TABLES.items():
        for line, place in read(DATA / file, expected):
            if place.code in found:
                raise PlacesDamaged(file, line, f"each code once, not {place.code} again")
            if place.province is not None and place.province not in found:
                raise PlacesDamaged(file, line, f"a code that begins with a province's, not {place.code}")
            found[place.code] = place
    return found


def read(file: Path, expected: str) -> Iterator[tuple[int, Place]]:
    """Read one table, with the line of each row; raises PlacesDamaged with file, line and what was expected."""
    for line, row in rows(file):
        try:
            kind = PlaceKind(row.get("kind", PlaceKind.PROVINCE.value))
            code, name, lat, lng = row["code"], row["name"], float(row["lat"]), float(row["lng"])
        except (KeyError, TypeError, ValueError) as error:
            raise PlacesDamaged(file.name, line, expected) from error
        if not (name and -11.5 < lat < 6.5 and 94.5 < lng < 141.5):
            raise PlacesDamaged(file.name, line, "a name and a point in Indonesia")
        yield line, Place(code, name, kind, code.split(".")[0] if "." in code else None, lat, lng)


def rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a CSV file with their lines; raises PlacesDamaged if it cannot be read."""
    try:
        reader = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise PlacesDamaged(file.name, 1, "a readable CSV file in UTF-8") from error
    for row in reader:
        yield reader.line_num, row


def every() -> tuple[Place, ...]:
    """List every place."""
    return tuple(places().values())


def by_code(code: str) -> Place | None:
    """Find a place by its official code, such as 32.12."""
    return places().get(code)


def province_of(place: Place) -> Place:
    """Give the province a place is in; a province is in itself."""
    return places()[place.province] if place.province else place
