"""What a damaged table of places says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pulang.places import PlacesDamaged
from pulang.places.context import read_context
from pulang.places.countries import read_countries
from pulang.places.table import DATA, read

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
