"""The tables of places, each read once."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from pulang.places.errors import PlacesDamaged
from pulang.places.place import Place, PlaceKind

DATA = Path(__file__).parent / "data"
POINT = "code, name, lat, lng"

_TABLES = {"provinces.csv": POINT, "regencies.csv": "code, kind (regency or city), name, lat, lng"}
_SMALLER = {"districts.csv": PlaceKind.DISTRICT, "towns.csv": PlaceKind.TOWN}


@cache
def places() -> dict[str, Place]:
    """Give every province, regency and city by its official code; raises PlacesDamaged."""
    found: dict[str, Place] = {}
    for file, expected in _TABLES.items():
        for line, place in read(DATA / file, expected):
            if place.code in found:
                raise PlacesDamaged(file, line, f"each code once, not {place.code} again")
            if place.province is not None and place.province not in found:
                raise PlacesDamaged(file, line, f"a code that begins with a province's, not {place.code}")
            found[place.code] = place
    return found


@cache
def smaller() -> dict[str, Place]:
    """Give every district and town by its code (32.12.14, 33.02.g1630328); raises PlacesDamaged."""
    return {
        place.code: place
        for file, kind in _SMALLER.items()
        for _, place in read(DATA / file, POINT, kind, places())
    }  # fmt: skip


def read(
    file: Path, expected: str, kind: PlaceKind = PlaceKind.PROVINCE, regencies: Mapping[str, Place] | None = None
) -> Iterator[tuple[int, Place]]:
    """Read one table, with the line of each row; raises PlacesDamaged with file, line and what was expected.

    `kind` is what the rows are that do not say it; with `regencies` each must lie in one of these.
    """
    for line, row in rows(file):
        try:
            its_kind = PlaceKind(row.get("kind", kind.value))
            code, name, lat, lng = row["code"], row["name"], float(row["lat"]), float(row["lng"])
        except (KeyError, TypeError, ValueError) as error:
            raise PlacesDamaged(file.name, line, expected) from error
        if not (name and -11.5 < lat < 6.5 and 94.5 < lng < 141.5):
            raise PlacesDamaged(file.name, line, "a name and a point in Indonesia")
        province, _, rest = code.partition(".")
        within = regencies.get(code[: code.rindex(".")]) if regencies and rest else None
        if regencies is not None and within is None:
            raise PlacesDamaged(file.name, line, f"a code that begins with a regency's, not {code}")
        yield line, Place(
            code, name, its_kind, province if rest else None, lat, lng,
            within.code if within else code if rest else None, within.official if within else None,
        )  # fmt: skip


def rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a CSV file with their lines; raises PlacesDamaged if it cannot be read."""
    try:
        reader = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise PlacesDamaged(file.name, 1, "a readable CSV file in UTF-8") from error
    for row in reader:
        yield reader.line_num, row


def every() -> tuple[Place, ...]:
    """List every province, regency and city."""
    return tuple(places().values())


def by_code(code: str) -> Place | None:
    """Find a place by its code, such as 32.12, or 32.12.14 for a district."""
    return places().get(code) or (smaller().get(code) if code.count(".") > 1 else None)


def province_of(place: Place) -> Place:
    """Give the province a place is in; a province is in itself."""
    return places()[place.province] if place.province else place


def regency_of(place: Place) -> Place | None:
    """Give the regency or city a place is or lies in; a province has none."""
    return places()[place.regency] if place.regency else None


def districts() -> tuple[Place, ...]:
    """List every district."""
    return tuple(place for place in smaller().values() if place.kind is PlaceKind.DISTRICT)
