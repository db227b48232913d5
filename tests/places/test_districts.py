"""Districts, towns and villages in what people write."""

from __future__ import annotations

import pytest

from pulang import places
from pulang.places import PlaceKind


def test_table_is_complete() -> None:
    """All 7,285 districts are there, each in a regency that we know."""
    assert len(places.districts()) == 7285
    assert all(places.regency_of(place) in places.every() for place in places.districts())


def test_every_district_is_found() -> None:
    """All but two districts are found by their name with kec. before and their regency behind.

    Limapuluh Kota Pekanbaru reads as Lima Puluh Kota, a regency; and a district that is called Kota as what a city is.
    """
    missed = [
        place.official for place in places.districts()
        if place not in places.find(f"rumah sy kec. {place.name} {place.within}").places
    ]  # fmt: skip
    assert missed == ["Kecamatan Limapuluh (Kota Pekanbaru)", "Kecamatan Kota (Kota Kediri)"]


def test_place_knows_its_regency() -> None:
    """A district and a town say in which regency and province they are."""
    (losarang,) = places.find("kec losarang").places
    (purwokerto,) = places.find("sy di purwokerto").places
    assert (losarang.kind, losarang.code, losarang.regency, losarang.province) == (
        PlaceKind.DISTRICT, "32.12.20", "32.12", "32",
    )  # fmt: skip
    assert losarang.official == "Kecamatan Losarang (Kabupaten Indramayu)"
    assert (purwokerto.kind, purwokerto.regency) == (PlaceKind.TOWN, "33.02")
    assert places.by_code(losarang.code) == losarang
    assert places.by_code(purwokerto.code) == purwokerto
    regency = places.regency_of(losarang)
    assert regency is not None
    assert (regency.code, places.province_of(losarang).code) == ("32.12", "32")
    assert losarang.is_in(regency)
    assert not regency.is_in(losarang)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("kec losarang", ["32.12.20"], id="kind-before"),
        pytest.param("deket losarang bu", ["32.12.20"], id="near"),
        pytest.param("losarang indramayu", ["32.12.20"], id="regency-behind"),
        pytest.param("rumah sy kec haurgeulis kab indramayu prov jabar", ["32.12.01"], id="whole-address"),
        pytest.param("kab banyuwangi muncar", ["35.10.05"], id="regency-before"),
        pytest.param("jatibarang", ["32.12.13", "33.29.07"], id="several-of-the-name"),
        pytest.param("kec jatibarang brebes", ["33.29.07"], id="regency-chooses"),
        pytest.param("jatibarang jabar", ["32.12.13"], id="province-chooses"),
        pytest.param("kec indramayu", ["32.12.15"], id="district-of-its-regencys-name"),
        pytest.param("indramayu", ["32.12"], id="regency-before-its-district"),
        pytest.param("sukabumi bandar lampung", ["18.71.12"], id="district-of-another-regencys-name"),
        pytest.param("kec lemahabang cirebon", ["32.09.07"], id="district-settles-kab-or-kota"),
        pytest.param("langsa kota", ["11.74"], id="city-and-no-district"),
        pytest.param("desa losarang", ["32.12.20"], id="village-of-a-districts-name"),
        pytest.param("desa kertawinangun kec kandanghaur", ["32.12.21"], id="village-and-district"),
        pytest.param("ke pasar minggu", ["31.74.04"], id="words-after-a-place-word"),
        pytest.param("sei beduk batam", ["21.71.07"], id="sungai-abbreviated"),
        pytest.param("tj priok", ["31.72.02"], id="tanjung-abbreviated"),
    ],
)
def test_district_is_found(text: str, codes: list[str]) -> None:
    """A district is found by what stands around its name; several of one name mean that we must ask."""
    assert [place.code for place in places.find(text).places] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("pasar minggu", ["31.74.04"], id="words"),
        pytest.param("sumber", ["32.09.15", "33.17.01", "35.13.02"], id="word-of-several"),
        pytest.param("losrang", ["32.12.20"], id="misspelt"),
        pytest.param("saya losarang bu", ["32.12.20"], id="few-words"),
    ],
)
def test_answer_needs_less_around_it(text: str, codes: list[str]) -> None:
    """Where we asked for the place, a word counts that otherwise would not."""
    assert [place.code for place in places.find(text, asked=True).places] == codes


@pytest.mark.parametrize(
    "text",
    [
        "pasar minggu", "hari sabang", "kota", "bumi", "sore", "pekan", "pekanan", "malang nasib",
        "dikasih batu", "sumber masalah",
        "masih di kota lama", "buang air besar", "naik ke lima puluh persen", "desa karanganyar saya lupa namanya",
        "kerja di pabrik makanan", "dari bos", "di sini aja", "gmn ya", "wkwk", "assalamualaikum", "bosku sari",
        "pulang", "makan", "tanya", "gaji", "lagi di angkot", "minta tolong", "polwan", "di gudang", "dari desa",
        "sy mura hati", "tgl 12 besok", "klu bisa", "ke pulau", "jakarta nahan gaji",
        "cara sing bener", "utang ke bulik", "ka batur",
        "naik ke loteng", "balik ning kecamatan maning", "ning kecamatan endi",
        "nyambut gawe nang kebon tebu", "dari kerajaan sini",
        "makan padang", "jalan di padang pasir",
    ],
)  # fmt: skip
def test_no_word_is_taken_for_a_district(text: str) -> None:
    """Thousands of districts have the name of a thing: without a word for places they are left alone."""
    assert [place.official for place in places.find(text).places if place.kind is PlaceKind.DISTRICT] == []


@pytest.mark.parametrize(
    "text",
    [
        "ga tau", "belum tau bu", "knp emang", "rahasia", "makasih ya", "gaji saya belum dibayar", "sama saja",
        "iya kak", "terserah", "gausah", "di rumah", "nanti aja",
    ],
)  # fmt: skip
def test_answer_that_names_no_place(text: str) -> None:
    """Not every answer to our question is a place."""
    assert places.find(text, asked=True).places == ()
