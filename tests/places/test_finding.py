"""Names of places in what people write."""

from __future__ import annotations

import pytest

from pulang import places
from pulang.places import Place, PlaceKind

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
    missed = [place.name for place in LOCAL if place not in places.find(f"sy tinggal di {place.name}").places]
    assert missed == []


def test_twenty_six_names_mean_a_regency_or_a_city() -> None:
    """Where a name is both, the person has to be asked; four of all names are a province's too."""
    found = {name: places.find(name).places for name in {place.name for place in LOCAL}}
    kinds = {name: {place.kind for place in here} for name, here in found.items()}
    shared = [name for name, here in kinds.items() if {PlaceKind.REGENCY, PlaceKind.CITY} <= here]
    provinces = {name for name, here in kinds.items() if PlaceKind.PROVINCE in here}
    assert len(shared) == 26
    assert provinces == {"Bengkulu", "Gorontalo", "Jambi", "Yogyakarta"}


@pytest.mark.parametrize("pattern", ["{}", "{} kota", "kota {}", "{} kab", "kab. {}", "{}, "])
def test_every_name_alone_is_its_place(pattern: str) -> None:
    """A message that is only a name is found whatever else the word means."""
    missed = [place.name for place in LOCAL if not _fits(place, pattern)]
    assert missed == []


def _fits(place: Place, pattern: str) -> bool:
    found = places.find(pattern.format(place.name)).places
    wanted = {"kota": PlaceKind.CITY, "kab": PlaceKind.REGENCY}
    kind = next((kind for word, kind in wanted.items() if word in pattern), place.kind)
    return place in found if kind is place.kind else found != ()


def test_every_province_is_found() -> None:
    """38 of 38 are found with the word for what they are."""
    provinces = [place for place in places.every() if place.kind is PlaceKind.PROVINCE]
    assert [place.name for place in provinces if places.find(f"prov. {place.name}").places != (place,)] == []


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
        pytest.param("bandung kota", ["32.73"], id="kind-after"),
        pytest.param("kota bandung cimahi", ["32.73", "32.77"], id="two-cities"),
        pytest.param("bandung kota cimahi", ["32.04", "32.73", "32.77"], id="kind-of-the-next-name"),
        pytest.param("kab/kota malang", ["35.07", "35.73"], id="either-kind"),
        pytest.param("bandung barat", ["32.17"], id="longest-name"),
        pytest.param("kota indramayu", ["32.12"], id="wrong-kind"),
        pytest.param("bandung, kota bandung", ["32.73"], id="said-more-exactly"),
        pytest.param("banjar jawa barat", ["32.79"], id="province-chooses"),
        pytest.param("kerinci jambi", ["15.01"], id="province-that-is-a-city-too"),
        pytest.param("jambi", ["15", "15.71"], id="province-or-city"),
        pytest.param("cirebon kerja di jakarta", ["32.09", "32.74", "31"], id="two-places"),
        pytest.param("gunung kidul", ["34.03"], id="cut-in-two"),
        pytest.param("palangka raya", ["62.71"], id="cut-in-two-city"),
        pytest.param("sy dari aceh, utara jalan", ["11"], id="comma-divides"),
        pytest.param("toli2", ["72.04"], id="doubled"),
        pytest.param("kep seribu", ["31.01"], id="abbreviated"),
        pytest.param("pangkep", ["73.10"], id="pangkep-is-not-maros"),
        pytest.param("tanjung balai karimun", ["21.02"], id="two-names-in-one"),
        pytest.param("lombok", ["52.01", "52.02", "52.03", "52.08", "52.71"], id="island"),
        pytest.param("sy di ban\u200bdung", ["32.04", "32.73"], id="invisible-character"),
        pytest.param("tinggal di serang", ["36.04", "36.73"], id="home-in-serang"),
        pytest.param("sy di serang banten", ["36.04", "36.73"], id="serang-with-province"),
        pytest.param("batu kak", ["35.79"], id="alone-but-for-politeness"),
        pytest.param("mau ke bali", ["51"], id="bali-after-marker"),
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
        "sy orang malang",
        "mereka serang saya",
        "sy di serang majikan",
        "sy di serang",
        "sy di buru polisi",
        "sy di buru",
        "sy di palu majikan",
        "dipukul pakai palu",
        "dilempar batu",
        "dilempar di batu",
        "kerja di tambang batu bara",
        "arep bali nang omah",
        "wis bali",
        "sing bali",
        "karo bojoku",
        "wis tekan tegal",
        "anak badung itu",
        "batang rokok",
        "sebatang kara",
        "bau bau busuk",
        "tar akan sy kirim",
        "cincin kuningan emas",
        "sungai penuh sampah",
        "roh kudus",
        "nasi padang",
        "warung tegal",
        "soto lamongan",
        "jalan surabaya no 5",
        "jl. bandung",
        "papua nugini",
        "di alor setar",
        "selat malaka",
        "dari sabang sampai merauke",
        "lagi di puncak",
        "buru buru pulang",
        "ngada ngada aja",
        "majikan jember",
        "mati",
        "takut mati",
        "buruh",
        "diserang",
        "agam bilang",
        "pak bima marah",
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
