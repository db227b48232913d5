"""Every way to write a word comes to its one normal spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from pulang.language import LanguageDataDamaged, normalise
from pulang.language.readings import TWO_READINGS, load_readings
from pulang.language.tables import read_groups, read_table, read_unique
from pulang.language.words import read

DATA = Path(normalise.__globals__["__file__"]).parent / "data"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        pytest.param("sy yg ga blm udh krn", "saya yang tidak belum sudah karena", id="abbreviations"),
        pytest.param("tlg gmn dpt sdh hrs jgn bs dr", "tolong bagaimana dapat sudah harus jangan bisa dari", id="more"),
        pytest.param("gk g gak nggak ngga", "tidak tidak tidak tidak tidak", id="no"),
        pytest.param("gatau gabisa", "tidak tahu tidak bisa", id="written-together"),
        pytest.param("tolooong", "tolong", id="stretched"),
        pytest.param("matiii", "mati", id="stretched-end"),
        pytest.param("maaaaf", "maaf", id="rightly-doubled"),
        pytest.param("tetangga minggu saat", "tetangga minggu saat", id="doubled-letters-stay"),
        pytest.param("org2 anak² laki2", "orang-orang anak-anak laki-laki", id="doubling"),
        pytest.param("anak2nya", "anak-anaknya", id="doubling-ending"),
        pytest.param("lt2 rt2 kelas2", "lt2 rt2 kelas2", id="no-doubling"),
        pytest.param("s4y4 k4mb0j4", "saya kamboja", id="digit-letters"),
        pytest.param("3bln 25jt 1000000", "3 bulan 25 juta 1000000", id="numbers"),
        pytest.param("5 km", "5 km", id="unit"),
        pytest.param("km dmn", "kamu di mana", id="you"),
        pytest.param("SAYA Mau", "saya mau", id="case"),
        pytest.param("sa\u200bya\u202e ma\x00u", "saya mau", id="invisible"),
        pytest.param("dkurung dpukulin", "dikurung dipukul", id="short-passive"),
        pytest.param("halo , apa  kabar ?!", "halo , apa kabar ?!", id="spaces"),
        pytest.param("tolong!!! 😭", "tolong!!! 😭", id="marks"),
        pytest.param(
            "".join(chr(0x1D41A + ord(letter) - ord("a")) for letter in "tolong"), "tolong", id="bold-letters"
        ),
        pytest.param("", "", id="empty"),
        pytest.param("\u200b\x00", "", id="nothing-to-see"),
    ],
)
def test_normal_spelling(written: str, normal: str) -> None:
    """A text comes to its normal spelling, which is its own."""
    assert normalise(written) == normal
    assert normalise(normal) == normal


def test_words_know_their_place() -> None:
    """Every word points to the stretch of text that it was read from."""
    text = "Sy\u200b tolooong ﬁlm ORG2"
    assert [(word.form, text[word.start : word.end]) for word in read(text)] == [
        ("saya", "Sy"),
        ("tolong", "tolooong"),
        ("film", "ﬁlm"),
        ("orang-orang", "ORG2"),
    ]


@pytest.mark.parametrize("name", ["lexicon.tsv", "variants.tsv"])
def test_lists_give_normal_words_only(name: str) -> None:
    """No spelling leads to another spelling, and none holds a capital."""
    spellings = read_unique(DATA / name)
    assert not {word for word, normal in spellings.items() for part in normal.split() if part in spellings}
    assert all(word == word.lower() for word in spellings)


def test_a_form_stands_in_one_list() -> None:
    """What has two readings is not spelled without a look around, and what stays as it is is not spelled at all."""
    spelled = read_unique(DATA / "lexicon.tsv").keys() | read_unique(DATA / "variants.tsv").keys()
    stay = {
        word
        for name in ("own_words", "acronyms", "kept")
        for _, words in read_groups(DATA / f"{name}.tsv")
        for word in words
    }
    assert not spelled & TWO_READINGS.keys()
    assert not spelled & stay


@pytest.mark.parametrize("word", ["tk", "sd", "u", "k", "ma", "pt", "rs", "hp", "wa"])
def test_ambiguous_abbreviations_are_left_alone(word: str) -> None:
    """What can mean two things is kept as it was written."""
    assert normalise(word) == word


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("saya\tsy\nyang yg\n", "lexicon.tsv, line 2: expected 2", id="no-tab"),
        pytest.param("# remark\n\nsaya\t\n", "lexicon.tsv, line 3: expected 2", id="empty-cell"),
        pytest.param("saya\tsy sya\nsayang\tsyg sy\n", "lexicon.tsv, line 2: expected 'sy' only once", id="twice"),
        pytest.param("saya\tsaya\n", "'saya' only once", id="itself"),
    ],
)
def test_damage_is_named(tmp_path: Path, content: str, said: str) -> None:
    """A damaged list is refused with file, line and what was expected."""
    (tmp_path / "lexicon.tsv").write_text(content, encoding="utf-8")
    with pytest.raises(LanguageDataDamaged, match=said):
        read_unique(tmp_path / "lexicon.tsv")


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    """A list that is not there is an error of ours, with its cause."""
    with pytest.raises(LanguageDataDamaged, match=r"none\.tsv"):
        list(read_table(tmp_path / "none.tsv", 1))


def test_a_reading_without_a_place_is_named(tmp_path: Path) -> None:
    """A reading that says nothing we know about where its telling words stand is refused, with its line."""
    (tmp_path / "readings.tsv").write_text("sm\tsama\telse\t-\nsm\tsemua\tafter\thabis\n", encoding="utf-8")
    with pytest.raises(LanguageDataDamaged, match=r"readings\.tsv, line 2: expected one of next, previous"):
        load_readings(tmp_path / "readings.tsv")
