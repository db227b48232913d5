from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHATSAPP = "whatsapp:+15005550006"
SMS = "+15005550010"
SERVICE = "MG00000000000000000000000000000001"
TO = "+6281200000901"


def refused(send: Callable[[], Any]) -> tuple[int, int]:
    """Give HTTP status and Twilio's code of a refusal."""
    with pytest.raises(TwilioRestException) as caught:
        send()
    return caught.value.status, caught.value.code


def test_an_accepted_message_reads_like_twilios(stage: Any) -> None:
    """The SDK gets back a queued message with SID, addresses, text and dates, and can fetch it again."""
    sent = stage.client.messages.create(to=TO, from_=SMS, body="Halo, apa kabar?")

    assert (sent.to, sent.from_, sent.body, sent.status) == (TO, SMS, "Halo, apa kabar?", "queued")
    assert sent.sid.startswith("SM")
    assert len(sent.sid) == 34
    assert (sent.direction, sent.num_segments, sent.error_code) == ("outbound-api", "1", None)
    assert sent.date_created == stage.clock.at
    assert stage.client.messages(sent.sid).fetch().body == "Halo, apa kabar?"


def test_a_messaging_service_chooses_the_sender(stage: Any) -> None:
    """With a Messaging Service the sender of the recipient's channel is used and the message is accepted."""
    sent = stage.client.messages.create(to=TO, messaging_service_sid=SERVICE, body="halo")

    assert (sent.from_, sent.status, sent.messaging_service_sid) == (SMS, "accepted", SERVICE)


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        pytest.param({"to": "+62", "from_": SMS, "body": "a"}, 400, 21211, id="too short a number"),
        pytest.param({"to": "0812", "from_": SMS, "body": "a"}, 400, 21211, id="no country"),
        pytest.param({"to": "whatsapp:Budi", "from_": WHATSAPP, "body": "a"}, 400, 21211, id="no whatsapp address"),
        pytest.param({"to": "", "from_": SMS, "body": "a"}, 400, 21604, id="no recipient"),
        pytest.param({"to": TO, "body": "a"}, 400, 21603, id="no sender"),
        pytest.param({"to": TO, "from_": "+15005550099", "body": "a"}, 400, 21606, id="a sender not ours"),
        pytest.param(
            {"to": f"whatsapp:{TO}", "from_": "whatsapp:+15005550099", "body": "a"}, 400, 63007, id="a channel not ours"
        ),
        pytest.param({"to": f"whatsapp:{TO}", "from_": SMS, "body": "a"}, 400, 21910, id="two channels"),
        pytest.param(
            {"to": TO, "messaging_service_sid": "MG" + "9" * 32, "body": "a"}, 400, 21701, id="no such service"
        ),
        pytest.param({"to": TO, "from_": SMS}, 400, 21602, id="no body"),
        pytest.param({"to": TO, "from_": SMS, "body": "a" * 1601}, 400, 21617, id="too long"),
        pytest.param({"to": TO, "from_": SMS, "content_sid": "HX" + "0" * 32}, 400, 21655, id="no such content"),
        pytest.param({"to": TO, "from_": SMS, "body": "coba error21211"}, 400, 21211, id="magic 21211"),
        pytest.param({"to": TO, "from_": SMS, "body": "error21610"}, 400, 21610, id="magic 21610"),
        pytest.param({"to": TO, "from_": SMS, "body": "error21656"}, 400, 21656, id="magic 21656"),
        pytest.param({"to": TO, "from_": SMS, "body": "error20429"}, 429, 20429, id="magic 429"),
        pytest.param({"to": TO, "from_": SMS, "body": "error20003"}, 401, 20003, id="magic 401"),
        pytest.param({"to": TO, "from_": SMS, "body": "error20503"}, 503, 20503, id="magic 503"),
    ],
)
def test_refusals(stage: Any, request_: dict[str, str], status: int, code: int) -> None:
    """A bad or a magic request is refused with Twilio's status and code, and nothing is kept."""
    assert refused(lambda: stage.client.messages.create(**request_)) == (status, code)
    assert stage.client.messages.list() == []


