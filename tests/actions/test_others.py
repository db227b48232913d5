from __future__ import annotations

from typing import Any

import pytest

from actions.registry import ACTIONS
from pulang.entitlements import Entitlements
from pulang.taxonomy import Topic

NAMES = sorted(action.called for action in ACTIONS)


def test_the_names_that_the_bot_calls() -> None:
    """Every action that the bot's domain lists is there."""
    assert NAMES == [
        "action_change_place",
        "action_emergency",
        "action_entitlement",
        "action_erase",
        "action_human",
        "action_language",
        "action_leave",
        "action_offer_topics",
        "action_place",
        "action_repeat",
        "action_services",
    ]


@pytest.mark.parametrize("name", ["human", "leave", "erase"])
def test_commands(ask: Any, name: str) -> None:
    """Some actions only hand a command on; the conversation has the words."""
    answered = ask(f"action_{name}", intent=name)
    assert answered.payload == {"blocks": [], "command": {"name": name}}


def test_language(ask: Any) -> None:
    """The languages are offered as choices."""
    answered = ask("action_language", intent="language")
    assert list(answered.choices.values()) == [f"do:language:{code}" for code in ("id", "su", "jv", "en")]
    assert answered.messages == ["control.language"]


def test_likely_topics(ask: Any) -> None:
    """A first miss offers at most four likely kinds of help, and a human."""
    ranking = ["greet", "wages", "nlu_fallback", "debt", "find_service", "documents", "medical", "shelter"]
    answered = ask("action_offer_topics", ranking=ranking)
    assert list(answered.choices) == [
        "topic.wages",
        "topic.debt",
        "topic.find_service",
        "topic.documents",
        "choice.human",
    ]
    assert answered.choices["topic.wages"] == "/wages"
    assert answered.messages == ["offer.topics"]
    assert answered.slots == {"misses": 1}


@pytest.mark.parametrize("misses", [1.0, 2.0])
def test_second_miss(ask: Any, misses: float) -> None:
    """From the second miss in a row a human is offered."""
    answered = ask("action_offer_topics", ranking=["wages"], slots={"misses": misses})
    assert answered.messages == ["offer.human"]
    assert answered.choices == {"choice.yes": "/affirm", "choice.no": "/deny"}
    assert answered.slots == {"misses": misses + 1, "awaiting": "human"}


@pytest.mark.parametrize(
    ("person", "numbers"), [({"place": "32.15"}, "emergency.numbers_home"), ({}, "emergency.numbers_anywhere")]
)
def test_emergency(ask: Any, person: dict[str, str], numbers: str) -> None:
    """Danger to life gets numbers that fit the place, and a human."""
    answered = ask("action_emergency", person=person)
    assert answered.messages == ["emergency.danger", numbers]
    assert answered.command == {"name": "human"}
    assert "110" in answered.said()


def test_repeat_is_shorter(ask: Any) -> None:
    """A right said once more is said in fewer words."""
    answered = ask(
        "action_repeat", intent="menu", slots={"topic": "wages"}, events=["action_entitlement", "action_listen"]
    )
    assert answered.said().startswith(Entitlements().of(Topic.WAGES).sms)


def test_repeat_doors(ask: Any) -> None:
    """Doors said once more are the same doors."""
    asked = {"slots": {"topic": "shelter"}, "person": {"place": "32.15"}}
    doors = ask("action_services", intent="find_service", **asked)
    again = ask("action_repeat", intent="menu", events=["action_entitlement", "action_services"], **asked)
    assert again.payload == doors.payload


@pytest.mark.parametrize("name", NAMES)
def test_nothing_makes_sense(ask: Any, name: str) -> None:
    """Whatever the tracker holds, an action answers and does not fail."""
    asked = {
        "slots": {"topic": "cooking", "place": 7, "country": ["x"], "awaiting": "rain", "misses": "many"},
        "person": {"place": "nowhere", "country": "??", "point": "here", "group": "robot", "channel": None},
        "entities": [("place", None), ("country", 3), ("topic", "x")],
        "text": '/wages{"part": ',
        "level": 9,
        "events": ["action_services"],
    }
    assert "error.directory" not in ask(name, intent="dance", **asked).messages


@pytest.mark.parametrize("name", NAMES)
def test_trouble_is_answered(broken: Any, name: str) -> None:
    """Without a database every action still answers."""
    answered = broken(name, slots={"topic": "wages"})
    assert answered.payload["blocks"] or answered.command


def test_every_text_and_title_exists(ask: Any) -> None:
    """Every text that an action names is in the catalogue with all its values, and titles fit a button."""
    for name in NAMES:
        for person in ({}, {"place": "32.15"}, {"place": "32.04"}, {"country": "SA"}):
            answered = ask(name, slots={"topic": "shelter"}, person=person, ranking=["wages"])
            assert answered.said() or answered.command
            for title in answered.choices:
                assert len(answered.texts.say(title)) <= 20
