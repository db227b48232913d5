from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask
from pydantic import ValidationError

import channels.simulator
from channels.double.segments import count_segments
from channels.simulator import simulator
from channels.simulator.material import Example, Step, examples, places, texts

FOLDER = Path(channels.simulator.__file__).parent


def get(site: Any, path: str, **options: Any) -> requests.Response:
    """Ask the page's server."""
    return requests.get(f"{site.url}/simulator{path}", timeout=5, **options)


def test_the_page_needs_nothing_from_elsewhere(site: Any) -> None:
    """The page names no other host and holds no script or style of its own, and its policy forbids both."""
    page = get(site, "/")

    assert page.status_code == 200
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", page.text) == []
    assert re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page.text) is None
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for asset in re.findall(r"(?:src|href)=\"(/simulator/static/[^\"]+)\"", page.text):
        assert requests.get(site.url + asset, timeout=5).status_code == 200


def test_credentials_stay_on_the_server(site: Any) -> None:
    """Neither the page nor its data tells the browser the double's credentials or address."""
    seen = get(site, "/").text + get(site, "/api/setup").text

    assert "token-of-the-double" not in seen
    assert site.double_url not in seen


def test_a_message_takes_the_way_of_a_webhook(site: Any) -> None:
    """What is written through the page's server reaches the application as Twilio's form, and the answer comes back."""
    phone = requests.post(f"{site.url}/simulator/api/phones", json={"channel": "sms"}, timeout=5).json()
    url = f"{site.url}/simulator/api/phones/{phone['id']}/messages"
    made = requests.post(url, json={"body": "halo"}, timeout=5)

    assert made.status_code == 201
    assert [(form["Body"], form["From"]) for form in site.parrot.forms] == [("halo", phone["number"])]
    answer = get(site, f"/api/phones/{phone['id']}/messages").json()
    assert [message["body"] for message in answer["messages"]] == ["halo", "Anda menulis: halo"]
    later = get(site, f"/api/phones/{phone['id']}/messages", params={"after": made.json()["message"]["seq"] + 10**6})
    assert later.json()["messages"] == []


def test_errors_of_the_double_come_through(site: Any) -> None:
    """The double's refusals keep their status and code."""
    assert get(site, "/api/phones/none/messages").status_code == 404
    refused = requests.post(f"{site.url}/simulator/api/phones", json={"channel": "fax"}, timeout=5)
    assert (refused.status_code, refused.json()["code"]) == (400, 20001)


def test_forms_of_other_sites_are_refused(site: Any) -> None:
    """A plain form, which any website could post, makes no phone and sends nothing."""
    assert requests.post(f"{site.url}/simulator/api/phones", data={"channel": "sms"}, timeout=5).status_code == 415
    phones = requests.get(
        f"{site.double_url}/double/phones", auth=("AC" + "0" * 31 + "1", "token-of-the-double"), timeout=5
    )
    assert phones.json() == {"phones": []}


def test_a_double_that_does_not_run() -> None:
    """Without a double the page is there, and its data answer 502 with a fixed word."""
    app = Flask("alone")
    app.register_blueprint(simulator("http://127.0.0.1:9", ("AC", "token")))
    client = app.test_client()

    assert client.get("/simulator/").status_code == 200
    answer = client.post("/simulator/api/phones", json={"channel": "sms"})
    assert (answer.status_code, answer.json) == (502, {"error": "double_unreached"})


def test_there_are_six_examples() -> None:
    """The ready conversations are six, one of them by SMS, each with its own name."""
    ready = examples()

    assert len({example.id for example in ready}) == len(ready) == 6
    assert {example.channel for example in ready} == {"whatsapp", "sms"}
    assert len({place.name for place in places()}) == len(places())


def test_examples_by_sms_are_cheap() -> None:
    """What a person of an example sends by SMS is plain GSM-7 and one segment."""
    sent = [step.text or "" for example in examples() if example.channel == "sms" for step in example.steps]

    assert sent
    assert {(count_segments(text).encoding, count_segments(text).count) for text in sent} == {("GSM-7", 1)}


@pytest.mark.parametrize(
    ("channel", "steps"),
    [
        pytest.param("sms", [{"text": "a"}, {}], id="a step that does nothing"),
        pytest.param("sms", [{"text": "a"}, {"text": "b", "tap": 1}], id="two things at once"),
        pytest.param("whatsapp", [{"text": "a"}, {"place": "Atlantis"}], id="an unknown place"),
        pytest.param("sms", [{"text": "a"}, {"place": "Tegal"}], id="a place by SMS"),
        pytest.param("sms", [{"text": "a"}], id="one step is no conversation"),
    ],
)
def test_broken_examples_are_refused(channel: str, steps: list[dict[str, Any]]) -> None:
    """An example that could not be played is refused when it is read."""
    with pytest.raises(ValidationError):
        Example.model_validate({"id": "uji", "channel": channel, "title": "Uji", "steps": steps})


def test_a_tap_is_a_step() -> None:
    """A step may tap a choice, counted from one."""
    assert Step.model_validate({"tap": 1}).tap == 1
    with pytest.raises(ValidationError):
        Step.model_validate({"tap": 0})


def test_the_script_and_its_texts_agree() -> None:
    """Every text that the script names exists, and none is kept that it does not use."""
    script = (FOLDER / "static" / "simulator.js").read_text(encoding="utf-8")
    named = set(re.findall(r"\"((?:status|from|kind|segment|mode)_\w+)\"", script))
    named |= set(re.findall(r"say\(\"(\w+)\"", script))
    kinds = ("voice", "photo", "sticker", "video", "document", "contact", "location")
    statuses = ("queued", "accepted", "sent", "delivered", "read", "received", "undelivered", "failed")
    named |= {f"kind_{kind}" for kind in kinds} | {f"status_{status}" for status in statuses}

    assert named == set(texts())
