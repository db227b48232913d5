"""Names as people spell them."""

from __future__ import annotations

import random

import pytest

from benchmarks.places import MISTAKES
from pulang import places
from pulang.places import PlaceKind

LONG = [place for place in places.every() if place.kind is not PlaceKind.PROVINCE and len(place.name) >= 7]
SEED = 7


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("sy di indrmayu", ["32.12"], id="vowel-dropped"),
        pytest.param("indramayuuu", ["32.12"], id="stretched"),
        pytest.param("sy di idnramayu", ["32.12"], id="swapped"),
        pytest.param("asal banyuwngi", ["35.10"], id="after-a-place-word"),
        pytest.param("kab brbs", ["33.29"], id="consonants"),
        pytest.param("kab crb", ["32.09"], id="abbreviation"),
        pytest.param("imyu", ["32.12"], id="nickname"),
        pytest.param("sby", ["35.78"], id="nickname-of-a-city"),
        pytest.param("mlg jatim", ["35.07", "35.73"], id="abbreviation-beside-its-province"),
        pytest.param("di jkarta brt", ["31.73"], id="both-words"),
        pytest.param("bandar lampng", ["18.71"], id="one-word-of-two"),
        pytest.param("daerah lmpung tngah", ["18.02"], id="direction"),
        pytest.param("buru silatan", ["81.09"], id="direction-that-is-a-word"),
        pytest.param("sy di bndung", ["32.04", "32.73"], id="bandung-and-not-badung"),
        pytest.param("probolingo", ["35.13", "35.74"], id="letter-once"),
        pytest.param("kab. malng", ["35.07"], id="word-after-kab"),
        pytest.param("kec cibnong", ["32.01.01"], id="district"),
        pytest.param("losrang indramayu", ["32.12.20"], id="district-before-its-regency"),
        pytest.param("diindramayu", ["32.12"], id="glued"),
        pytest.param("gunungkidul", ["34.03"], id="joined"),
    ],
)
def test_misspelt_name_is_found(text: str, codes: list[str]) -> None:
    """A name is found with letters wrong, missing or swapped, where the words around it say that one stands there."""
    assert [place.code for place in places.find(text).places] == codes


@pytest.mark.parametrize(
    "text",
    [
        "pekanan dibayar", "di bekas pabrik", "di bantuk", "gaji di dubai", "pelacakan",
        "pelacakan paket", "di pager", "beta mangarti",
        "polwan", "malika", "bangke lu", "sebrang rumah", "halting", "booking", "kejaksaan", "maaf", "dari bendungan",
        "ke medannya", "dari bosku", "di kampus", "bandung bareng", "lampung berat rasanya",
    ],
)  # fmt: skip
def test_no_word_is_taken_for_a_misspelt_name(text: str) -> None:
    """Ordinary words that are one letter away from a place are not that place."""
    assert [place.name for place in places.find(text).places if place.name not in {"Bandung", "Lampung"}] == []


@pytest.mark.parametrize(
    ("mistake", "frame", "asked", "floor"),
    [
        pytest.param("letter dropped", "kab {}", False, 0.82, id="dropped-after-kab"),
        pytest.param("letter dropped", "sy di {} bu", False, 0.80, id="dropped-after-di"),
        pytest.param("letters swapped", "{}", True, 0.92, id="swapped-in-an-answer"),
        pytest.param("sound confused", "{}", True, 0.78, id="confused-in-an-answer"),
        pytest.param("letter doubled", "sy di {} bu", False, 0.93, id="doubled-after-di"),
        pytest.param("spaces dropped", "sy di {} bu", False, 0.98, id="joined-after-di"),
    ],
)
def test_recall_of_long_names(mistake: str, frame: str, asked: bool, floor: float) -> None:  # noqa: FBT001 (cases)
    """Of misspelt names of seven letters and more, most are found, and hardly any is taken for another."""
    dice = random.Random(SEED)  # noqa: S311 (a repeatable test)
    found = other = tried = 0
    for place in LONG:
        written = MISTAKES[mistake](place.name.lower(), dice)
        answer = places.find(frame.format(written), asked=asked).places
        tried += written != place.name.lower()
        if written != place.name.lower():
            found += any(one.name == place.name for one in answer)
            other += bool(answer) and all(one.province != place.province for one in answer)
    assert found / tried >= floor
    assert other / tried <= 0.03
