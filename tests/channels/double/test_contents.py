from __future__ import annotations

import json
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest.content.v1.content import ContentList

WHATSAPP = "whatsapp:+15005550006"
SMS = "+15005550010"
CALLBACK = "https://pulang.example/twilio/status"


def buttons(count: int, **changed: Any) -> dict[str, Any]:
    """Give a quick reply with ``count`` buttons."""
    return {"body": "{{1}}", "actions": [{"title": f"Pilihan {n}", "id": f"p{n}"} for n in range(count)], **changed}


def items(count: int, **changed: Any) -> dict[str, Any]:
    """Give a list with ``count`` lines."""
    listed = [{"item": f"Baris {n}", "id": f"b{n}", "description": "keterangan"} for n in range(count)]
    return {"body": "{{1}}", "button": "Pilih", "items": listed, **changed}


def create(stage: Any, name: str, fields: dict[str, Any], **more: Any) -> Any:
    """Ask for a content over plain HTTP."""
    payload = {"friendly_name": "uji", "language": "id", "types": {f"twilio/{name}": fields}, **more}
    return stage.session.post(f"{stage.url}/v1/Content", json=payload)


def test_the_sdk_creates_lists_fetches_and_deletes(stage: Any) -> None:
    """The SDK's own request classes are understood, pages are walked, and a deleted content is gone."""
    request = ContentList.ContentCreateRequest(
        {
            "friendly_name": "dua pilihan",
            "language": "id",
            "variables": {"1": "contoh"},
            "types": {"twilio/quick-reply": buttons(2)},
        }
    )
    made = stage.client.content.v1.contents.create(request)
    for n in range(4):
        create(stage, "text", {"body": f"teks {n}"})

    assert made.sid.startswith("HX")
    assert (made.friendly_name, made.language, made.variables) == ("dua pilihan", "id", {"1": "contoh"})
    assert stage.client.content.v1.contents(made.sid).fetch().types["twilio/quick-reply"]["body"] == "{{1}}"
    listed = stage.client.content.v1.contents.list(page_size=2)
    assert [c.types["twilio/text"]["body"] for c in listed[:4]] == [f"teks {n}" for n in (3, 2, 1, 0)]
    assert listed[4].sid == made.sid
    assert stage.client.content.v1.contents(made.sid).delete()
    with pytest.raises(TwilioRestException) as caught:
        stage.client.content.v1.contents(made.sid).fetch()
    assert (caught.value.status, caught.value.code) == (404, 20404)


@pytest.mark.parametrize(
    ("name", "fields", "status"),
    [
        pytest.param("text", {"body": "a"}, 201, id="text"),
        pytest.param("text", {"body": ""}, 400, id="empty text"),
        pytest.param("quick-reply", buttons(1), 201, id="one button"),
        pytest.param("quick-reply", buttons(10), 201, id="ten buttons"),
        pytest.param("quick-reply", buttons(0), 400, id="no button"),
        pytest.param("quick-reply", buttons(11), 400, id="eleven buttons"),
        pytest.param("quick-reply", buttons(1, actions=[{"title": "a" * 20}]), 201, id="title of 20"),
        pytest.param("quick-reply", buttons(1, actions=[{"title": "a" * 21}]), 400, id="title of 21"),
        pytest.param("quick-reply", buttons(1, body="a" * 1024), 201, id="body of 1024"),
        pytest.param("quick-reply", buttons(1, body="a" * 1025), 400, id="body of 1025"),
        pytest.param("list-picker", items(10), 201, id="ten lines"),
        pytest.param("list-picker", items(0), 400, id="no line"),
        pytest.param("list-picker", items(11), 400, id="eleven lines"),
        pytest.param("list-picker", items(1, items=[{"item": "a" * 24, "id": "b" * 200}]), 201, id="line of 24"),
        pytest.param("list-picker", items(1, items=[{"item": "a" * 25, "id": "b"}]), 400, id="line of 25"),
        pytest.param("list-picker", items(1, items=[{"item": "a", "id": "b" * 201}]), 400, id="id of 201"),
        pytest.param(
            "list-picker",
            items(1, items=[{"item": "a", "id": "b", "description": "c" * 73}]),
            400,
            id="description of 73",
        ),
        pytest.param("list-picker", items(1, button=""), 400, id="no button text"),
        pytest.param("video", {"body": "a"}, 400, id="a type that the double does not play"),
    ],
)
def test_limits_at_creation(stage: Any, name: str, fields: dict[str, Any], status: int) -> None:
    """A content is kept up to WhatsApp's limits and refused beyond."""
    assert create(stage, name, fields).status_code == status


def send(stage: Any, phone: dict[str, Any], sid: str, variables: object = None, sender: str = WHATSAPP) -> Any:
    """Send a content through the SDK."""
    given = variables if isinstance(variables, str) or variables is None else json.dumps(variables)
    options = {} if given is None else {"content_variables": given}
    return stage.client.messages.create(
        to=phone["address"], from_=sender, content_sid=sid, status_callback=CALLBACK, **options
    )


@pytest.fixture
def phone(stage: Any) -> dict[str, Any]:
    """A WhatsApp phone that has just written."""
    made: dict[str, Any] = stage.phone("whatsapp")
    stage.write(made)
    return made


