"""The first notice, and going on after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.rendering.gsm import segments, to_gsm
from pulang.conversation.ending import NOTICE_VERSION
from pulang.conversation.messages import Channel, Media

if TYPE_CHECKING:
    from pulang.texts import Catalogue
    from tests.conversation.conftest import Phone
    from tests.conversation.rasa_double import RasaDouble


@pytest.mark.parametrize("channel", list(Channel))
def test_a_message_of_its_own(phone: Phone, texts: Catalogue, channel: Channel) -> None:
    """The notice comes first and alone; the answer has its own two segments."""
    phone.channel = channel
    notice, answer = phone.say("halo")
    assert notice.body == to_gsm(texts.say("notice.first", sms=channel is Channel.SMS))
    assert answer.body.startswith("Halo")
    if channel is Channel.SMS:
        assert max(segments(notice.body), segments(answer.body)) <= 2
    assert phone.person.notice_version == NOTICE_VERSION
    assert "consent" not in phone.person.profile


def test_once(known: Phone) -> None:
    """It comes once, and going on after it is kept with time and version."""
    assert len(known.say("gaji saya?")) == 1
    assert known.person.profile["consent"] == {"version": NOTICE_VERSION, "at": known.clock().isoformat()}
    first = known.person.profile["consent"]
    known.say("halo")
    assert known.person.profile["consent"] == first


@pytest.mark.parametrize("text", ["saya dikurung majikan sekarang", "saya diancam agen", "pengen mati aja"])
def test_not_in_danger(phone: Phone, texts: Catalogue, text: str) -> None:
    """At level 2 or 3 it waits for the next calm turn."""
    phone.say(text)
    phone.say("tidak")
    phone.say("sudah aman")
    phone.say("halo")
    heard = [part.body for part in phone.heard()]
    assert heard.count(texts.say("notice.first")) == 1
    assert heard.index(texts.say("notice.first")) > 0


@pytest.mark.parametrize("word", ["KELUAR", "BERHENTI", "HAPUS"])
def test_not_beside_leaving(phone: Phone, word: str) -> None:
    """Leaving shows its own text and nothing of us; it agrees to nothing."""
    assert len(phone.say(word)) == 1
    assert phone.person.notice_version == 0
    assert "consent" not in phone.person.profile


def test_leaving_after_the_notice_agrees_to_nothing(known: Phone) -> None:
    """Whoever leaves does not go on."""
    known.say("KELUAR")
    assert "consent" not in known.person.profile


def test_with_a_voice_note(phone: Phone) -> None:
    """The first thing may be a voice note."""
    assert len(phone.send(Media.VOICE)) == 2


def test_not_when_the_bot_is_down(phone: Phone, rasa: RasaDouble) -> None:
    """It waits for the first real answer."""
    rasa.status = 500
    assert len(phone.say("halo")) == 1
    rasa.status = 200
    assert len(phone.say("halo")) == 2
