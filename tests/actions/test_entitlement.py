from __future__ import annotations

from typing import Any

import pytest

from pulang.entitlements import Entitlements
from pulang.taxonomy import ASSISTANCE, Topic

TOPICS = sorted(ASSISTANCE)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.value)
def test_every_topic_is_answered(ask: Any, topic: Topic) -> None:
    """Each kind of help is answered with right, steps, papers, cost, deadline, law and a number, and fits WhatsApp."""
    record = Entitlements().of(topic)
    answered = ask("action_entitlement", intent=topic.value, slots={"topic": topic.value})
    said = answered.said()
    for part in (
        record.right,
        *record.how,
        record.papers,
        record.cost,
        record.deadline,
        record.law_line,
        record.caution,
    ):
        assert part in said
    assert said.startswith(record.right)
    assert any(message.startswith("services.line") for message in answered.messages)
    assert len(said) <= 1_500
    assert 1 <= len(answered.choices) <= 3


@pytest.mark.parametrize("group", ["man", "woman", "child"])
@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.value)
def test_sms_fits_two_segments(ask: Any, topic: Topic, group: str) -> None:
    """The answer in short, with its one number, is at most two segments of an SMS."""
    answered = ask("action_entitlement", intent=topic.value, person={"channel": "sms", "group": group})
    said = answered.said(sms=True)
    assert Entitlements().of(topic).sms in said
    assert len(said) <= 306


def test_law_is_cited(ask: Any) -> None:
    """The answer about wages names its law."""
    assert "Dasarnya: UU 18/2017" in ask("action_entitlement", intent="wages").said()


@pytest.mark.parametrize(
    ("group", "inside", "line"),
    [("man", "Laki-laki juga diterima", "171"), ("woman", "Untuk perempuan", "129"), ("child", "Untuk anak", "129")],
)
def test_who_asks_matters(ask: Any, group: str, inside: str, line: str) -> None:
    """Men, women and children hear of their own first doors."""
    answered = ask("action_entitlement", intent="shelter", person={"group": group})
    assert inside in answered.said()
    lines = [
        block["values"]["phones"]
        for block in answered.payload["blocks"]
        if str(block.get("message")).startswith("services.")
    ]
    assert lines[0].startswith(line)


def test_topic_of_before(ask: Any) -> None:
    """After "yes, it is safe" the question of before is answered."""
    answered = ask("action_entitlement", intent="affirm", slots={"topic": "medical"})
    assert answered.said().startswith(Entitlements().of(Topic.MEDICAL).right)


def test_no_topic_at_all(ask: Any) -> None:
    """Without any topic the answer is where to begin."""
    assert ask("action_entitlement", intent="affirm").said().startswith(Entitlements().of(Topic.ENTITLEMENTS).right)


@pytest.mark.parametrize(
    ("channel", "title", "part"),
    [("whatsapp", "entitlements.choice_get", "get"), ("sms", "entitlements.choice_how", "how")],
)
def test_more_can_be_chosen(ask: Any, channel: str, title: str, part: str) -> None:
    """What the first answer leaves out is one choice away, and the choice is answered."""
    record = Entitlements().of(Topic.WAGES)
    person = {"channel": channel}
    first = ask("action_entitlement", intent="wages", person=person)
    assert first.choices["choice.doors"] == '/find_service{"topic": "wages"}'
    assert first.choices["choice.human"] == "/human"
    # Rasa drops entities that its domain does not know; the payload itself is the text of the message.
    more = ask("action_entitlement", intent="wages", text=first.choices[title], person=person)
    assert (record.get if part == "get" else record.how[0]) in more.said()
    assert title not in more.choices


def test_steps_stand_in_a_list(ask: Any) -> None:
    """Steps come one below the other."""
    blocks = ask("action_entitlement", intent="wages").payload["blocks"]
    assert [block["source"] for block in blocks if block.get("lead") == "- "] == list(
        Entitlements().of(Topic.WAGES).how
    )


def test_without_the_database(broken: Any) -> None:
    """When the directory cannot be asked, that is said, with the national lines of the topic."""
    answered = broken("action_entitlement", intent="wages")
    assert answered.messages[0] == "error.directory"
    assert "0-800-1000" in answered.said()
    assert "0-800-1000" in answered.said(sms=True)
