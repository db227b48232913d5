from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from twilio.request_validator import RequestValidator

from channels.double import DoubleConfig
from channels.double.webhooks import Webhooks

if TYPE_CHECKING:
    from collections.abc import Callable

WHATSAPP = "whatsapp:+15005550006"
SMS = "+15005550010"
CALLBACK = "https://pulang.example/twilio/status?row=7"


def statuses(stage: Any, count: int) -> list[tuple[str, str | None]]:
    """Give the statuses called back, each with its error code."""
    hooks = stage.receiver.wait("/twilio/status", count)
    return [(hook.form["MessageStatus"], hook.form.get("ErrorCode")) for hook in hooks]


@pytest.fixture
def talking(stage: Any) -> tuple[Any, dict[str, Any]]:
    """A stage with a WhatsApp phone that has just written."""
    phone = stage.phone("whatsapp", profile_name="Siti")
    stage.write(phone)
    return stage, phone


def test_whatsapp_goes_to_read(talking: tuple[Any, dict[str, Any]]) -> None:
    """A WhatsApp message is called back as sent, delivered and read, in the recorded form."""
    stage, phone = talking
    sent = stage.client.messages.create(to=phone["address"], from_=WHATSAPP, body="halo", status_callback=CALLBACK)

    assert statuses(stage, 3) == [("sent", None), ("delivered", None), ("read", None)]
    first, *_, last = stage.receiver.wait("/twilio/status", 3)
    expected = {
        "AccountSid": "AC00000000000000000000000000000001",
        "ApiVersion": "2010-04-01",
        "ChannelPrefix": "whatsapp",
        "ChannelToAddress": phone["number"],
        "EventType": "READ",
        "From": WHATSAPP,
        "MessageSid": sent.sid,
        "MessageStatus": "read",
        "SmsSid": sent.sid,
        "SmsStatus": "read",
        "To": phone["address"],
    }
    assert expected.items() <= last.form.items()
    assert first.form["StructuredMessage"] == "false"
    assert "EventType" not in first.form
    assert dict(parse_qsl(last.query)) == {"row": "7"}
    assert sent.fetch().status == "read"
    assert [m["status"] for m in stage.shown(phone)] == ["received", "read"]


def test_sms_ends_delivered(stage: Any) -> None:
    """An SMS is called back as sent and delivered; nobody is told that it was read."""
    phone = stage.phone("sms")
    sent = stage.client.messages.create(to=phone["number"], from_=SMS, body="halo", status_callback=CALLBACK)
    other = stage.client.messages.create(to=phone["number"], from_=SMS, body="status-never", status_callback=CALLBACK)
    stage.receiver.wait("/twilio/status", 2)
    stage.client.messages.create(to=phone["number"], from_=SMS, body="halo", status_callback=CALLBACK)

    hooks = stage.receiver.wait("/twilio/status", 4)
    assert [hook.form["MessageStatus"] for hook in hooks if hook.form["MessageSid"] == sent.sid] == [
        "sent",
        "delivered",
    ]
    assert "ChannelPrefix" not in hooks[0].form
    assert other.sid not in {hook.form["MessageSid"] for hook in hooks}


