from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from channels.double.address import Address, Channel, parse_address
from channels.double.errors import TwilioError
from channels.double.faults import Fault, fault_in
from channels.double.limits import Unfit, body_of, fit
from channels.double.message import Details, Draft, Message
from channels.double.segments import smart_encode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from channels.double.config import DoubleConfig
    from channels.double.contents import Content, Contents
    from channels.double.messages import Messages
    from channels.double.phones import Phone, Phones
    from channels.double.receipts import Receipts

_LONGEST = 1600
_SESSION = 24 * 3600.0


class Sending:
    """Takes a send request as Twilio does: refuses it, or accepts it and lets the statuses follow."""

    def __init__(
        self, config: DoubleConfig, phones: Phones, messages: Messages, contents: Contents, receipts: Receipts
    ) -> None:
        self._config = config
        self._phones = phones
        self._messages = messages
        self._contents = contents
        self._receipts = receipts

    def send(self, form: Mapping[str, str]) -> tuple[Message, Fault]:
        """Accept a message and say what is to go wrong with the answer; TwilioError when it is refused."""
        to = self._to(form)
        from_ = self._from(form, to)
        phone = self._phones.at(to)
        content = self._content(form)
        body, details, unfit = self._shown(form, content, to)
        fault = fault_in(f"{body} {self._phones.take_fault(phone) if phone else ''}")
        if fault.refuse is not None:
            raise TwilioError(fault.refuse)
        if phone and phone.opted_out:
            raise TwilioError(21610)
        service = form.get("MessagingServiceSid") or None
        draft = Draft(
            direction="outbound-api",
            to=str(to),
            from_=from_,
            body=body,
            kind="location" if details.latitude is not None else "text",
            status="accepted" if service else "queued",
            phone_id=phone.id if phone else None,
            service_sid=service,
            status_callback=None if fault.silent else form.get("StatusCallback") or self._config.status_url,
            details=details,
        )
        message = self._messages.add(draft, self._config.now().timestamp())
        undelivered = fault.undelivered or unfit or self._closed_window(to, phone, content)
        self._receipts.expect(message, undelivered=undelivered)
        return message, fault

    def _to(self, form: Mapping[str, str]) -> Address:
        text = form.get("To", "")
        if not text:
            raise TwilioError(21604)
        address = parse_address(text)
        if address is None:
            raise TwilioError(21211)
        return address

    def _from(self, form: Mapping[str, str], to: Address) -> str:
        senders = {Channel.WHATSAPP: self._config.whatsapp_sender, Channel.SMS: self._config.sms_sender}
        if form.get("MessagingServiceSid"):
            if form["MessagingServiceSid"] != self._config.messaging_service_sid:
                raise TwilioError(21701)
            return form.get("From") or str(Address(to.channel, senders[to.channel]))
        text = form.get("From", "")
        if not text:
            raise TwilioError(21603)
        address = parse_address(text)
        if address is None or address.identity != senders[address.channel]:
            raise TwilioError(63007 if text.startswith("whatsapp:") else 21606)
        if address.channel is not to.channel:
            raise TwilioError(21910)
        return text

    def _content(self, form: Mapping[str, str]) -> Content | None:
        if not form.get("ContentSid"):
            return None
        try:
            return self._contents.get(form["ContentSid"])
        except TwilioError as error:
            raise TwilioError(21655) from error

    def _shown(self, form: Mapping[str, str], content: Content | None, to: Address) -> tuple[str, Details, int | None]:
        """Give body and details as the phone will show them, and the code when the channel cannot."""
        if content is None:
            body = form.get("Body", "")
            if not body.strip():
                raise TwilioError(21602)
            if form.get("SmartEncoded", "").lower() == "true" and to.channel is Channel.SMS:
                body = smart_encode(body)
            _check_length(body)
            return body, _location(form), None
        types = content.fill(form.get("ContentVariables", ""))
        if to.channel is Channel.SMS:
            body = body_of({name: types[name] for name in ("twilio/text",) if name in types} or types)
            _check_length(body)
            return body, Details(content_sid=content.sid), None if "twilio/text" in types else 63005
        approved = content.approval == "approved"
        details = Details(content_sid=content.sid, template=approved)
        try:
            body, button, choices = fit(types, approved=approved)
        except Unfit:
            return body_of(types), details, 63013
        return body, replace(details, list_button=button, choices=choices), None

    def _closed_window(self, to: Address, phone: Phone | None, content: Content | None) -> int | None:
        if to.channel is Channel.SMS or (content and content.approval == "approved"):
            return None
        last = phone.last_inbound if phone else None
        if last is not None and self._config.now().timestamp() - last <= _SESSION:
            return None
        return 63016


def _check_length(body: str) -> None:
    if len(body) > _LONGEST:
        raise TwilioError(21617)


def _location(form: Mapping[str, str]) -> Details:
    action = form.get("PersistentAction", "")
    if not action.startswith("geo:"):
        return Details()
    point, _, label = action.removeprefix("geo:").partition("|")
    try:
        latitude, longitude = (float(part) for part in point.split(","))
    except ValueError as error:
        raise TwilioError(20001, "PersistentAction") from error
    return Details(latitude=latitude, longitude=longitude, label=label or None)
