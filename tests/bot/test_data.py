from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from training import ROOT

from benchmarks.understanding.corpus import Example, development, training
from benchmarks.understanding.likeness import equals, near_duplicates
from pulang.taxonomy import ASSISTANCE, Topic
from pulang.texts import Catalogue

BOT = ROOT / "bot"
BUTTONS, BUTTON, ITEM, ITEMS = 3, 20, 24, 10
_PAYLOAD = re.compile(r"/(\w+)(\{.*\})?")


def _yaml(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _domain(part: str) -> list[Any]:
    parts = [_yaml(path).get(part) or [] for path in sorted((BOT / "domain").glob("*.yml"))]
    return [item for each in parts for item in (each.items() if isinstance(each, dict) else each)]


def _payloads() -> list[Any]:
    return [pytest.param(variants[0]["custom"], id=name) for name, variants in _domain("responses")]


def test_every_topic_is_an_intent_and_nothing_else_is() -> None:
    """The intents are the topics of the taxonomy, besides Rasa's word for not understanding."""
    assert sorted(name for intent in _domain("intents") for name in intent) == sorted(
        [*(t.value for t in Topic), "nlu_fallback"]
    )


@pytest.fixture(scope="module")
def learnt() -> list[Example]:
    """Give every row that the bot learns from."""
    return training()


@pytest.fixture(scope="module")
def unseen() -> list[Example]:
    """Give the messages that it never learns from."""
    return development()


def test_every_example_has_a_topic_and_a_writer(learnt: list[Example]) -> None:
    """Each topic has examples, and each example a topic of the taxonomy and a writer."""
    assert {example.topic for example in learnt} == {topic.value for topic in Topic}
    assert [example.text for example in learnt if not example.writer] == []


@pytest.mark.parametrize("topic", sorted(ASSISTANCE), ids=lambda topic: topic.value)
def test_no_example_is_nearly_another(learnt: list[Example], unseen: list[Example], topic: Topic) -> None:
    """Within a topic no two long messages are alike: a template says nothing new, and what is unseen stays unseen."""
    texts = {example.text for example in learnt}
    pairs = near_duplicates([example.text for example in [*learnt, *unseen] if example.topic == topic.value])
    assert [pair for pair in pairs if texts & set(pair[:2])] == []


def test_no_example_says_the_same_as_another(learnt: list[Example], unseen: list[Example]) -> None:
    """No two messages are the same when spelled plainly, whatever their topics, in training and development."""
    texts = {example.text for example in learnt}
    pairs = equals([example.text for example in [*learnt, *unseen]])
    assert [pair for pair in pairs if texts & set(pair)] == []


@pytest.mark.parametrize("payload", _payloads())
def test_every_response_can_be_said(payload: dict[str, Any]) -> None:
    """A response names texts that exist and choices that fit a button or a list and lead to an intent."""
    texts, intents = Catalogue(), {topic.value for topic in Topic}
    choices = payload.get("choices", [])
    assert texts.source(payload["message"])
    assert set(payload) <= {"message", "choices", "command"}
    assert len(choices) <= ITEMS
    for choice in choices:
        assert len(texts.source(choice["title"])) <= (BUTTON if len(choices) <= BUTTONS else ITEM)
        assert _PAYLOAD.fullmatch(choice["payload"]).group(1) in intents


@pytest.mark.parametrize("topic", Topic, ids=lambda topic: topic.value)
def test_every_kind_of_help_has_a_title_that_fits(topic: Topic) -> None:
    """Likely topics are offered as items of a list."""
    texts = Catalogue()
    if f"topic.{topic.value}" in texts.ids():
        assert len(texts.source(f"topic.{topic.value}")) <= ITEM


def test_stories_are_enough_and_have_names_of_their_own() -> None:
    """There are at least 14 stories, and no two share a name."""
    names = [story["story"] for story in _yaml(BOT / "data" / "stories.yml")["stories"]]
    assert len(names) >= 14
    assert len(set(names)) == len(names)
