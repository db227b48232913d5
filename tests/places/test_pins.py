"""Which regency a pin is in."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pulang import places
from pulang.places import PlaceKind

LOCAL = [place for place in places.every() if place.kind is not PlaceKind.PROVINCE]
CITIES = Path(__file__).parent / "data" / "cities.csv"


def test_every_point_lies_in_its_place() -> None:
    """The points of all 514 regencies and cities, and of all districts, lie inside them."""
    assert [place.official for place in LOCAL if places.nearest(place.lat, place.lng) != place] == []
    outside = [
        place.code for place in places.districts()
        if place.regency not in {near.code for near in places.around(place.lat, place.lng)}
    ]  # fmt: skip
    assert outside == []


@pytest.mark.parametrize(
    ("lat", "lng", "code"),
    [
        pytest.param(-6.33, 108.32, "32.12", id="indramayu"),
        pytest.param(-8.58, 116.10, "52.71", id="mataram"),
        pytest.param(1.13, 104.05, "21.71", id="batam"),
        pytest.param(4.14, 117.66, "65.03", id="nunukan-harbour"),
        pytest.param(0.97, 110.29, "61.03", id="entikong-border-post"),
        pytest.param(-8.0, 131.1, "81.03", id="far-island"),
        pytest.param(-5.745, 106.615, "31.01", id="small-island"),
        pytest.param(-6.10, 108.45, "32.12", id="fisher-off-the-coast"),
        pytest.param(1.35, 103.82, None, id="singapore"),
        pytest.param(1.25, 103.83, None, id="singapore-shore"),
        pytest.param(1.49, 103.74, None, id="johor"),
        pytest.param(1.55, 110.34, None, id="kuching"),
        pytest.param(1.02, 110.35, None, id="tebedu-across-the-border"),
        pytest.param(4.25, 117.89, None, id="tawau"),
        pytest.param(-8.56, 125.57, None, id="dili"),
        pytest.param(-2.68, 141.30, None, id="vanimo"),
        pytest.param(24.7, 46.7, None, id="riyadh"),
        pytest.param(0.0, -160.0, None, id="ocean"),
        pytest.param(-9.5, 111.0, None, id="high-sea"),
    ],
)
def test_pin_is_resolved(lat: float, lng: float, code: str | None) -> None:
    """A pin becomes the regency it lies in, one at sea the nearest; one outside Indonesia none."""
    found = places.nearest(lat, lng)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("lat", "lng", "codes"),
    [
        pytest.param(-6.33, 108.32, ["32.12"], id="well-inside"),
        pytest.param(-6.86, 107.53, ["32.17", "32.77"], id="outside-the-city"),
        pytest.param(-6.88, 107.52, ["32.77", "32.17"], id="inside-the-city"),
    ],
)
def test_pin_near_a_border_is_several(lat: float, lng: float, codes: list[str]) -> None:
    """Less than a kilometre from another regency, both may be meant; the one it lies in comes first."""
    assert [place.code for place in places.around(lat, lng)] == codes


def test_geonames_agrees() -> None:
    """GeoNames puts its cities into the province that we do, but for Banten's and Batam's that it never moved."""
    with CITIES.open(encoding="utf-8", newline="") as file:
        cities = list(csv.DictReader(file))
    apart = [
        city["name"] for city in cities
        if (here := places.nearest(float(city["lat"]), float(city["lng"]))) is None or here.province != city["province"]
    ]  # fmt: skip
    assert len(cities) == 447
    assert len(apart) <= 10, apart


def test_distance_is_in_kilometres() -> None:
    """Jakarta and Surabaya are some 660 km apart."""
    assert places.distance_km(-6.2, 106.8, -7.25, 112.75) == pytest.approx(667, abs=10)
