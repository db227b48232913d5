from __future__ import annotations

from typing import Any

import pytest
from dialogue import Dialogue, Meant

from pulang.taxonomy import Topic
from pulang.taxonomy.topic import ASSISTANCE

ANSWER = ["action_entitlement"]
ASK = ["utter_ask_safe"]
AFTER = ["action_entitlement", "utter_ask_safe"]
ASKED_AFTER = {Topic.POLICE_REPORT, Topic.PROTECTION, Topic.CHILD_PROTECTION}


def says(intent: str, **entities: Any) -> Meant:
    """Mean something without a word about how it was put."""
    return Meant(intent, entities)


def _calm_answer(topic: Topic) -> list[str]:
    if topic is Topic.COUNSELLING:
        return ASK
    if topic is Topic.FIND_SERVICE:
        return ["action_services"]
    return AFTER if topic in ASKED_AFTER else ANSWER


@pytest.mark.parametrize("topic", sorted(ASSISTANCE), ids=lambda topic: topic.value)
@pytest.mark.parametrize("care", ["calm", None])
def test_every_kind_of_help_is_answered(dialogue: Dialogue, topic: Topic, care: str | None) -> None:
    """A calm question gets its answer; grief waits until it is safe; how to be safe asks at its end."""
    assert dialogue.say(says(topic.value, **({"care": care} if care else {}))) == _calm_answer(topic)
    if topic is not Topic.FIND_SERVICE:
        assert dialogue.slot("topic") == topic.value


@pytest.mark.parametrize("topic", sorted(ASSISTANCE), ids=lambda topic: topic.value)
def test_private_matter_waits_until_it_is_safe(dialogue: Dialogue, topic: Topic) -> None:
    """Whatever is private is answered only after a yes, and then asked no more."""
    expected = ["action_services"] if topic is Topic.FIND_SERVICE else ANSWER
    assert dialogue.say(says(topic.value, care="private")) == ASK
    assert dialogue.say(says("affirm")) == expected
    assert dialogue.say(says(topic.value, care="private")) == expected


@pytest.mark.parametrize("topic", sorted(ASSISTANCE), ids=lambda topic: topic.value)
def test_urgent_matter_never_waits(dialogue: Dialogue, topic: Topic) -> None:
    """At level 2 and 3 help comes first and nobody is asked whether it is safe to talk."""
    assert dialogue.say(says(topic.value, care="urgent")) == (
        ["action_services"] if topic is Topic.FIND_SERVICE else ANSWER
    )


@pytest.mark.parametrize(
    ("intent", "did"),
    [
        ("greet", "utter_greet"),
        ("thanks", "utter_thanks"),
        ("goodbye", "utter_goodbye"),
        ("affirm", "utter_go_on"),
        ("deny", "utter_fine"),
        ("human", "action_human"),
        ("about_bot", "utter_about_bot"),
        ("privacy", "utter_privacy"),
        ("delete_data", "action_erase"),
        ("exit", "action_leave"),
        ("menu", "utter_menu"),
        ("language", "action_language"),
        ("out_of_scope", "utter_out_of_scope"),
        ("nlu_fallback", "action_offer_topics"),
    ],
)
def test_conversation_has_its_answers(dialogue: Dialogue, intent: str, did: str) -> None:
    """Whatever is no question for help has an answer of its own."""
    assert dialogue.say(says(intent)) == [did]


SAFE_OPEN = [
    ("no", [(says("deny"), ["utter_not_safe"]), (says("wages"), ANSWER)]),
    ("no-and-later-yes", [(says("deny"), ["utter_not_safe"]), (says("affirm"), ANSWER)]),
    ("no-and-asked-again-later", [(says("deny"), ["utter_not_safe"]), (says("counselling"), ASK)]),
    (
        "another-question-waits-too",
        [(says("wages"), ["utter_answer_waits", "utter_ask_safe"]), (says("affirm"), ANSWER)],
    ),
    ("same-again-waits", [(says("counselling"), ["utter_answer_waits", "utter_ask_safe"]), (says("affirm"), ANSWER)]),
    (
        "a-door-waits-too",
        [(says("find_service"), ["utter_answer_waits", "utter_ask_safe"]), (says("affirm"), ["action_services"])],
    ),
    ("becomes-urgent", [(says("counselling", care="urgent"), ANSWER), (says("wages", care="calm"), ANSWER)]),
    ("becomes-urgent-door", [(says("find_service", care="urgent"), ["action_services"])]),
    ("who-is-this", [(says("about_bot"), ["utter_about_bot", "utter_ask_safe"]), (says("affirm"), ANSWER)]),
    ("who-reads-this", [(says("privacy"), ["utter_privacy", "utter_ask_safe"]), (says("affirm"), ANSWER)]),
    ("unclear", [(says("nlu_fallback"), ["utter_unclear", "utter_ask_safe"]), (says("affirm"), ANSWER)]),
    ("a-person", [(says("human"), ["action_human"]), (says("wages"), ANSWER)]),
    ("gone", [(says("exit"), ["action_leave"]), (says("wages"), ANSWER)]),
    ("erase", [(says("delete_data"), ["action_erase"]), (says("wages"), ANSWER)]),
    ("goodbye", [(says("goodbye"), ["utter_goodbye"]), (says("wages"), ANSWER)]),
    ("language", [(says("language"), ["action_language"]), (says("wages"), ANSWER)]),
]


@pytest.mark.parametrize("turns", [pytest.param(turns, id=name) for name, turns in SAFE_OPEN])
def test_open_question_of_safety(dialogue: Dialogue, turns: list[tuple[Meant, list[str]]]) -> None:
    """While "aman ngobrol sekarang?" is open, nothing private is said, and it can be left at any time."""
    assert dialogue.say(says("counselling", care="calm")) == ASK
    assert [dialogue.say(said) for said, _ in turns] == [did for _, did in turns]


def test_misses_are_forgotten_once_something_is_understood(dialogue: Dialogue) -> None:
    """Only two misunderstandings in a row count."""
    dialogue.say(says("nlu_fallback"))
    assert dialogue.slot("misses") == 1
    dialogue.say(says("wages"))
    assert dialogue.slot("misses") == 0
