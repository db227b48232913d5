"""Runs bodies and signatures recorded elsewhere, where the folder of outside material lies beside the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from channels.gateway.forms import read_inbound, read_status
from channels.gateway.signature import Signature

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "twilio"
BODIES, VECTORS = FOLDER / "inbound_and_status.jsonl", FOLDER / "signature_vectors.json"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="no outside material beside the project")


def recorded() -> list[Any]:
    """Give the recorded bodies, named by their own names."""
    lines = BODIES.read_text(encoding="utf-8").splitlines() if BODIES.exists() else []
    return [pytest.param(case, id=case["name"]) for case in map(json.loads, lines)]


def vectors() -> list[Any]:
    """Give the signature vectors, named by their own names."""
    made = json.loads(VECTORS.read_text(encoding="utf-8")) if VECTORS.exists() else {"vectors": []}
    return [pytest.param(made["auth_token"], vector, id=vector["name"]) for vector in made["vectors"]]


@pytest.mark.parametrize("case", recorded())
def test_recorded_bodies_pass_the_gate(gate: Any, case: dict[str, Any]) -> None:
    """Every recorded body, posted byte for byte and signed, is acknowledged: messages are kept, statuses are not."""
    status = "status" in case["name"]
    path = "/twilio/status?m=x" if status else "/twilio/inbound"
    signature = RequestValidator("token-of-today").compute_signature(f"https://pulang.example{path}", case["params"])
    answer = gate.client.post(
        path, data=case["body"].encode(), content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": signature},
    )  # fmt: skip

    assert answer.status_code == (204 if status else 200)
    assert gate.kept() == (0 if status else 1)


@pytest.mark.parametrize("case", recorded())
def test_recorded_bodies_are_understood(case: dict[str, Any]) -> None:
    """What a body says of sender, text, choice, place and media stands in the typed message."""
    form = dict(parse_qsl(case["body"], keep_blank_values=True))
    if "status" in case["name"]:
        assert read_status(form)[0] == form["MessageSid"]
        return
    read = read_inbound(form)
    origin = form["From"].removeprefix("whatsapp:")

    assert read.provider_id == form["MessageSid"]
    assert (read.channel == "whatsapp") == form["From"].startswith("whatsapp:")
    assert read.senders[0].value == origin
    assert (len(read.senders) == 2) == ("ExternalUserId" in form and form["ExternalUserId"] != form["From"])
    assert (read.text, read.choice) == (form.get("Body", ""), form.get("ButtonPayload"))
    assert (read.point is not None) == ("Latitude" in form)
    assert len(read.media) == int(form["NumMedia"])


@pytest.mark.parametrize(("token", "vector"), vectors())
def test_signature_vectors(token: str, vector: dict[str, Any]) -> None:
    """Published signatures fit exactly where they are said to fit."""
    parts = urlsplit(vector["url"])
    signature = Signature(f"{parts.scheme}://{parts.netloc}", ["another-token", token])
    form: Any = vector.get("params") or vector.get("body") or MultiDict(map(tuple, vector["params_list"]))

    assert signature.fits(f"{parts.path}?{parts.query}", form, vector["signature"]) is vector["valid"]
