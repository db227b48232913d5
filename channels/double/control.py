from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Literal, TypeVar

from flask import Blueprint, jsonify, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from channels.double.address import Channel
from channels.double.errors import TwilioError
from channels.double.inbound import Written

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from channels.double.inbound import Inbound
    from channels.double.message import Message
    from channels.double.messages import Messages
    from channels.double.phones import Phone, Phones


Model = TypeVar("Model", bound=BaseModel)


class NewPhone(BaseModel):
    """A new person's phone. Without a number it gets a free one; ``external_id`` adds WhatsApp's own id."""

    model_config = ConfigDict(extra="forbid")

    channel: Literal["whatsapp", "sms"]
    number: str | None = None
    with_number: bool = True
    external_id: bool = False
    profile_name: str = Field(default="", max_length=60)


class NextFault(BaseModel):
    """A magic text for the next message to a phone."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(default="", max_length=60)


def control(phones: Phones, messages: Messages, inbound: Inbound) -> Blueprint:
    """Make the routes by which people at phones are played; Twilio has no such thing."""
    api = Blueprint("control", __name__, url_prefix="/double")

    @api.post("/phones")
    def create() -> ResponseReturnValue:
        asked = _read(NewPhone)
        phone = phones.create(
            Channel(asked.channel),
            number=asked.number,
            with_number=asked.with_number or asked.number is not None,
            with_external_id=asked.external_id,
            profile_name=asked.profile_name,
        )
        return jsonify(_phone(phone)), 201

    @api.get("/phones")
    def listing() -> ResponseReturnValue:
        return jsonify({"phones": [_phone(phone) for phone in phones.all()]})

    @api.get("/phones/<phone_id>/messages")
    def conversation(phone_id: str) -> ResponseReturnValue:
        phone = phones.get(phone_id)
        after = request.args.get("after", 0, type=int)
        changed = messages.conversation(phone_id, after)
        return jsonify(
            {
                "phone": _phone(phone),
                "messages": [_message(message) for message in changed],
                "after": max((message.changed for message in changed), default=after),
            }
        )

    @api.post("/phones/<phone_id>/messages")
    def write(phone_id: str) -> ResponseReturnValue:
        delivered = inbound.write(phones.get(phone_id), _read(Written))
        return jsonify(
            {
                "message": _message(delivered.message),
                "webhooks": [asdict(outcome) for outcome in delivered.outcomes],
            }
        ), 201

    @api.post("/phones/<phone_id>/faults")
    def fault(phone_id: str) -> ResponseReturnValue:
        phones.set_fault(phones.get(phone_id), _read(NextFault).text)
        return jsonify(_phone(phones.get(phone_id)))

    return api


def _read(model: type[Model]) -> Model:
    try:
        return model.model_validate(request.get_json(silent=True) or {})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise TwilioError(20001, f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error


def _phone(phone: Phone) -> dict[str, object]:
    return {
        "id": phone.id,
        "channel": phone.channel.value,
        "address": str(phone.address),
        "number": phone.number,
        "external_id": phone.external_id,
        "profile_name": phone.profile_name,
        "opted_out": phone.opted_out,
        "fault": phone.fault,
    }


def _message(message: Message) -> dict[str, object]:
    details = message.draft.details
    return {
        "seq": message.seq,
        "sid": message.sid,
        "from_person": message.draft.direction == "inbound",
        "kind": message.draft.kind,
        "body": message.draft.body,
        "status": message.status,
        "error_code": message.error_code,
        "segments": message.segments,
        "encoding": message.encoding,
        "list_button": details.list_button,
        "choices": [asdict(choice) for choice in details.choices],
        "latitude": details.latitude,
        "longitude": details.longitude,
        "label": details.label,
        "at": datetime.fromtimestamp(message.created, tz=timezone.utc).isoformat(),
    }
