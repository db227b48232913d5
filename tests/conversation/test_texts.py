"""Texts of every kind are answered, and never raise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.rendering import Renderer
from channels.rendering.gsm import segments, to_gsm
from pulang.conversation import agreement, choices, controls, understanding
from pulang.conversation.messages import Channel, Media
from pulang.outbox import Choice, Reply

if TYPE_CHECKING:
    from pulang.texts import Catalogue
    from tests.conversation.conftest import Phone
    from tests.conversation.rasa_double import RasaDouble

MENU = (Choice("Gaji", "/wages"), Choice("Ya", "do:human"))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        pytest.param("/restart", "restart", id="a command"),
        pytest.param(" \u200b/ /restart", "restart", id="a hidden command"),
        pytest.param("\u2066/back", "back", id="a command behind an isolate"),
        pytest.param("\x00/session_start", "session_start", id="a command behind NUL"),
        pytest.param("halo\x00dunia", "halodunia", id="NUL"),
        pytest.param("ga\u200bji", "gaji", id="zero width"),
        pytest.param("\u202egaji\u202c", "gaji", id="right to left"),
        pytest.param("gaji \ud800", "gaji ", id="half a surrogate"),
        pytest.param("a" * 1600, "a" * 1600, id="1600 characters"),
        pytest.param("gaji\nsaya", "gaji\nsaya", id="two lines"),
        pytest.param("1/2 gaji", "1/2 gaji", id="a slash inside"),
        pytest.param("{place}", "{place}", id="braces"),
    ],
)
def test_what_the_bot_is_asked(known: Phone, rasa: RasaDouble, text: str, asked: str) -> None:
    """What cannot be seen is taken off, and nothing is ever a command."""
    assert known.say(text)
    assert rasa.texts[-1] == asked


@pytest.mark.parametrize(
    "text", ["", "   ", "\U0001f622\U0001f622", "\u200b", "...", "\x00", "/", "\ud83d", "\u2764\ufe0f", "?!"]
)
def test_nothing_to_read(known: Phone, rasa: RasaDouble, texts: Catalogue, text: str) -> None:
    """It is said kindly what we can read; the second time in a row a human is offered, then it begins anew."""
    asked = len(rasa.asked)
    assert known.say(text)[0].body == texts.say("unreadable.empty")
    (*_, second) = known.say(text)
    assert [choice.payload for choice in second.choices] == ["do:human", "do:menu"]
    assert known.say(text)[0].body == texts.say("unreadable.empty")
    assert len(rasa.asked) == asked


def test_a_word_in_between(known: Phone, texts: Catalogue) -> None:
    """Only two in a row count; several of one turn count once."""
    known.say("", "\U0001f622", "")
    known.say("halo")
    assert known.say("")[0].body == texts.say("unreadable.empty")


def test_the_offer_is_taken(known: Phone) -> None:
    """A human comes when wanted."""
    known.say("")
    known.say("")
    known.say("1")
    assert known.case is not None


@pytest.mark.parametrize("kind", list(Media))
def test_media(known: Phone, texts: Catalogue, kind: Media) -> None:
    """Each kind gets its own words."""
    assert known.send(kind)[0].body == texts.say(f"unreadable.{kind.value}")


def test_a_photo_with_words(known: Phone, rasa: RasaDouble) -> None:
    """The words beside a photo are read."""
    known.say("ini slip gaji saya", media=(Media.IMAGE,))
    assert rasa.texts[-1] == "ini slip gaji saya"


EXPOSES = re.compile(r"perkosa|\bdijual|korban|\bhiv\b|bunuh diri|mati\b|konselor|trafficking|tppo", re.IGNORECASE)


def test_no_word_exposes_on_sms(texts: Catalogue) -> None:
    """What the conversation itself says on SMS tells a stranger nothing; all of it is GSM and two segments long."""
    ours = ("control.", "notice.", "human.", "error.", "unreadable.", "emergency.", "urgent.", "ladder.", "sensitive.")
    found = [text_id for text_id in texts.ids() if text_id.startswith(ours)]
    assert len(found) > 50
    said = {text_id: texts.source(text_id, sms=True) for text_id in found}
    assert {text_id for text_id, text in said.items() if EXPOSES.search(text)} == set()
    assert {text_id for text_id, text in said.items() if to_gsm(text) != text or segments(text) > 2} == set()


@pytest.mark.parametrize(
    "text",
    ["saya diperkosa majikan", "saya dijual agen", "saya korban", "saya kena HIV", "saya mau bunuh diri",
     "saya dikurung majikan sekarang", "saya diancam agen", "saya sering mimpi buruk"],
)  # fmt: skip
def test_sms_repeats_nothing(phone: Phone, text: str) -> None:
    """What was disclosed never stands in the answer."""
    phone.channel = Channel.SMS
    said = " ".join(part.body for part in phone.say(text))
    assert said
    assert not EXPOSES.search(said)


texts_of_any_kind = st.text(st.characters(exclude_categories=()), max_size=200)


@given(text=texts_of_any_kind, safe_word=st.none() | st.text(max_size=8))
def test_any_text_is_read(text: str, safe_word: str | None) -> None:
    """No text makes the pure parts raise; what goes to Rasa is no command and can be seen."""
    controls.hear(text, safe_word)
    agreement.meant(text)
    agreement.begins_with_yes(text)
    choices.chosen(text, None, MENU)
    plain = understanding.printable(text)
    assert not plain.lstrip().startswith("/")
    assert plain.isprintable() or set(plain) & set("\n\t") or any(char.isspace() for char in plain)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(texts_of_any_kind, min_size=1, max_size=3), channel=st.sampled_from(list(Channel)))
def test_any_turn_is_answered(known: Phone, texts: list[str], channel: Channel) -> None:
    """Whatever is written, the turn ends."""
    known.channel = channel
    known.write(*texts)
    assert known.turns.take(known.id)
    assert known.turns.take(known.id) is False


@given(text=texts_of_any_kind)
def test_any_reply_can_be_cut(text: str, texts: Catalogue) -> None:
    """Whatever is to be said can be cut for both channels."""
    for channel in Channel:
        Renderer(texts)(Reply(text, MENU), channel)
