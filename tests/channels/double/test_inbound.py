from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests
from twilio.request_validator import RequestValidator

if TYPE_CHECKING:
    from collections.abc import Callable

WHATSAPP = "whatsapp:+15005550006"
SMS = "+15005550010"
INBOUND = "https://pulang.example/twilio/inbound"

# The fields of Twilio's own webhooks, as recorded.
EVERY = {
    *("AccountSid", "ApiVersion", "Body", "From", "MessageSid", "NumMedia", "NumSegments"),
    *("SmsMessageSid", "SmsSid", "SmsStatus", "To"),
}
CHAT = EVERY | {"ProfileName", "WaId", "MessageType", "ReferralNumMedia", "ChannelMetadata"}
QUOTE = {"OriginalRepliedMessageSid", "OriginalRepliedMessageSender"}
TAP = QUOTE | {"Forwarded", "FrequentlyForwarded"}
ORIGIN = {f"{end}{part}" for end in ("From", "To") for part in ("City", "Country", "State", "Zip")}


@pytest.mark.parametrize(
    ("written", "fields", "values"),
    [
        pytest.param({"body": "halo kak"}, CHAT, {"Body": "halo kak", "MessageType": "text"}, id="text"),
        pytest.param({"body": ""}, CHAT, {"Body": "", "MessageType": "text"}, id="empty"),
        pytest.param(
            {"kind": "location", "latitude": -6.92, "longitude": 106.93},
            CHAT | {"Latitude", "Longitude"},
            {"Latitude": "-6.92", "Longitude": "106.93", "MessageType": "location", "NumMedia": "0"},
            id="bare place",
        ),
        pytest.param(
            {"kind": "location", "latitude": -6.9, "longitude": 106.9, "label": "Rumah", "address": "Jl. Melati"},
            CHAT | {"Latitude", "Longitude", "Label", "Address"},
            {"Label": "Rumah", "Address": "Jl. Melati"},
            id="named place",
        ),
        pytest.param(
            {"kind": "media", "media": "voice"},
            CHAT | {"MediaContentType0", "MediaUrl0"},
            {"MediaContentType0": "audio/ogg", "MessageType": "audio", "NumMedia": "1"},
            id="voice note",
        ),
        pytest.param(
            {"kind": "media", "media": "photo", "body": "ini kontraknya"},
            CHAT | {"MediaContentType0", "MediaUrl0"},
            {"MediaContentType0": "image/jpeg", "MessageType": "image", "Body": "ini kontraknya"},
            id="photo with a line",
        ),
        pytest.param(
            {"kind": "media", "media": "sticker"},
            CHAT | {"MediaContentType0", "MediaUrl0"},
            {"MediaContentType0": "image/webp", "MessageType": "sticker"},
            id="sticker",
        ),
        pytest.param(
            {"kind": "media", "media": "contact"},
            CHAT | {"MediaContentType0", "MediaUrl0"},
            {"MediaContentType0": "text/vcard", "MessageType": "contacts"},
            id="contact",
        ),
    ],
)
def test_whatsapp_forms(stage: Any, written: dict[str, Any], fields: set[str], values: dict[str, str]) -> None:
    """What happens on a WhatsApp phone becomes exactly the form that Twilio posts for it."""
    phone = stage.phone("whatsapp", profile_name="Siti")

    hook = stage.write(phone, **{"body": "", **written})

    assert set(hook.form) == fields
    assert values.items() <= hook.form.items()
    assert (hook.form["From"], hook.form["To"]) == (phone["address"], WHATSAPP)
    assert (hook.form["WaId"], hook.form["ProfileName"]) == (phone["number"].removeprefix("+"), "Siti")
    assert json.loads(hook.form["ChannelMetadata"])["data"]["context"]["ProfileName"] == "Siti"


def test_sms_form(stage: Any) -> None:
    """An SMS becomes Twilio's SMS form, with its segments counted."""
    phone = stage.phone("sms")

    hook = stage.write(phone, "a" * 161)

    assert set(hook.form) == EVERY | ORIGIN
    assert (hook.form["From"], hook.form["To"], hook.form["NumSegments"]) == (phone["number"], SMS, "2")


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        pytest.param({"external_id": True}, CHAT | {"ExternalUserId"}, id="number and id"),
        pytest.param({"external_id": True, "with_number": False}, CHAT - {"WaId"} | {"ExternalUserId"}, id="id alone"),
    ],
)
def test_senders_with_a_whatsapp_id(stage: Any, asked: dict[str, Any], fields: set[str]) -> None:
    """A person may write with WhatsApp's own id beside the number, or with nothing else, and be answered there."""
    phone = stage.phone("whatsapp", **asked)

    hook = stage.write(phone)

    assert set(hook.form) == fields
    assert hook.form["ExternalUserId"] == f"whatsapp:{phone['external_id']}"
    assert phone["external_id"].startswith("ID.")
    stage.client.messages.create(to=hook.form["From"], from_=WHATSAPP, body="halo juga")
    stage.client.messages.create(to=hook.form["ExternalUserId"], from_=WHATSAPP, body="dan lagi")
    assert [m["body"] for m in stage.shown(phone)] == ["halo", "halo juga", "dan lagi"]


