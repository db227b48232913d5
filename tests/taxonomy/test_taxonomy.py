"""The enums are what taxonomy.yml says, no more and no less."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import pulang.taxonomy
from pulang.taxonomy import ASSISTANCE, CONVERSATIONAL, Level, Signal, Topic

PATH = Path(pulang.taxonomy.__file__).parent / "taxonomy.yml"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """Give the project's own copy of the taxonomy."""
    loaded: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return loaded


def test_topics(document: dict[str, Any]) -> None:
    """Every topic of the file is a member, in its order, named as it is valued."""
    assert [topic.value for topic in Topic] == list(document["topics"])
    assert all(topic.name == topic.value.upper() for topic in Topic)


def test_levels(document: dict[str, Any]) -> None:
    """Every level has its number and its name."""
    assert {level.value: level.name.lower() for level in Level} == {
        number: said["name"] for number, said in document["levels"].items()
    }


def test_signals(document: dict[str, Any]) -> None:
    """Every signal of the file is a member, in its order."""
    assert [signal.value for signal in Signal] == list(document["signals"])


def test_conversation_and_assistance_share_the_topics() -> None:
    """The 13 topics of the conversation itself stand under that heading in the file; the other 25 are assistance."""
    under_heading = PATH.read_text(encoding="utf-8").split("# --- the conversation itself ---")[1]
    listed = yaml.safe_load("topics:" + under_heading.split("topic_rules:")[0])["topics"]
    assert {topic.value for topic in CONVERSATIONAL} == set(listed)
    assert (len(CONVERSATIONAL), len(ASSISTANCE)) == (13, 25)
    assert frozenset(Topic) - CONVERSATIONAL == ASSISTANCE


def test_levels_compare_as_numbers() -> None:
    """The higher of two levels is the more dangerous one."""
    assert max(Level.URGENT, Level.SENSITIVE) is Level.URGENT