def test_a_body_of_1600_characters_goes(stage: Any) -> None:
    """The limit itself is still allowed."""
    assert stage.client.messages.create(to=TO, from_=SMS, body="a" * 1600).num_segments == "11"


def test_wrong_credentials(stage: Any) -> None:
    """A wrong token is 401 with code 20003, as JSON with a link."""
    client = Client(stage.client.account_sid, "wrong", http_client=stage.client.http_client)

    assert refused(lambda: client.messages.create(to=TO, from_=SMS, body="a")) == (401, 20003)
    body = requests.get(f"{stage.url}/v1/Content", timeout=5).json()
    assert body == {
        "code": 20003,
        "message": "Authenticate",
        "more_info": "https://www.twilio.com/docs/errors/20003",
        "status": 401,
    }


@pytest.mark.parametrize(
    "path", ["/2010-04-01/Accounts/AC99999999999999999999999999999999/Messages.json", "/v1/Content/HX1", "/nothing"]
)
def test_what_is_not_there(stage: Any, path: str) -> None:
    """Another account, an unknown resource and an unknown route are 404 with code 20404."""
    response = stage.session.get(stage.url + path)

    assert (response.status_code, response.json()["code"]) == (404, 20404)


def test_stop_and_start(stage: Any) -> None:
    """After STOP from a phone its number is refused with 21610, on SMS only, until START; both words reach us."""
    phone = stage.phone("sms")

    assert stage.write(phone, " Stop ").form["Body"] == " Stop "

    def send() -> Any:
        return stage.client.messages.create(to=phone["number"], from_=SMS, body="halo")

    assert refused(send) == (400, 21610)
    stage.write(phone, "start")
    assert send().status == "queued"
    stage.write(phone, "please stop that")
    assert send().status == "queued"


def test_listing_filters_and_pages(open_stage: Any) -> None:
    """The list narrows by recipient, sender and day, is newest first, and the SDK walks its pages."""
    with open_stage(receipts=(60.0, 60.0, 60.0)) as stage:
        for n in range(5):
            stage.client.messages.create(to=TO, from_=SMS, body=f"pesan {n}")
            stage.clock.move(days=1)
        stage.client.messages.create(to="+6281200000902", from_=SMS, body="lain")
        listed = stage.client.messages.list

        assert [m.body for m in listed(to=TO, page_size=2)] == [f"pesan {n}" for n in (4, 3, 2, 1, 0)]
        assert len(listed(page_size=2, limit=3)) == 3
        assert listed(from_="+15005550006") == []
        start = stage.clock.at.replace(day=24)
        day_two = start.replace(day=25)
        assert [m.body for m in listed(date_sent=day_two.date())] == ["pesan 1"]
        assert [m.body for m in listed(date_sent_before=day_two)] == ["pesan 1", "pesan 0"]
        assert [m.body for m in listed(to=TO, date_sent_after=day_two.replace(day=27))] == ["pesan 4", "pesan 3"]


def test_redacting_and_deleting(stage: Any) -> None:
    """A body can be emptied and a message deleted at the API; the phone keeps what it got."""
    phone = stage.phone("sms")
    sent = stage.client.messages.create(to=phone["number"], from_=SMS, body="rahasia", status_callback=callback(stage))
    stage.receiver.wait("/twilio/status", 2)

    assert sent.update(body="").body == ""
    assert refused(lambda: sent.update(body="lain")) == (400, 20001)
    assert sent.delete()
    assert refused(sent.fetch) == (404, 20404)
    assert stage.client.messages.list() == []
    assert [m["body"] for m in stage.shown(phone)] == ["rahasia"]


