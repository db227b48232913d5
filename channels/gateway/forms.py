"""Reads the forms that Twilio posts into typed messages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pulang.conversation.messages import Channel, Inbound, Media, Point, Sender
from pulang.store.tables import AddressKind, OutboxState

_PHONE = re.compile(r"\+[1-9]\d{3,14}")
# A WhatsApp business-scoped user id: a country and a number, such as ID.1000000000000001.
_WHATSAPP_ID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}")
_SID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Short codes, names and forms that do not exist yet: they may not be answerable, but what they wrote is kept.
_UNKNOWN = re.compile(r"[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]{0,62}[^\s\x00-\x1f\x7f])?")
_COUNT = re.compile(r"[0-9]{1,3}")
_CODE = re.compile(r"[1-9][0-9]{0,8}")
_LONGEST_TEXT = 4096
_MOST_MEDIA = 10

_MEDIA = {"audio": Media.VOICE, "image": Media.IMAGE, "video": Media.VIDEO, "application": Media.DOCUMENT}
_CONTACTS = frozenset({"text/vcard", "text/x-vcard", "text/directory"})

_STATES = {
    "sent": OutboxState.SENT,
    "delivered": OutboxState.DELIVERED,
    "read": OutboxState.READ,
    "undelivered": OutboxState.UNDELIVERED,
    "failed": OutboxState.FAILED,
    "canceled": OutboxState.CANCELLED,
}


class FormRefused(Exception):
    """A signed form that cannot be a message: it lacks what every message has."""


def read_inbound(form: Mapping[str, str]) -> Inbound:
    """Understand an inbound message; raises FormRefused when it has no id or no usable sender."""
    provider_id = form.get("MessageSid") or form.get("SmsMessageSid") or form.get("SmsSid") or ""
    if not _SID.fullmatch(provider_id):
        raise FormRefused("no message id")
    origin = form.get("From", "")
    channel = Channel.WHATSAPP if origin.startswith("whatsapp:") else Channel.SMS
    senders = _senders(form, origin, channel)
    if not senders:
        raise FormRefused("no sender")
    tapped = form.get("ButtonPayload") or form.get("ListId") or None
    return Inbound(
        provider_id=provider_id,
        channel=channel,
        senders=senders,
        text=form.get("Body", "")[:_LONGEST_TEXT],
        choice=tapped[:200] if tapped else None,
        point=_point(form),
        media=_media(form),
    )


def _senders(form: Mapping[str, str], origin: str, channel: Channel) -> tuple[Sender, ...]:
    """List every address the form carries, the one to answer to first."""
    candidates = [origin.removeprefix("whatsapp:")]
    if channel is Channel.WHATSAPP:
        wa_id = form.get("WaId", "")
        candidates += [
            f"+{wa_id}" if wa_id.isdigit() else wa_id,
            form.get("ExternalUserId", "").removeprefix("whatsapp:"),
        ]
    senders: dict[Sender, None] = {}
    for value in candidates:
        if _PHONE.fullmatch(value):
            senders[Sender(AddressKind.PHONE, value)] = None
        elif channel is Channel.WHATSAPP and _WHATSAPP_ID.fullmatch(value):
            senders[Sender(AddressKind.WHATSAPP_ID, value)] = None
    if not senders and _UNKNOWN.fullmatch(candidates[0]):
        kind = AddressKind.WHATSAPP_ID if channel is Channel.WHATSAPP else AddressKind.PHONE
        senders[Sender(kind, candidates[0])] = None
    return tuple(senders)


def _point(form: Mapping[str, str]) -> Point | None:
    try:
        lat, lng = float(form["Latitude"]), float(form["Longitude"])
    except (KeyError, ValueError):
        return None
    return Point(lat, lng) if -90 <= lat <= 90 and -180 <= lng <= 180 else None


def _media(form: Mapping[str, str]) -> tuple[Media, ...]:
    if form.get("MessageType") == "sticker":
        return (Media.STICKER,)
    if form.get("MessageType") == "contacts":
        return (Media.CONTACT,)
    count = int(form["NumMedia"]) if _COUNT.fullmatch(form.get("NumMedia", "")) else 0
    kinds = (form.get(f"MediaContentType{index}", "").lower() for index in range(min(count, _MOST_MEDIA)))
    return tuple(_kind(content_type) for content_type in kinds)


def _kind(content_type: str) -> Media:
    if content_type in _CONTACTS:
        return Media.CONTACT
    if content_type == "image/webp":
        return Media.STICKER  # WhatsApp sends pictures as JPEG or PNG; only stickers are WebP
    return _MEDIA.get(content_type.split("/", 1)[0], Media.OTHER)


def read_status(form: Mapping[str, str]) -> tuple[str, OutboxState | None, str | None]:
    """Understand a status callback: the provider's id, the state (None: one that changes nothing), the error code."""
    provider_id = form.get("MessageSid") or form.get("SmsSid") or ""
    if not _SID.fullmatch(provider_id):
        raise FormRefused("no message id")
    status = form.get("MessageStatus") or form.get("SmsStatus") or ""
    code = form.get("ErrorCode", "")
    return provider_id, _STATES.get(status), code if _CODE.fullmatch(code) else None
