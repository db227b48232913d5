"""What a damaged table of places says."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from pulang.places import PlacesDamaged
from pulang.places.context import read_context
from pulang.places.countries import read_countries
from pulang.places.geometry import read_boundaries, read_outlines
from pulang.places.place import PlaceKind
from pulang.places.table import DATA, POINT, places, read

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param("11.02,village,Nowhere,3.3,97.6", "kind", id="unknown-kind"),
        pytest.param("11.02,regency,Nowhere,north,97.6", "lat", id="no-number"),
        pytest.param("11.02,regency", "lat", id="short-row"),
        pytest.param("11.02,regency,Nowhere,97.6,3.3", "a point in Indonesia", id="swapped"),
        pytest.param("11.02,regency,,3.3,97.6", "a name", id="no-name"),
    ],
)
def test_damaged_row_is_named(tmp_path: Path, row: str, expected: str) -> None:
    """The error names file and line and says what was expected."""
    file = tmp_path / "regencies.csv"
    file.write_text(f"code,kind,name,lat,lng\n11.01,regency,Aceh Selatan,3.16,97.43\n{row}\n", encoding="utf-8")
    with pytest.raises(PlacesDamaged, match=rf"regencies\.csv, line 3: expected .*{expected}"):
        list(read(file, "code, kind (regency or city), name, lat, lng"))


@pytest.mark.parametrize(
    ("good", "bad", "expected"),
    [
        pytest.param('"12": [sumut', '"99": [sumut', "the code of a place, not 99", id="unknown-code"),
        pytest.param("strict: [batu,", "strict: [bantu,", "a name of a place, not bantu", id="unknown-name"),
        pytest.param("strict: [batu,", "strikt: [batu,", "the sections", id="unknown-section"),
        pytest.param('"12": [sumut', '"12": {sumut', "YAML", id="no-yaml"),
        pytest.param('  "13": [', '  "12": [', "12 only once", id="code-twice"),
    ],
)
def test_damaged_names_are_named(tmp_path: Path, good: str, bad: str, expected: str) -> None:
    """The error names file and line and says what was expected."""
    whole = (DATA / "names.yml").read_text(encoding="utf-8")
    assert good in whole
    file = tmp_path / "names.yml"
    file.write_text(whole.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(PlacesDamaged, match=rf"names\.yml, line \d+: expected {expected}"):
        read_context(file)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param("{name: Oman, names: [oman]}", "OM: at least one number", id="no-number"),
        pytest.param('{name: Oman, names: [oman], fire: "1"}', "OM: name, names and numbers", id="unknown-service"),
        pytest.param("{names: [oman], general: 9999}", "OM: name, names and numbers", id="no-name"),
        pytest.param("{name: Oman, names: [oman], general: 99x}", "OM: a number of digits, not 99x", id="no-digits"),
        pytest.param("{name: Oman, names: oman, general: 9999}", "OM: a list of names", id="no-list"),
    ],
)
def test_damaged_country_is_named(tmp_path: Path, entry: str, expected: str) -> None:
    """The error names file and line and says what was expected."""
    file = tmp_path / "countries.yml"
    file.write_text(f"# remark\nOM: {entry}\n", encoding="utf-8")
    with pytest.raises(PlacesDamaged, match=rf"countries\.yml, line 2: expected {expected}"):
        read_countries(file)


def test_district_of_no_regency_is_named(tmp_path: Path) -> None:
    """A district must lie in a regency that we know."""
    file = tmp_path / "districts.csv"
    file.write_text("code,name,lat,lng\n11.01.01,Bakongan,2.96,97.46\n99.01.01,Nowhere,2.9,97.4\n", encoding="utf-8")
    with pytest.raises(PlacesDamaged, match=r"districts\.csv, line 3: expected a code that begins with a regency's"):
        list(read(file, POINT, PlaceKind.DISTRICT, places()))


@pytest.mark.parametrize(
    ("packed", "expected"),
    [
        pytest.param(b"no gzip", "a gzip file", id="no-gzip"),
        pytest.param(gzip.compress(b"11.01\tPOLYGON ((0 0, 1 1"), "a code, a tab and a shape", id="no-shape"),
        pytest.param(gzip.compress(b"99.01\tPOINT (97 3)"), "a regency's code, not 99.01", id="unknown-code"),
    ],
)
def test_damaged_boundaries_are_named(tmp_path: Path, packed: bytes, expected: str) -> None:
    """The error names file and line and says what was expected."""
    file = tmp_path / "boundaries.tsv.gz"
    file.write_bytes(packed)
    with pytest.raises(PlacesDamaged, match=rf"boundaries\.tsv\.gz, line 1: expected {expected}"):
        read_boundaries(file)


def test_damaged_outline_is_named(tmp_path: Path) -> None:
    """The error names file and line and says what was expected."""
    file = tmp_path / "abroad.csv"
    file.write_text("land,lat,lng\nSingapura,1.48,103.80\nSingapura,north,104.03\n", encoding="utf-8")
    with pytest.raises(PlacesDamaged, match=r"abroad\.csv, line 3: expected land, lat, lng"):
        read_outlines(file)
