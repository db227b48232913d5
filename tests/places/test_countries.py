"""Countries and their emergency numbers."""

from __future__ import annotations

import pytest
import yaml

from pulang import places
from pulang.places.table import DATA

CODES = tuple(code for code in yaml.safe_load((DATA / "countries.yml").read_text(encoding="utf-8")) if code != "not")


@pytest.mark.parametrize("code", CODES)
def test_numbers_are_emergency_numbers(code: str) -> None:
    """Libphonenumber knows each number as an emergency number of its country."""
    shortnumberinfo = pytest.importorskip("phonenumbers.shortnumberinfo", reason="absent beside Rasa")
    country = places.country(code)
    assert country is not None
    wrong = [
        number.number for number in country.emergency if not shortnumberinfo.is_emergency_number(number.number, code)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kakak sy di hongkong", "HK"), ("plg dr SAUDI", "SA"), ("adik di korsel", "KR"), ("dr abu dhabi", "AE"),
        ("kapal afrika selatan", "ZA"), ("adik di uni emirat arab", "AE"), ("di papua nugini", "PG"),
        ("sy takut liat org arab", None), ("bisa bahasa korea", None), ("kakakku", None), ("", None),
        ("di indramayu", None),
    ],
)  # fmt: skip
def test_country_is_found(text: str, code: str | None) -> None:
    """A country is found by what people call it."""
    found = places.find_country(text)
    assert (found.code if found else None) == code


def test_every_country_is_found_by_its_name() -> None:
    """All countries of destination are found by their Indonesian name, and have a number."""
    assert len(CODES) == 32
    for code in CODES:
        country = places.country(code)
        assert country is not None
        assert country.emergency
        assert places.find_country(f"suami sy di {country.name}") == country