def content(stage: Any, kind: str, fields: dict[str, Any], **create: Any) -> str:
    """Keep a content and give its SID."""
    made = stage.session.post(
        f"{stage.url}/v1/Content", json={"language": "id", "types": {f"twilio/{kind}": fields}, **create}
    )
    made.raise_for_status()
    sid: str = made.json()["sid"]
    return sid


BUTTONS = {"body": "{{1}}", "actions": [{"title": "Ya", "id": "ya"}, {"title": "Tidak", "id": "tidak"}]}
LIST = {"body": "{{1}}", "button": "Pilih", "items": [{"item": "Gaji", "id": "wages", "description": "upah"}]}


@pytest.mark.parametrize(
    ("shown", "choice", "extra", "values"),
    [
        pytest.param(
            ("quick-reply", BUTTONS),
            "tidak",
            {"ButtonText", "ButtonPayload"},
            {"ButtonText": "Tidak", "ButtonPayload": "tidak", "Body": "Tidak", "MessageType": "interactive"},
            id="button",
        ),
        pytest.param(
            ("list-picker", LIST),
            "wages",
            {"ListId", "ListTitle"},
            {"ListTitle": "Gaji", "ListId": "wages", "Body": "Gaji", "MessageType": "interactive"},
            id="list",
        ),
    ],
)
def test_taps(stage: Any, shown: tuple[str, Any], choice: str, extra: set[str], values: dict[str, str]) -> None:
    """A tapped choice carries its text and id and names the message it answers."""
    phone = stage.phone("whatsapp", profile_name="Siti")
    stage.write(phone)
    sid = content(stage, *shown)
    sent = stage.client.messages.create(
        to=phone["address"], from_=WHATSAPP, content_sid=sid, content_variables='{"1": "Boleh?"}'
    )

    hook = stage.write(phone, "", kind="tap", message_sid=sent.sid, choice_id=choice)

    assert sent.sid.startswith("MM")
    assert set(hook.form) == CHAT | TAP | extra
    assert values.items() <= hook.form.items()
    assert hook.form["OriginalRepliedMessageSid"] == sent.sid
    assert hook.form["OriginalRepliedMessageSender"] == WHATSAPP


def test_a_quoting_reply(stage: Any) -> None:
    """A text may quote a message, as a long press on it does."""
    phone = stage.phone("whatsapp")
    stage.write(phone)
    sent = stage.client.messages.create(to=phone["address"], from_=WHATSAPP, body="halo")

    assert set(stage.write(phone, "yang ini", message_sid=sent.sid).form) == CHAT | QUOTE


def test_signature_and_token(stage: Any) -> None:
    """Each webhook is signed for the public address; copies of it share the message's SID, each with its own token."""
    phone = stage.phone("whatsapp")
    hook = stage.write(phone, "a&b=ć 🏠", copies=2)

    validator = RequestValidator("token-of-the-double")
    assert validator.validate(INBOUND, hook.form, hook.signature)
    assert not validator.validate(INBOUND, {**hook.form, "Body": "lain"}, hook.signature)
    first, second = stage.receiver.hooks
    assert first.form == second.form
    assert first.token
    assert first.token != second.token


@pytest.mark.parametrize(
    ("fragment", "answers", "attempts"),
    [
        pytest.param("", [500], 1, id="an error is an answer by default"),
        pytest.param("", [0, 200], 2, id="a lost connection is tried once more"),
        pytest.param("", [0, 0, 200], 2, id="and no more"),
        pytest.param("#rc=2&rp=all", [500, 503, 200], 3, id="all failures, twice more"),
        pytest.param("#rc=1&rp=5xx", [500, 500, 200], 2, id="once more"),
        pytest.param("#rc=3&rp=4xx,5xx", [403, 200], 2, id="refusals too"),
        pytest.param("#rc=3&rp=ct", [503, 200], 1, id="only when unconnected"),
    ],
)
def test_retries(
    open_stage: Callable[..., Any], receiver: Any, fragment: str, answers: list[int], attempts: int
) -> None:
    """A webhook is tried again as the URL's fragment says, with one token; the fragment is not signed."""
    receiver.answers = list(answers)
    with open_stage(inbound_url=f"{receiver.url}/twilio/inbound{fragment}") as stage:
        made = stage.control("POST", f"/phones/{stage.phone('sms')['id']}/messages", body="halo")

    assert made["webhooks"][0]["attempts"] == attempts == len(receiver.hooks)
    assert made["webhooks"][0]["status"] == (answers[attempts - 1] or None)
    assert len({hook.token for hook in receiver.hooks}) == 1
    assert RequestValidator("token-of-the-double").validate(
        INBOUND, receiver.hooks[0].form, receiver.hooks[0].signature
    )


