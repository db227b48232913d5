"""Countries and their emergency numbers."""

from __future__ import annotations

import pytest
import yaml

from pulang import places
from pulang.places.table import DATA

phonenumbers = pytest.importorskip("phonenumbers")
CODES = tuple(yaml.safe_load((DATA / "countries.yml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("code", CODES)
def test_numbers_are_emergency_numbers(code: str) -> None:
    """Libphonenumber knows each number as an emergency number of its country."""
    from phonenumbers import shortnumberinfo  # noqa: PLC0415 (absent beside Rasa)

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
        ("kapal afrika selatan", "ZA"), ("kakakku", None), ("di indramayu", None),
    ],
)  # fmt: skip
def test_country_is_found(text: str, code: str | None) -> None:
    """A country is found by what people call it."""
    found = places.find_country(text)
    assert (found.code if found else None) == code
