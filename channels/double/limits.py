from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from channels.double.errors import TwilioError
from channels.double.message import Choice

# Lengths and counts: twilio.com/docs/content/twilioquick-reply and …/twiliolist-picker.


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Text(_Strict):
    """twilio/text: a body alone."""

    body: str = Field(min_length=1, max_length=1600)


class Button(_Strict):
    """One button of a quick reply."""

    title: str = Field(min_length=1, max_length=20)
    id: str | None = Field(default=None, max_length=200)
    type: str = Field(default="QUICK_REPLY", pattern="^QUICK_REPLY$")


class QuickReply(_Strict):
    """twilio/quick-reply: a body with up to ten buttons, of which a chat without approval takes three."""

    body: str = Field(min_length=1, max_length=1024)
    actions: list[Button] = Field(min_length=1, max_length=10)


class Item(_Strict):
    """One line of a list."""

    item: str = Field(min_length=1, max_length=24)
    id: str = Field(min_length=1, max_length=200)
    description: str | None = Field(default=None, max_length=72)


class ListPicker(_Strict):
    """twilio/list-picker: a body and a sheet of up to ten lines behind a button."""

    body: str = Field(min_length=1, max_length=1024)
    button: str = Field(min_length=1, max_length=20)
    items: list[Item] = Field(min_length=1, max_length=10)


_TYPES: dict[str, type[Text | QuickReply | ListPicker]] = {
    "twilio/text": Text,
    "twilio/quick-reply": QuickReply,
    "twilio/list-picker": ListPicker,
}
_IN_SESSION_BUTTONS = 3


def check_types(types: Any) -> None:
    """Refuse (20001) what the Content API would not keep."""
    if not isinstance(types, dict) or not types:
        raise TwilioError(20001, "types is required")
    for name, fields in types.items():
        if name not in _TYPES:
            raise TwilioError(20001, f"type {name} is not played by the double")
        try:
            _TYPES[name].model_validate(fields)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise TwilioError(20001, f"{name} {where}: {first['msg']}") from error


class Unfit(Exception):
    """The filled content breaks a limit of WhatsApp, which shows only after the message was accepted."""


def fit(types: dict[str, dict[str, Any]], *, approved: bool) -> tuple[str, str | None, tuple[Choice, ...]]:
    """Give body, list button and choices of a filled content; Unfit when WhatsApp would refuse it."""
    name = next(name for name in reversed(_TYPES) if name in types)
    try:
        shown = _TYPES[name].model_validate(types[name])
    except ValidationError as error:
        raise Unfit from error
    if isinstance(shown, ListPicker):
        return shown.body, shown.button, tuple(Choice(i.item, i.id, i.description or "") for i in shown.items)
    if isinstance(shown, QuickReply):
        if len(shown.actions) > _IN_SESSION_BUTTONS and not approved:
            raise Unfit
        return shown.body, None, tuple(Choice(a.title, a.id or a.title) for a in shown.actions)
    return shown.body, None, ()


def body_of(types: dict[str, dict[str, Any]]) -> str:
    """Give the text of a filled content, whether or not it fits."""
    name = next(name for name in reversed(_TYPES) if name in types)
    return str(types[name].get("body", ""))