def test_values_are_filled_in(stage: Any, phone: dict[str, Any]) -> None:
    """Places in body, titles, ids and descriptions are filled; the phone shows the choices."""
    fields = items(1, items=[{"item": "{{2}}", "id": "{{3}}", "description": "di {{2}}"}])
    sid = create(stage, "list-picker", fields, variables={"1": "Mau apa?"}).json()["sid"]

    assert send(stage, phone, sid, {"2": "Gaji", "3": "wages"}).body == "Mau apa?"
    shown = stage.shown(phone)[-1]
    assert shown["list_button"] == "Pilih"
    assert shown["choices"] == [{"title": "Gaji", "id": "wages", "description": "di Gaji"}]


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param({"1": ""}, id="empty"),
        pytest.param({"1": "  "}, id="blank"),
        pytest.param({"1": "dua\nbaris"}, id="line break"),
        pytest.param({"1": 5}, id="a number"),
        pytest.param({}, id="missing"),
        pytest.param(None, id="none at all"),
        pytest.param("{1: ya}", id="not JSON"),
        pytest.param('["ya"]', id="not an object"),
    ],
)
def test_bad_values(stage: Any, phone: dict[str, Any], variables: object) -> None:
    """An empty, broken or missing value is refused with 21656."""
    sid = create(stage, "quick-reply", buttons(2)).json()["sid"]

    with pytest.raises(TwilioRestException) as caught:
        send(stage, phone, sid, variables)
    assert (caught.value.status, caught.value.code) == (400, 21656)


@pytest.mark.parametrize(
    ("content", "variables", "last"),
    [
        pytest.param(("quick-reply", buttons(3)), {"1": "a"}, ("read", None), id="three buttons"),
        pytest.param(("quick-reply", buttons(4)), {"1": "a"}, ("undelivered", "63013"), id="four buttons"),
        pytest.param(("list-picker", items(10)), {"1": "a" * 1024}, ("read", None), id="body of 1024"),
        pytest.param(("list-picker", items(10)), {"1": "a" * 1025}, ("undelivered", "63013"), id="body of 1025"),
        pytest.param(
            ("quick-reply", buttons(1, body="b", actions=[{"title": "{{1}}", "id": "a"}])),
            {"1": "a" * 21},
            ("undelivered", "63013"),
            id="filled title of 21",
        ),
    ],
)
def test_limits_at_sending(
    stage: Any, phone: dict[str, Any], content: tuple[str, Any], variables: object, last: tuple[str, str | None]
) -> None:
    """What is too much for a chat once filled is accepted and then undelivered."""
    sid = create(stage, *content).json()["sid"]
    send(stage, phone, sid, variables)

    hooks = stage.receiver.wait("/twilio/status", 3 if last[0] == "read" else 1)
    assert (hooks[-1].form["MessageStatus"], hooks[-1].form.get("ErrorCode")) == last


def test_an_approved_template_opens_a_conversation(stage: Any) -> None:
    """Only an approved content reaches a phone that has not written for a day; its buttons are a template's."""
    silent = stage.phone("whatsapp")
    sid = create(stage, "quick-reply", buttons(4)).json()["sid"]
    send(stage, silent, sid, {"1": "a"})
    assert stage.receiver.wait("/twilio/status", 1)[-1].form["ErrorCode"] in {"63013", "63016"}

    url = f"{stage.url}/v1/Content/{sid}/ApprovalRequests"
    assert stage.session.post(f"{url}/whatsapp", json={"name": "uji", "category": "UTILITY"}).status_code == 201
    assert stage.session.get(url).json()["whatsapp"]["status"] == "approved"
    sent = send(stage, silent, sid, {"1": "a"})
    assert stage.receiver.wait("/twilio/status", 4)[-1].form["MessageStatus"] == "read"
    hook = stage.write(silent, "", kind="tap", message_sid=sent.sid, choice_id="p3")
    assert (hook.form["MessageType"], hook.form["ButtonText"]) == ("button", "Pilihan 3")


def test_a_list_is_never_approved(stage: Any) -> None:
    """A list cannot become a template."""
    sid = create(stage, "list-picker", items(1)).json()["sid"]

    assert stage.session.post(f"{stage.url}/v1/Content/{sid}/ApprovalRequests/whatsapp", json={}).status_code == 400


def test_content_by_sms(stage: Any) -> None:
    """By SMS the plain text of a content goes; one with choices alone is undelivered with 63005."""
    phone = stage.phone("sms")
    plain = create(stage, "text", {"body": "halo {{1}}"}).json()["sid"]
    rich = create(stage, "quick-reply", buttons(2)).json()["sid"]

    assert send(stage, phone, plain, {"1": "Siti"}, SMS).body == "halo Siti"
    stage.receiver.wait("/twilio/status", 2)
    send(stage, phone, rich, {"1": "a"}, SMS)
    assert stage.receiver.wait("/twilio/status", 3)[-1].form["ErrorCode"] == "63005"


@pytest.mark.parametrize("choice", [{"choice_id": "p9"}, {"choice_id": "p0", "message_sid": "MM0"}])
def test_only_a_shown_choice_can_be_tapped(stage: Any, phone: dict[str, Any], choice: dict[str, str]) -> None:
    """A tap on a choice or a message that the phone does not show is refused."""
    sid = create(stage, "quick-reply", buttons(1)).json()["sid"]
    sent = send(stage, phone, sid, {"1": "a"})

    response = stage.session.post(
        f"{stage.url}/double/phones/{phone['id']}/messages", json={"kind": "tap", "message_sid": sent.sid, **choice}
    )
    assert response.status_code in {400, 404}
