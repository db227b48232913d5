"""Names of places in what people write."""

from __future__ import annotations

import pytest

from pulang import places
from pulang.places import PlaceKind

LOCAL = [place for place in places.every() if place.kind is not PlaceKind.PROVINCE]


def test_table_is_complete() -> None:
    """All 514 regencies and cities and all 38 provinces are there."""
    assert (len(LOCAL), len(places.every()) - len(LOCAL)) == (514, 38)


def test_every_official_name_is_found() -> None:
    """514 of 514 are found by their official name, and nothing else with them."""
    missed = [place.official for place in LOCAL if places.find(f"sy di {place.official} bu").places != (place,)]
    assert missed == []


def test_every_short_name_is_found() -> None:
    """514 of 514 are found by their short name; where a regency and a city share it, both are."""
    missed = [place.name for place in LOCAL if place not in places.find(f"sy di {place.name}").places]
    assert missed == []


def test_twenty_six_names_mean_a_regency_or_a_city() -> None:
    """Where a name is both, the person has to be asked."""
    names = {place.name for place in LOCAL}
    shared = {name for name in names if len(places.find(f"di {name}").places) == 2}
    assert len(shared) == 26


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("sy di indramayu", ["32.12"], id="lower-case"),
        pytest.param("KAB. CIREBON", ["32.09"], id="abbreviated-kind"),
        pytest.param("cirebon", ["32.09", "32.74"], id="ambiguous"),
        pytest.param("indramayu jabar", ["32.12"], id="province-explains"),
        pytest.param("jabar", ["32"], id="province-short"),
        pytest.param("nusa tenggara barat", ["52"], id="province"),
        pytest.param("solo", ["33.72"], id="alias"),
        pytest.param("asal malang", ["35.07", "35.73"], id="word-after-marker"),
        pytest.param("malang", ["35.07", "35.73"], id="word-alone"),
        pytest.param("rmh sy di jaktim", ["31.75"], id="nickname"),
        pytest.param("", [], id="empty"),
    ],
)
def test_place_is_found(text: str, codes: list[str]) -> None:
    """A place is found however it is written; several mean that we must ask."""
    assert [place.code for place in places.find(text).places] == codes


@pytest.mark.parametrize(
    "text",
    [
        "nasib malang sekali",
        "pekanan dibayar",
        "mau pulang",
        "batu ginjal",
        "sakit pati rasa",
        "jadi metro aja",
        "puncaknya kemarin",
        "banda besar",
    ],
)
def test_no_other_word_is_taken_for_a_place(text: str) -> None:
    """Words that only look like places are left alone."""
    assert places.find(text).places == ()


def test_span_says_where_the_name_stands() -> None:
    """The span cuts the name out of the message."""
    text = "saya tinggal di Kab. Indramayu pak"
    span = places.find(text).span
    assert span is not None
    assert text[slice(*span)] == "Kab. Indramayu"


@pytest.mark.parametrize(
    ("lat", "lng", "code"),
    [
        pytest.param(-6.33, 108.32, "32.12", id="indramayu"),
        pytest.param(-8.58, 116.10, "52.71", id="mataram"),
        pytest.param(24.7, 46.7, None, id="riyadh"),
        pytest.param(0.0, -160.0, None, id="ocean"),
    ],
)
def test_pin_is_resolved(lat: float, lng: float, code: str | None) -> None:
    """A pin becomes the nearest regency; one outside Indonesia none."""
    found = places.nearest(lat, lng)
    assert (found.code if found else None) == code


def test_distance_is_in_kilometres() -> None:
    """Jakarta and Surabaya are some 660 km apart."""
    assert places.distance_km(-6.2, 106.8, -7.25, 112.75) == pytest.approx(667, abs=10)