def test_nobody_listening(open_stage: Callable[..., Any]) -> None:
    """When the application is down a webhook is tried twice and the phone keeps its message."""
    with open_stage(inbound_url="http://127.0.0.1:9/twilio/inbound") as stage:
        phone = stage.phone("sms")
        made = stage.control("POST", f"/phones/{phone['id']}/messages", body="halo")

        assert (made["webhooks"][0]["status"], made["webhooks"][0]["attempts"]) == (None, 2)
        assert [m["body"] for m in stage.shown(phone)] == ["halo"]


@pytest.mark.parametrize(
    ("channel", "body"),
    [
        pytest.param("sms", {"kind": "location", "latitude": 1, "longitude": 1}, id="a place by SMS"),
        pytest.param("sms", {"kind": "media"}, id="a photo by SMS"),
        pytest.param("whatsapp", {"kind": "location"}, id="a place without a point"),
        pytest.param("whatsapp", {"kind": "location", "latitude": 91, "longitude": 1}, id="beyond the pole"),
        pytest.param("whatsapp", {"kind": "dance"}, id="unknown kind"),
        pytest.param("whatsapp", {"kind": "media", "media": "smell"}, id="unknown media"),
    ],
)
def test_what_a_phone_cannot_do(stage: Any, channel: str, body: dict[str, Any]) -> None:
    """The control routes refuse with 400 what no phone of that channel could send; nothing is posted."""
    phone = stage.phone(channel)

    response = stage.session.post(f"{stage.url}/double/phones/{phone['id']}/messages", json=body)

    assert (response.status_code, response.json()["code"]) == (400, 20001)
    assert stage.receiver.hooks == []


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"channel": "fax"}, id="unknown channel"),
        pytest.param({"channel": "sms", "external_id": True}, id="SMS with a WhatsApp id"),
        pytest.param({"channel": "sms", "with_number": False}, id="SMS without a number"),
        pytest.param({"channel": "whatsapp", "with_number": False}, id="nothing to reach it by"),
        pytest.param({"channel": "sms", "number": "+6281311112222"}, id="a number that could ring"),
        pytest.param({"channel": "sms", "number": "+62812000000010"}, id="a digit too many"),
    ],
)
def test_phones_that_cannot_be(stage: Any, asked: dict[str, Any]) -> None:
    """No phone gets a number that could be somebody's, or no address at all."""
    assert stage.session.post(f"{stage.url}/double/phones", json=asked).status_code == 400


def test_one_person_on_two_channels(stage: Any) -> None:
    """A number may have one phone on each channel, and no second one; fresh numbers are new on both."""
    first = stage.phone("whatsapp")
    same = stage.phone("sms", number=first["number"])

    assert same["number"] == first["number"]
    assert (
        stage.session.post(f"{stage.url}/double/phones", json={"channel": "sms", "number": first["number"]}).status_code
        == 400
    )
    assert stage.phone("sms")["number"] == "+6281200000002"
    assert len(stage.control("GET", "/phones")["phones"]) == 3


def test_only_what_changed(stage: Any) -> None:
    """A phone asks for what changed since it last looked: new messages, and old ones whose ticks moved."""
    phone = stage.phone("whatsapp")
    stage.write(phone)
    after = stage.control("GET", f"/phones/{phone['id']}/messages")["after"]
    assert stage.shown(phone, after) == []

    sent = stage.client.messages.create(
        to=phone["address"], from_=WHATSAPP, body="halo", status_callback="https://pulang.example/twilio/status"
    )
    stage.receiver.wait("/twilio/status", 3)
    assert [(m["sid"], m["status"]) for m in stage.shown(phone, after)] == [(sent.sid, "read")]


def test_health_needs_no_password_and_all_else_does(stage: Any) -> None:
    """The supervisor may ask whether the double is there; phones are shown only with the credentials."""
    assert requests.get(f"{stage.url}/double/healthz", timeout=5).json() == {"status": "ready"}
    assert requests.get(f"{stage.url}/double/phones", timeout=5).status_code == 401
