"""Control words: heard in all their spellings, and never in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pulang import places
from pulang.conversation import controls
from pulang.conversation.controls import Control, Heard, hear
from pulang.conversation.plain import bare

DATA = yaml.safe_load((Path(controls.__file__).parent / "data" / "controls.yml").read_text(encoding="utf-8"))
SPELLINGS = [(word, Control(name)) for name, words in DATA["controls"].items() for word in words]


@pytest.mark.parametrize(("word", "control"), SPELLINGS, ids=[word for word, _ in SPELLINGS])
def test_every_spelling(word: str, control: Control) -> None:
    """Every word of the list is heard, whatever its case, its punctuation, its invisible marks."""
    plain = (word, word.upper(), f" {word.capitalize()}!! ", f"*{word}*", f"{word} \U0001f64f", f"\u200e{word}\ufeff")
    assert [text for text in plain if hear(text) != Heard(control)] == []


@pytest.mark.parametrize(
    ("text", "control"),
    [
        ("kluar", Control.LEAVE), ("kelaur", Control.LEAVE), ("keluarr", Control.LEAVE), ("KELUAT", Control.LEAVE),
        ("hpus", Control.ERASE), ("hapuss", Control.ERASE), ("hapsu", Control.ERASE),
        ("berhentii", Control.STOP), ("brhenti", Control.STOP), ("berenti", Control.STOP),
        ("bantuam", Control.HELP), ("rencna", Control.PLAN), ("selesei", Control.DONE), ("lanjtu", Control.MORE),
        ("ganti tempt", Control.CHANGE_PLACE), ("bahas", Control.LANGUAGE), ("orng", Control.HUMAN),
        ("sudah amn", Control.SAFE), ("salah pahm", Control.MISTAKEN), ("data sya", Control.DATA),
        ("h\u200bap\u200bus", Control.ERASE), ("\uff2b\uff25\uff2c\uff35\uff21\uff32", Control.LEAVE),
    ],
)  # fmt: skip
def test_one_slip_is_forgiven(text: str, control: Control) -> None:
    """A letter too many, too few, wrong or swapped in a word of five or more."""
    assert hear(text) == Heard(control)


@pytest.mark.parametrize(
    "text",
    [
        "bahaya", "harus", "bencana", "bencana saya", "halus", "haus", "urang", "kurang", "barang", "kampung", "tebus",
        "busuk", "tulang", "kalbar", "mata saya", "kelar", "keluarga", "lajang", "meureun",
        "berhenti kerja", "dihapus dari KK", "nama saya dihapus", "mau keluar dari rumah", "keluar negeri",
        "orang hilang", "rencana pulang", "bahasa inggris", "bantuan modal", "menu makan", "stp", "mnu", "met", "hel",
        "kata amanda", "kata Amar", "", "   ", "!!!", "\x00", "\U0001f622", "2",
    ],
)  # fmt: skip
def test_what_is_no_control_word(text: str) -> None:
    """Sentences, other words one slip away, and short words with a slip."""
    assert hear(text) is None


def test_no_place_is_a_control_word() -> None:
    """Whoever answers with the name of where they are says nothing else: Lampung is not RAMPUNG."""
    names = {name for place in places.every() for name in (place.name, place.official)}
    assert len(names) > 500
    assert {name for name in names if hear(name)} == set()


def test_the_deny_list_is_kept() -> None:
    """A denied word is compared as it is written there, and is never heard."""
    assert [word for word in DATA["deny"] if bare(word) != word or hear(word)] == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("KATA AMAN melati", "melati"), ("kata aman: Melati!", "melati"), ("kecap aman kembang", "kembang"),
        ("tembung aman kembang", "kembang"), ("kata aman", ""), ("kata aman bunga melati", "bunga melati"),
    ],
)  # fmt: skip
def test_a_word_of_ones_own(text: str, word: str) -> None:
    """KATA AMAN gives the word that stands after it, if anything does."""
    assert hear(text) == Heard(Control.SAFE_WORD, word)


def test_kata_aman_in_a_sentence() -> None:
    """A sentence that begins so sets nothing."""
    assert hear("kata aman itu dari mana asalnya ya") is None


@pytest.mark.parametrize("text", ["melati", "MELATI!", " Melati. "])
def test_the_own_word_means_leave(text: str) -> None:
    """The person's own word works like KELUAR, and only for that person."""
    assert hear(text, "melati") == Heard(Control.LEAVE)
    assert hear(text) is None


@pytest.mark.parametrize(
    ("word", "usable"),
    [("melati", True), ("kue", True), ("ya", False), ("iya", False), ("hapus", False), ("hapsu", False), ("ab", False),
     ("bunga melati", False), ("123", False), ("", False), ("menu", False)],
)  # fmt: skip
def test_which_word_may_be_ones_own(word: str, usable: bool) -> None:  # noqa: FBT001 (a column of the table)
    """One word of three letters or more that nothing else needs."""
    assert controls.usable_as_safe_word(word) is usable
