from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from channels.double.address import Channel
from channels.double.errors import TwilioError
from channels.double.message import Details, Draft, Message

if TYPE_CHECKING:
    from channels.double.config import DoubleConfig
    from channels.double.message import Choice
    from channels.double.messages import Messages
    from channels.double.phones import Phone, Phones
    from channels.double.webhooks import Outcome, Webhooks

_MEDIA = {
    "voice": ("audio", "audio/ogg"),
    "photo": ("image", "image/jpeg"),
    "sticker": ("sticker", "image/webp"),
    "video": ("video", "video/mp4"),
    "document": ("document", "application/pdf"),
    "contact": ("contacts", "text/vcard"),
}
# The words that Twilio itself obeys on SMS, when they are the whole message.
_OUT = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
_IN = frozenset({"START", "YES", "UNSTOP"})


class Written(BaseModel):
    """What somebody does on a phone: writes, taps a choice, sends a place or something to hear or see."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["text", "tap", "location", "media"] = "text"
    body: str = ""
    message_sid: str | None = None
    """The message whose choice is tapped, or which a text quotes."""
    choice_id: str | None = None
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    label: str | None = None
    address: str | None = None
    media: Literal["voice", "photo", "sticker", "video", "document", "contact"] = "photo"
    copies: int = Field(default=1, ge=1, le=5)
    """How often the same webhook is posted, as happens when an answer is lost."""


@dataclass(frozen=True)
class Delivered:
    """A message that a phone sent, and how each of its webhooks went."""

    message: Message
    outcomes: tuple[Outcome, ...]


class Inbound:
    """Turns what happens on a phone into the form that Twilio posts for it, and posts it."""

    def __init__(self, config: DoubleConfig, phones: Phones, messages: Messages, webhooks: Webhooks) -> None:
        self._config = config
        self._phones = phones
        self._messages = messages
        self._webhooks = webhooks

    def write(self, phone: Phone, written: Written) -> Delivered:
        """Send from a phone; 20001 when this phone or this message cannot do that."""
        at = self._config.now().timestamp()
        whatsapp = phone.channel is Channel.WHATSAPP
        if not whatsapp and written.kind != "text":
            raise TwilioError(20001, "an SMS phone can only write")
        tapped = self._tapped(phone, written) if written.kind == "tap" else None
        sender = self._config.whatsapp_sender if whatsapp else self._config.sms_sender
        draft = Draft(
            direction="inbound",
            to=f"whatsapp:{sender}" if whatsapp else sender,
            from_=str(phone.address),
            body=tapped[1].title if tapped else written.body,
            kind=written.media if written.kind == "media" else written.kind,
            status="received",
            phone_id=phone.id,
            details=self._details(written),
        )
        message = self._messages.add(draft, at)
        self._phones.wrote(phone, at)
        if not whatsapp and draft.body.strip().upper() in _OUT | _IN:
            self._phones.opt(phone, out=draft.body.strip().upper() in _OUT)
        form = self._whatsapp(phone, message, written, tapped) if whatsapp else self._sms(message)
        return Delivered(message, tuple(self._webhooks.inbound(form) for _ in range(written.copies)))

    def _tapped(self, phone: Phone, written: Written) -> tuple[Message, Choice]:
        message = self._messages.get(written.message_sid or "")
        for choice in message.draft.details.choices:
            if choice.id == written.choice_id and message.draft.phone_id == phone.id:
                return message, choice
        raise TwilioError(20001, "this message has no such choice")

    def _details(self, written: Written) -> Details:
        if written.kind == "location":
            if written.latitude is None or written.longitude is None:
                raise TwilioError(20001, "a location has latitude and longitude")
            return Details(latitude=written.latitude, longitude=written.longitude, label=written.label)
        if written.kind == "media":
            return Details(media_type=_MEDIA[written.media][1], media_sid="ME" + uuid4().hex)
        return Details(replied_sid=written.message_sid)

    def _base(self, message: Message) -> dict[str, str]:
        return {
            "AccountSid": self._config.account_sid,
            "ApiVersion": "2010-04-01",
            "Body": message.draft.body,
            "From": message.draft.from_,
            "MessageSid": message.sid,
            "NumMedia": "1" if message.draft.details.media_type else "0",
            "NumSegments": str(message.segments) if not message.draft.from_.startswith("whatsapp:") else "1",
            "SmsMessageSid": message.sid,
            "SmsSid": message.sid,
            "SmsStatus": "received",
            "To": message.draft.to,
        }

    def _sms(self, message: Message) -> dict[str, str]:
        return {
            **self._base(message),
            "FromCity": "",
            "FromCountry": "ID",
            "FromState": "",
            "FromZip": "",
            "ToCity": "",
            "ToCountry": "US",
            "ToState": "",
            "ToZip": "",
        }

    def _whatsapp(
        self, phone: Phone, message: Message, written: Written, tapped: tuple[Message, Choice] | None
    ) -> dict[str, str]:
        details = message.draft.details
        form = {
            **self._base(message),
            "ProfileName": phone.profile_name,
            "ReferralNumMedia": "0",
            "MessageType": "text",
        }
        context = {"ProfileName": phone.profile_name}
        if phone.number:
            form["WaId"] = context["WaId"] = phone.number.removeprefix("+")
        if phone.external_id:
            form["ExternalUserId"] = f"whatsapp:{phone.external_id}"
        if written.kind == "location":
            form |= {"MessageType": "location", "Latitude": str(details.latitude), "Longitude": str(details.longitude)}
            form |= {name: text for name, text in (("Label", written.label), ("Address", written.address)) if text}
        if written.kind == "media":
            path = f"/2010-04-01/Accounts/{self._config.account_sid}/Messages/{message.sid}/Media/{details.media_sid}"
            form["MessageType"] = _MEDIA[written.media][0]
            form["MediaContentType0"] = str(details.media_type)
            form["MediaUrl0"] = f"https://api.twilio.com{path}"
        if tapped:
            source, choice = tapped
            form["MessageType"] = "button" if source.draft.details.template else "interactive"
            if source.draft.details.list_button:
                form |= {"ListId": choice.id, "ListTitle": choice.title}
            else:
                form |= {"ButtonText": choice.title, "ButtonPayload": choice.id}
                context["ButtonText"] = choice.title
            form |= {"Forwarded": "false", "FrequentlyForwarded": "false"}
        if written.message_sid:
            form["OriginalRepliedMessageSid"] = written.message_sid
            form["OriginalRepliedMessageSender"] = message.draft.to
        form["ChannelMetadata"] = json.dumps({"type": "whatsapp", "data": {"context": context}}, separators=(",", ":"))
        return form
