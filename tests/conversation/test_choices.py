"""Choices by number, by word, by tap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pulang.conversation.choices import chosen
from pulang.outbox import Choice

if TYPE_CHECKING:
    from tests.conversation.conftest import Phone
    from tests.conversation.rasa_double import RasaDouble

MENU = tuple(Choice(title, f"/{number}") for number, title in enumerate(("Berobat", "KTP, KK, surat-surat", "Ya"), 1))


@pytest.mark.parametrize(
    "text",
    ["2", " 2.", "2)", "no 2", "No. 2", "nomer dua kak", "nomor 2 ya", "dua", "yg kedua", "yang ke 2", "ke-2", "kedua",
     "pilih 2 aja", "loro", "kaduwa", "\u0662", "ktp kk surat surat", "KTP, KK, surat-surat"],
)  # fmt: skip
def test_the_second_choice(text: str) -> None:
    """People type a number in many ways, or the words themselves."""
    assert chosen(text, None, MENU) == MENU[1]


@pytest.mark.parametrize(
    "text",
    ["", "4", "0", "12", "222", "satu dua", "2 anak saya sakit", "dua juta", "ktp", "no", "-", "no no"],
)
def test_no_choice(text: str) -> None:
    """A number that was not offered, a sentence with a number, nothing."""
    assert chosen(text, None, MENU) is None


def test_a_tap() -> None:
    """A tap means the choice with its payload, never a number in its title."""
    assert chosen("2", "/1", MENU) == MENU[0]
    assert chosen("2", "/9", MENU) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [("2", "/documents"), ("yg kedua", "/documents"), ("nomer dua kak", "/documents"), ("Surat", "/documents"),
     ("9", "9"), ("2 anak", "2 anak")],
)  # fmt: skip
def test_the_next_turn_understands(known: Phone, rasa: RasaDouble, text: str, asked: str) -> None:
    """A number means the choice that was shown last; what is no choice goes to the bot as it is."""
    choices = [{"title": "Gaji", "payload": "/wages"}, {"title": "Surat", "payload": "/documents"}]
    rasa.script["apa saja?"] = [{"custom": {"message": "conversation.menu", "choices": choices}}]
    assert [choice.title for choice in known.say("apa saja?")[-1].choices] == ["Gaji", "Surat"]
    known.say(text)
    assert rasa.texts[-1] == asked


def test_an_old_menu_is_closed(known: Phone, rasa: RasaDouble) -> None:
    """After an answer without choices a number is only a number."""
    known.say("menu")
    known.say("halo")
    known.say("2")
    assert rasa.texts[-1] == "2"


@pytest.mark.parametrize("payload", ["/wages", '/find_service{"topic": "wages"}'])
def test_a_tap_on_an_older_message(known: Phone, rasa: RasaDouble, payload: str) -> None:
    """A button that is still on the screen works, though its menu was closed."""
    known.tap(payload, "Gaji")
    assert rasa.texts[-1] == payload


@pytest.mark.parametrize("payload", ["/restart", "/back", "/session_start", "x", "/a b", "do:nothing"])
def test_a_payload_that_is_not_ours(known: Phone, rasa: RasaDouble, payload: str) -> None:
    """No payload can command Rasa; its title is taken as a text."""
    known.tap(payload, "Gaji")
    assert rasa.texts[-1] == "Gaji"


def test_the_title_of_a_tap_is_not_the_persons_words(known: Phone, rasa: RasaDouble) -> None:
    """To tap "Diancam, cari aman", which is our wording, opens no case; to write that one is threatened does."""
    choices = [{"title": "topic.protection", "payload": "/protection"}]
    rasa.script["apa saja?"] = [{"custom": {"message": "conversation.menu", "choices": choices}}]
    known.say("apa saja?")
    known.tap("/protection", "Diancam, cari aman")
    assert rasa.texts[-1] == "/protection"
    assert known.case is None
    known.say("saya diancam")
    assert known.case is not None
