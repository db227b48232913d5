from __future__ import annotations

import asyncio
from typing import Any

import pytest
from dialogue import Dialogue
from rasa.core.agent import Agent

CALM = {"assessment": {"level": 0, "signals": []}}


def _parse(agent: Agent, loop: asyncio.AbstractEventLoop, text: str) -> dict[str, Any]:
    return loop.run_until_complete(agent.parse_message(text))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("gaji sy 5 bln blm dibyr majikan", "wages"),
        ("KTP sm KK sy ilang pak cara bikin lg gmn", "documents"),
        ("bpjs sy ga aktif, ditolak rumah sakit", "health_card"),
        ("suami sy di saudi udh 4 bln ga ada kabar, nomornya mati", "relative_abroad"),
        ("mau usaha jualan tp ga ada modal", "livelihood"),
        ("kantor dinsos yg deket mana ya alamatnya", "find_service"),
        ("tiap mlm mimpi buruk trs ga bs tidur", "counselling"),
        ("assalamualaikum", "greet"),
        ("mksh byk ya kak", "thanks"),
        ("iya", "affirm"),
        ("gk usah", "deny"),
        ("ini robot apa orang", "about_bot"),
        ("pengen ngomong sm konselornya lgsg", "human"),
    ],
)
def test_plain_messages_are_understood_as_typed(
    agent: Agent, loop: asyncio.AbstractEventLoop, text: str, topic: str
) -> None:
    """What is said plainly is understood through abbreviations and missing letters."""
    assert _parse(agent, loop, text)["intent"]["name"] == topic


@pytest.mark.parametrize(
    "text",
    [
        "indramayu",
        "sy di Indramayu kak",
        "kab. Indramayu",
        "iya, daerah indramayu bu",
        "Indramayu, Jawa Barat",
        "INDRAMAYU!!",
    ],
)
def test_bare_place_says_where(agent: Agent, loop: asyncio.AbstractEventLoop, text: str) -> None:
    """A message that is nothing but a place is where somebody is, however it is wrapped."""
    parsed = _parse(agent, loop, text)
    assert parsed["intent"]["name"] == "find_service"
    assert [entity["value"] for entity in parsed["entities"] if entity["entity"] == "place"] == ["32.12"]


@pytest.mark.parametrize(("text", "code"), [("arab saudi", "SA"), ("di malaysia", "MY"), ("hong kong", "HK")])
def test_bare_country_says_where(agent: Agent, loop: asyncio.AbstractEventLoop, text: str, code: str) -> None:
    """A country alone is where somebody is."""
    parsed = _parse(agent, loop, text)
    assert parsed["intent"]["name"] == "find_service"
    assert [entity["value"] for entity in parsed["entities"] if entity["entity"] == "country"] == [code]


@pytest.mark.parametrize(
    "text", ["majikan saudi", "gaji sy di malaysia ga dibayar 5 bulan", "calo dr indramayu nipu, gaji ga dibayar"]
)
def test_place_in_passing_is_not_where_somebody_is(agent: Agent, loop: asyncio.AbstractEventLoop, text: str) -> None:
    """A place that a story mentions does not turn it into a question for an office."""
    parsed = _parse(agent, loop, text)
    assert parsed["intent"]["name"] != "find_service"
    assert (
        not [entity for entity in parsed["entities"] if entity["entity"] == "place"]
        or parsed["intent"]["name"] == "nlu_fallback"
    )


def test_name_of_two_places_gives_both(agent: Agent, loop: asyncio.AbstractEventLoop) -> None:
    """A regency and a city of one name are both given, so that it can be asked which is meant."""
    entities = _parse(agent, loop, "kediri")["entities"]
    assert {entity["value"] for entity in entities} == {"35.06", "35.71"}


def test_place_in_a_question_for_an_office(dialogue: Dialogue) -> None:
    """An office asked for with its place needs no further question."""
    assert dialogue.say("alamat kantor dinsos di indramayu dimana ya", CALM) == ["action_services"]
    assert dialogue.slot("place") == "32.12"
    assert dialogue.slot("awaiting") is None


def test_words_without_a_topic_are_asked_about(dialogue: Dialogue) -> None:
    """Unclear words get the likely topics, and a second time in a row a person."""
    assert dialogue.say("zxqv", CALM) == ["action_offer_topics"]
    assert dialogue.say("qqq", CALM) == ["action_offer_topics"]
    assert dialogue.slot("awaiting") == "human"
    assert dialogue.say("iya", CALM) == ["action_human"]


@pytest.mark.parametrize(
    ("assessment", "did"),
    [
        ({"level": 0, "signals": []}, ["action_entitlement"]),
        ({"level": 1, "signals": ["distress"]}, ["action_entitlement"]),
        ({"level": 1, "signals": ["private"]}, ["utter_ask_safe"]),
        ({"level": 1, "signals": ["sexual_violence", "child"]}, ["utter_ask_safe"]),
        ({"level": 2, "signals": ["private"]}, ["action_entitlement"]),
        ({"level": 3, "signals": ["sexual_violence"]}, ["action_entitlement"]),
    ],
)
def test_assessment_in_the_metadata_decides_the_care(
    dialogue: Dialogue, assessment: dict[str, Any], did: list[str]
) -> None:
    """Private at level 0 or 1 waits for a yes; from level 2 nothing comes before the answer."""
    assert dialogue.say("gaji sy 5 bln blm dibyr majikan", {"assessment": assessment}) == did


def test_answer_to_a_choice_carries_its_topic(dialogue: Dialogue) -> None:
    """A choice of ours is a command with values, and its topic is remembered."""
    assert dialogue.say('/find_service{"topic": "wages"}', CALM) == ["action_services"]
    assert dialogue.slot("topic") == "wages"


DANGER = "tolong sy dikurung majikan skrg, dipukuli, ga boleh keluar"


def test_danger_goes_first_where_nobody_assessed(dialogue: Dialogue) -> None:
    """In `rasa shell` the bot assesses for itself, also while a question of its own is open."""
    assert dialogue.say("tiap mlm mimpi buruk trs ga bs tidur") == ["utter_ask_safe"]
    assert dialogue.say(DANGER) == ["action_emergency"]
    assert dialogue.say("gaji sy 5 bln blm dibyr majikan") != ["action_emergency"]


def test_danger_is_left_to_who_assessed_it(dialogue: Dialogue) -> None:
    """A message that came assessed is not assessed again."""
    assert "action_emergency" not in dialogue.say(DANGER, CALM)
