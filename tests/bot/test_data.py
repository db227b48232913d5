from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from training import ROOT

from pulang.taxonomy import Topic
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


@pytest.mark.parametrize("topic", Topic, ids=lambda topic: topic.value)
def test_every_topic_has_examples(topic: Topic) -> None:
    """Each topic has at least 25 examples, each by a named writer, none of them twice anywhere."""
    data = _yaml(BOT / "data" / "nlu_id.yml")["nlu"]
    examples = next(entry["examples"] for entry in data if entry["intent"] == topic.value)
    assert len(examples) >= 25
    assert all(example["metadata"]["pass"] for example in examples)
    counted = Counter(example["text"].casefold() for entry in data for example in entry["examples"])
    assert [example["text"] for example in examples if counted[example["text"].casefold()] > 1] == []


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