def test_a_message_underway_cannot_be_deleted(open_stage: Any) -> None:
    """Deleting before the message left is 409 with code 20009."""
    with open_stage(receipts=(60.0, 60.0, 60.0)) as stage:
        sent = stage.client.messages.create(to=TO, from_=SMS, body="halo")

        assert refused(sent.delete) == (409, 20009)


def callback(stage: Any) -> str:
    """Give the status URL at the application's public address."""
    return "https://pulang.example/twilio/status"


def test_a_dropped_answer_leaves_an_accepted_message(stage: Any) -> None:
    """After "drop" the caller gets no answer, but the message is in the list."""
    with pytest.raises(requests.ConnectionError):
        stage.client.messages.create(to=TO, from_=SMS, body="drop")

    assert [m.body for m in stage.client.messages.list(to=TO)] == ["drop"]


def test_a_slow_answer_comes_after_acceptance(stage: Any) -> None:
    """After "slow<ms>" the answer waits, while the message is already in the list."""
    stage.client.http_client.timeout = 0.2
    with pytest.raises(requests.Timeout):
        stage.client.messages.create(to=TO, from_=SMS, body="slow500")

    stage.client.http_client.timeout = 5
    assert [m.body for m in stage.client.messages.list(to=TO)] == ["slow500"]


def test_every_answer_can_take_its_time(open_stage: Any) -> None:
    """The configured delay holds back the answer to a send request."""
    with open_stage(delay=(0.2, 0.2)) as stage:
        started = time.perf_counter()
        stage.client.messages.create(to=TO, from_=SMS, body="halo")

        assert time.perf_counter() - started >= 0.2


def test_a_fault_can_wait_for_a_phone(stage: Any) -> None:
    """A magic text set on a phone hits its next message only."""
    phone = stage.phone("sms")
    stage.control("POST", f"/phones/{phone['id']}/faults", text="error20429")

    def send() -> Any:
        return stage.client.messages.create(to=phone["number"], from_=SMS, body="halo")

    assert refused(send) == (429, 20429)
    assert send().status == "queued"


def test_smart_encoding_and_places(stage: Any) -> None:
    """SmartEncoded turns curly quotes plain on SMS; a geo action reaches the phone as a place."""
    sms, whatsapp = stage.phone("sms"), stage.phone("whatsapp")
    stage.client.messages.create(to=sms["number"], from_=SMS, body="\u201chalo\u201d", smart_encoded=True)
    stage.client.messages.create(
        to=whatsapp["address"], from_=WHATSAPP, body="Kantor", persistent_action=["geo:-6.92,106.93|Sukabumi"]
    )

    assert stage.shown(sms)[0]["body"] == '"halo"'
    assert (stage.shown(sms)[0]["encoding"], stage.shown(sms)[0]["segments"]) == ("GSM-7", 1)
    place = stage.shown(whatsapp)[0]
    assert (place["kind"], place["latitude"], place["longitude"], place["label"]) == (
        "location",
        -6.92,
        106.93,
        "Sukabumi",
    )


def test_a_killed_double_comes_back_with_everything(open_stage: Any, tmp_path: Path) -> None:
    """Phones, messages, contents and statuses still to come survive on the state file."""
    path = tmp_path / "inner" / "double.sqlite3"
    with open_stage(state_path=path, receipts=(0.0, 0.3, 0.3)) as stage:
        phone = stage.phone("sms")
        stage.client.messages.create(to=phone["number"], from_=SMS, body="halo", status_callback=callback(stage))
        stage.receiver.wait("/twilio/status", 1)

    with open_stage(state_path=path) as stage:
        assert [m["body"] for m in stage.shown(phone)] == ["halo"]
        statuses = [hook.form["MessageStatus"] for hook in stage.receiver.wait("/twilio/status", 2)]
        assert statuses == ["sent", "delivered"]
        assert stage.phone("sms")["number"] != phone["number"]
    assert path.stat().st_mode & 0o777 == 0o600
