from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).parents[4] / "shared" / "data" / "twilio"
SMS = "+15005550010"
WHATSAPP = "whatsapp:+15005550006"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="Twilio's specifications are not beside the checkout")


def spec(name: str) -> Any:
    """Read one of Twilio's OpenAPI documents."""
    return json.loads((SHARED / name).read_text(encoding="utf-8"))


def faults(document: Any, schema: Any, value: Any, where: str = "") -> list[str]:
    """Say where a value leaves its schema; enough of JSON Schema for these answers."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if value is None:
        return [] if schema.get("nullable") else [f"{where} is null"]
    kinds: dict[str, Any] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "object": dict,
        "array": list,
    }
    if not isinstance(value, kinds[schema.get("type", "object")]):
        return [f"{where} is no {schema['type']}"]
    found = []
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{where} does not match {schema['pattern']}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where} is none of {schema['enum']}")
    if isinstance(value, dict) and "properties" in schema:
        found += [f"{where}.{name} is unknown" for name in value.keys() - schema["properties"].keys()]
        found += [f"{where}.{name} is absent" for name in schema["properties"].keys() - value.keys()]
        for name in value.keys() & schema["properties"].keys():
            found += faults(document, schema["properties"][name], value[name], f"{where}.{name}")
    if isinstance(value, list):
        found += [fault for item in value for fault in faults(document, schema["items"], item, f"{where}[]")]
    return found


def answer(document: Any, path: str, method: str, status: str) -> Any:
    """Give the schema of an answer."""
    return document["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]


def test_messages_match_the_specification(stage: Any) -> None:
    """What the double answers for a message and a list has exactly the fields and forms of Twilio's specification."""
    document = spec("twilio_api_v2010.json")
    base = "/2010-04-01/Accounts/{AccountSid}/Messages"
    url = f"{stage.url}/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages"
    made = stage.session.post(f"{url}.json", data={"To": "+6281200000901", "From": SMS, "Body": "error30003"})
    stage.write(stage.phone("sms"))

    assert faults(document, answer(document, f"{base}.json", "post", "201"), made.json()) == []
    fetched = stage.session.get(f"{stage.url}{made.json()['uri']}").json()
    assert faults(document, answer(document, f"{base}/{{Sid}}.json", "get", "200"), fetched) == []
    listed = stage.session.get(f"{url}.json?PageSize=1").json()
    assert faults(document, answer(document, f"{base}.json", "get", "200"), listed) == []


def test_contents_match_the_specification(stage: Any) -> None:
    """What the double answers for a content has exactly the fields and forms of Twilio's specification."""
    document = spec("twilio_content_v1.json")
    payload = {"language": "id", "types": {"twilio/quick-reply": {"body": "a", "actions": [{"title": "b"}]}}}
    schema = document["paths"]["/v1/Content"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    made = stage.session.post(f"{stage.url}/v1/Content", json=payload)

    assert not [fault for fault in faults(document, schema, payload) if "absent" not in fault]
    assert faults(document, answer(document, "/v1/Content", "post", "201"), made.json()) == []
    listed = stage.session.get(f"{stage.url}/v1/Content").json()
    assert faults(document, answer(document, "/v1/Content", "get", "200"), listed) == []
    approval = stage.session.get(f"{stage.url}/v1/Content/{made.json()['sid']}/ApprovalRequests").json()
    path = "/v1/Content/{Sid}/ApprovalRequests"
    assert faults(document, answer(document, path, "get", "200"), approval) == []


def test_webhooks_use_only_recorded_fields(stage: Any) -> None:
    """Every field that the double posts was seen in a recorded webhook, or is documented for lists."""
    lines = (SHARED / "inbound_and_status.jsonl").read_text(encoding="utf-8").splitlines()
    recorded = {name for line in lines for name in json.loads(line)["params"]}
    phone = stage.phone("whatsapp", external_id=True)
    stage.write(phone)
    stage.write(phone, "", kind="location", latitude=-6.9, longitude=106.9, label="Rumah", address="Jl. Melati")
    stage.write(phone, "", kind="media", media="voice")
    stage.write(stage.phone("sms"))
    fields = {"body": "a", "button": "b", "items": [{"item": "c", "id": "d"}]}
    made = stage.session.post(
        f"{stage.url}/v1/Content", json={"language": "id", "types": {"twilio/list-picker": fields}}
    )
    sent = stage.client.messages.create(
        to=phone["address"],
        from_=WHATSAPP,
        content_sid=made.json()["sid"],
        status_callback="https://pulang.example/twilio/status",
    )
    stage.receiver.wait("/twilio/status", 3)
    stage.write(phone, "", kind="tap", message_sid=sent.sid, choice_id="d")

    posted = {name for hook in stage.receiver.hooks for name in hook.form}
    assert posted - recorded == {"ListId", "ListTitle"}