def test_callbacks_are_signed_for_the_public_address(stage: Any) -> None:
    """Every callback carries a signature over the public URL with its query; a changed field breaks it."""
    stage.client.messages.create(to="+6281200000901", from_=SMS, body="halo", status_callback=CALLBACK)

    hook = stage.receiver.wait("/twilio/status", 1)[0]
    validator = RequestValidator("token-of-the-double")
    assert validator.validate(CALLBACK, hook.form, hook.signature)
    assert not validator.validate(CALLBACK, {**hook.form, "MessageStatus": "failed"}, hook.signature)
    assert not validator.validate(CALLBACK.replace("row=7", "row=8"), hook.form, hook.signature)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("error30003", [("sent", None), ("undelivered", "30003")], id="unreachable handset"),
        pytest.param("uji error30008 ya", [("sent", None), ("undelivered", "30008")], id="inside a sentence"),
        pytest.param("error63018", [("undelivered", "63018")], id="rate of the channel"),
        pytest.param("error63016", [("undelivered", "63016")], id="outside the window"),
    ],
)
def test_magic_texts_fail_later(stage: Any, body: str, expected: list[tuple[str, str | None]]) -> None:
    """A magic delivery code is accepted first and reported undelivered with its ErrorCode."""
    sent = stage.client.messages.create(to="+6281200000901", from_=SMS, body=body, status_callback=CALLBACK)

    assert sent.status == "queued"
    assert statuses(stage, len(expected)) == expected
    fetched = sent.fetch()
    assert (fetched.status, str(fetched.error_code)) == expected[-1]


@pytest.mark.parametrize(
    ("hours", "last"),
    [
        pytest.param(23.9, ("read", None), id="within a day"),
        pytest.param(24.1, ("undelivered", "63016"), id="after a day"),
    ],
)
def test_the_window_of_24_hours(
    talking: tuple[Any, dict[str, Any]], hours: float, last: tuple[str, str | None]
) -> None:
    """Free text reaches a WhatsApp phone within 24 hours of what it wrote last, and no longer."""
    stage, phone = talking
    stage.clock.move(hours=hours)
    stage.client.messages.create(to=phone["address"], from_=WHATSAPP, body="halo", status_callback=CALLBACK)

    assert statuses(stage, 3 if last[0] == "read" else 1)[-1] == last


def test_a_phone_that_never_wrote_cannot_be_written_to(stage: Any) -> None:
    """Free text to a WhatsApp number that never wrote is undelivered with 63016; SMS knows no such window."""
    stage.client.messages.create(
        to=stage.phone("whatsapp")["address"], from_=WHATSAPP, body="halo", status_callback=CALLBACK
    )
    assert statuses(stage, 1) == [("undelivered", "63016")]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param([0, 200], ["sent", "sent", "delivered"], id="once lost"),
        pytest.param([0, 0, 200], ["sent", "sent", "sent", "delivered"], id="twice lost"),
        pytest.param([0, 0, 0, 200], ["sent", "sent", "sent", "delivered"], id="given up after three"),
    ],
)
def test_a_lost_callback_comes_again(stage: Any, answers: list[int], expected: list[str]) -> None:
    """When the connection fails a status is tried three times in all, then the next one follows, in order."""
    stage.receiver.answers = list(answers)
    stage.client.messages.create(to="+6281200000901", from_=SMS, body="halo", status_callback=CALLBACK)

    assert [status for status, _ in statuses(stage, len(expected))] == expected


def test_an_error_answer_is_an_answer(stage: Any) -> None:
    """A callback answered with 500 is not sent again, as with Twilio."""
    stage.receiver.answers = [500, 200]
    stage.client.messages.create(to="+6281200000901", from_=SMS, body="halo", status_callback=CALLBACK)

    assert statuses(stage, 2) == [("sent", None), ("delivered", None)]


def test_the_default_callback(open_stage: Callable[..., Any]) -> None:
    """Without a StatusCallback in the request, statuses go to the configured one."""
    with open_stage(status_url="https://pulang.example/twilio/status") as stage:
        stage.client.messages.create(to="+6281200000901", from_=SMS, body="halo")

        assert statuses(stage, 2)[-1] == ("delivered", None)


def test_nothing_leaves_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A callback to an address on the internet counts as done and is never posted."""
    asked: list[str] = []
    monkeypatch.setattr("requests.Session.send", lambda *_, **__: asked.append("sent"))
    config = DoubleConfig("AC", "t", "http://127.0.0.1:1/in", "https://pulang.example")

    assert Webhooks(config).status("https://elsewhere.example/status", {"MessageStatus": "sent"})
    assert asked == []
