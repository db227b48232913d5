from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from channels.gateway.forms import FormRefused, read_inbound, read_status
from pulang.conversation.messages import Channel, Inbound, Media, Point, Sender
from pulang.store.tables import AddressKind, OutboxState


def cases(file: str) -> list[Any]:
    """Give the cases of a data file, one JSON object a line, named by their own names."""
    lines = (Path(__file__).parent / "data" / file).read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [pytest.param(case["form"], case["expected"], id=case["name"]) for case in found]


def as_inbound(provider_id: str, expected: Mapping[str, Any]) -> Inbound:
    """Make the typed message that a case expects."""
    return Inbound(
        provider_id=provider_id,
        channel=Channel(expected["channel"]),
        senders=tuple(Sender(AddressKind(kind), value) for kind, value in expected["senders"]),
        text=expected["text"],
        choice=expected["choice"],
        point=Point(*expected["point"]) if expected["point"] else None,
        media=tuple(Media(kind) for kind in expected["media"]),
    )


@pytest.mark.parametrize(("form", "expected"), cases("inbound.jsonl"))
def test_inbound_forms_become_typed_messages(form: dict[str, str], expected: dict[str, Any]) -> None:
    """Every shape that Twilio posts is understood, and nothing beside it is taken in."""
    provider_id = form.get("MessageSid") or form["SmsSid"]

    assert read_inbound(form) == as_inbound(provider_id, expected)


@pytest.mark.parametrize(("form", "expected"), cases("status.jsonl"))
def test_status_forms_become_states(form: dict[str, str], expected: list[str | None]) -> None:
    """A status callback gives id, state and code; what we do not know changes nothing."""
    provider_id, state, code = expected

    assert read_status(form) == (provider_id, OutboxState(state) if state else None, code)


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"From": "+6281200000101", "Body": "a"}, id="no id"),
        pytest.param({"MessageSid": "SM1 OR 1=1", "From": "+6281200000101"}, id="an id that is none"),
        pytest.param({"MessageSid": "S" * 65, "From": "+6281200000101"}, id="an id too long"),
        pytest.param({"MessageSid": "SM1"}, id="no sender"),
        pytest.param({"MessageSid": "SM1", "From": ""}, id="empty sender"),
        pytest.param({"MessageSid": "SM1", "From": "whatsapp:"}, id="a channel and no sender"),
        pytest.param({"MessageSid": "SM1", "From": " "}, id="blank sender"),
        pytest.param({"MessageSid": "SM1", "From": "a\nb"}, id="a sender of two lines"),
        pytest.param({"MessageSid": "SM1", "From": "+" + "1" * 80}, id="a sender too long"),
    ],
)
def test_forms_that_are_no_message_are_refused(form: dict[str, str]) -> None:
    """Without a usable id or any sender there is nothing to keep."""
    with pytest.raises(FormRefused):
        read_inbound(form)


@pytest.mark.parametrize("form", [{}, {"MessageStatus": "sent"}, {"MessageSid": "../x", "MessageStatus": "sent"}])
def test_statuses_of_no_message_are_refused(form: dict[str, str]) -> None:
    """A status without a usable id is refused."""
    with pytest.raises(FormRefused):
        read_status(form)


def test_a_text_beyond_every_channel_is_cut() -> None:
    """No channel carries more than 4,096 characters, so no more is kept."""
    read = read_inbound({"MessageSid": "SM1", "From": "+6281200000101", "Body": "a" * 5000})

    assert len(read.text) == 4096
