from __future__ import annotations

import asyncio
from typing import Any

import pytest
from dialogue import Dialogue, Meant
from rasa.core.agent import Agent

Turns = list[tuple[Meant, list[str]]]

ANSWER, DOORS, PLACE, HUMAN = (
    ["action_entitlement"],
    ["action_services"],
    ["action_place", "action_services"],
    ["action_human"],
)
OFFER_TOPICS = ["action_offer_topics"]
KNOWN = {"person": {"place": "32.12"}}


def says(intent: str, **entities: Any) -> Meant:
    """Mean something without a word about how it was put."""
    return Meant(intent, entities)


YES, NO, WHERE, LOST = says("affirm"), says("deny"), says("find_service"), says("nlu_fallback")
WAGES, PAPERS, HOME = says("wages"), says("documents"), says("find_service", place="32.12")

# Each of these hangs on what was said before. (id, what is said and what the bot does)
DIALOGUES: list[tuple[str, Turns]] = [
    ("yes-to-the-door", [(WAGES, ANSWER), (YES, DOORS), (HOME, PLACE)]),
    ("yes-to-the-door-much-later", [
        (says("greet"), ["utter_greet"]), (PAPERS, ANSWER), (says("about_bot"), ["utter_about_bot"]), (WAGES, ANSWER), (YES, DOORS)]),
    ("no-to-the-door-yes-to-a-person", [(WAGES, ANSWER), (NO, ["utter_offer_human"]), (YES, HUMAN)]),
    ("no-to-everything-and-a-changed-mind", [
        (WAGES, ANSWER), (NO, ["utter_offer_human"]), (NO, ["utter_fine"]), (YES, HUMAN)]),
    ("a-person-is-not-wanted-any-more", [(says("human"), HUMAN), (NO, ["utter_human_withdrawn"]), (YES, HUMAN)]),
    ("place-asked-and-given", [(WHERE, DOORS), (HOME, PLACE)]),
    ("place-asked-and-a-country-given", [(WHERE, DOORS), (says("find_service", country="SA"), PLACE)]),
    ("place-asked-another-question-first", [
        (WHERE, DOORS), (WAGES, ["action_entitlement", "utter_place_again"]), (HOME, PLACE)]),
    ("place-asked-two-questions-first", [
        (WHERE, DOORS), (WAGES, ["action_entitlement", "utter_place_again"]), (PAPERS, ANSWER), (says("shelter"), ANSWER)]),
    ("place-asked-who-wants-to-know", [
        (WHERE, DOORS), (says("about_bot"), ["utter_about_bot", "utter_place_again"]), (HOME, PLACE)]),
    ("place-asked-who-will-read-it", [
        (WHERE, DOORS), (says("privacy"), ["utter_privacy", "utter_place_again"]), (HOME, PLACE)]),
    ("place-asked-and-refused", [(WHERE, DOORS), (NO, ["utter_without_place", "utter_offer_human"]), (YES, HUMAN)]),
    ("place-asked-and-only-yes", [(WHERE, DOORS), (YES, ["utter_place_again"]), (HOME, PLACE)]),
    ("place-asked-twice-and-refused", [
        (WHERE, DOORS), (says("privacy"), ["utter_privacy", "utter_place_again"]),
        (NO, ["utter_without_place", "utter_offer_human"])]),
    ("place-nobody-can-read", [(WHERE, DOORS), (LOST, ["action_place"]), (LOST, ["action_place"]), (HOME, PLACE)]),
    ("place-of-two-names", [
        (WHERE, DOORS), (says("find_service", place=["35.06", "35.71"]), ["action_place"]),
        (says("find_service", place="35.06"), PLACE)]),
    ("place-of-two-names-and-neither", [
        (WHERE, DOORS), (says("find_service", place=["35.06", "35.71"]), ["action_place"]), (NO, ["action_change_place"]),
        (HOME, PLACE)]),
    ("place-of-two-names-out-of-the-blue", [
        (WAGES, ANSWER), (says("find_service", place=["35.06", "35.71"]), DOORS), (says("find_service", place="35.71"), PLACE)]),
    ("place-of-two-names-out-of-the-blue-and-neither", [
        (says("find_service", place=["35.06", "35.71"]), DOORS), (NO, ["action_change_place"]), (HOME, PLACE)]),
    ("place-in-words-nobody-can-read", [(WHERE, DOORS), (says("nlu_fallback", place="32.12"), PLACE)]),
    ("another-place", [(HOME, DOORS), (says("find_service", change_place="yes"), ["action_change_place"]), (HOME, PLACE)]),
    ("two-questions-then-the-door", [(WAGES, ANSWER), (PAPERS, ANSWER), (YES, DOORS), (HOME, PLACE), (WAGES, ANSWER), (YES, DOORS)]),
    ("say-that-again", [(WAGES, ANSWER), (says("menu"), ["action_repeat"]), (YES, DOORS)]),
    ("say-that-again-twice", [(WAGES, ANSWER), (says("menu"), ["action_repeat"]), (says("menu"), ["utter_menu"])]),
    ("still-not-clear", [(WAGES, ANSWER), (says("menu"), ["action_repeat"]), (NO, ["utter_offer_human"]), (YES, HUMAN)]),
    ("nothing-to-do-with-us-twice", [
        (says("out_of_scope"), ["utter_out_of_scope"]), (says("out_of_scope"), ["utter_offer_human"]), (YES, HUMAN)]),
    ("not-understood-then-yes", [(LOST, OFFER_TOPICS), (YES, ["utter_which_one"])]),
    ("not-understood-then-none-of-these", [(LOST, OFFER_TOPICS), (NO, ["utter_other_words"])]),
    ("not-understood-twice-then-a-person", [(LOST, OFFER_TOPICS), (LOST, OFFER_TOPICS), (YES, HUMAN)]),
    ("not-understood-twice-and-no-person", [(LOST, OFFER_TOPICS), (LOST, OFFER_TOPICS), (NO, ["utter_menu"])]),
    ("not-understood-twice-then-understood", [(LOST, OFFER_TOPICS), (LOST, OFFER_TOPICS), (WAGES, ANSWER), (YES, DOORS)]),
    ("thanks-and-more", [(says("thanks"), ["utter_thanks"]), (YES, ["utter_go_on"]), (WAGES, ANSWER)]),
    ("thanks-and-no-more", [(says("thanks"), ["utter_thanks"]), (NO, ["utter_goodbye"])]),
    ("safe-after-the-answer-then-the-door", [
        (says("police_report"), ["action_entitlement", "utter_ask_safe"]), (YES, ["utter_offer_doors"]), (YES, DOORS)]),
    ("safe-after-the-answer-then-a-person", [
        (says("protection"), ["action_entitlement", "utter_ask_safe"]), (YES, ["utter_offer_doors"]),
        (NO, ["utter_offer_human"]), (YES, HUMAN)]),
    ("not-safe-after-the-answer", [
        (says("child_protection"), ["action_entitlement", "utter_ask_safe"]), (NO, ["utter_not_safe"]), (YES, ANSWER)]),
]  # fmt: skip

_CASES = [pytest.param(turns, id=name) for name, turns in DIALOGUES]


@pytest.mark.parametrize("turns", _CASES)
def test_bot_remembers_what_was_said_before(dialogue: Dialogue, turns: Turns) -> None:
    """Each message is understood in the light of those before it."""
    assert _course(dialogue, turns) == [did for _, did in turns]


def test_stories_carry_the_dialogue(agent_without_stories: Agent, loop: asyncio.AbstractEventLoop) -> None:
    """Without stories.yml at least ten of these dialogues go wrong, so the stories are not decoration."""
    lost = [
        name
        for name, turns in DIALOGUES
        if _course(Dialogue(agent_without_stories, loop), turns) != [did for _, did in turns]
    ]
    assert Dialogue(agent_without_stories, loop).say(WAGES) == ANSWER  # the rest of the bot is whole
    assert len(lost) >= 10


def _course(dialogue: Dialogue, turns: Turns) -> list[list[str]]:
    return [dialogue.say(said) for said, _ in turns]
