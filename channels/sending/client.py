"""Twilio's SDK, pointed at a configurable place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList

from channels.sending.errors import SendError, Unknown, from_twilio
from pulang.outbox import Choice

TIMEOUT, EMERGENCY_TIMEOUT = 10.0, 2.5  # seconds for one request


class _Elsewhere(TwilioHttpClient):
    """Sends every request to one host instead of Twilio's own (the Messages and the Content API have two)."""

    def __init__(self, base_url: str | None, timeout: float) -> None:
        super().__init__(timeout=timeout, pool_connections=True)
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, HTTPAdapter(pool_maxsize=32))
        self._base = urlsplit(base_url) if base_url else None

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        if self._base is not None:
            parts = urlsplit(url)
            url = urlunsplit((self._base.scheme, self._base.netloc, parts.path, parts.query, ""))
        return super().request(method, url, *args, **kwargs)


@dataclass(frozen=True)
class Account:
    """The credentials and senders of one installation."""

    sid: str
    token: str
    api_url: str | None
    whatsapp_sender: str | None
    sms_sender: str | None
    callback_url: str


class Twilio:
    """The few calls Pulang makes; every failure is a SendError."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._client = _client(account, TIMEOUT)
        self._hurried = _client(account, EMERGENCY_TIMEOUT)

    def close(self) -> None:
        """Let go of every connection."""
        for client in (self._client, self._hurried):
            client.http_client.session.close()

    def send_text(self, to: str, body: str, row_id: str, *, emergency: bool = False) -> str:
        """Send a plain text; gives the provider's id. An emergency does not wait long for Twilio's answer."""
        return self._create(to, row_id, emergency=emergency, body=body)

    def send_content(
        self, to: str, content_sid: str, variables: dict[str, str], row_id: str, *, emergency: bool = False
    ) -> str:
        """Send a Content resource filled with variables; gives the provider's id."""
        filled = json.dumps(variables)
        return self._create(to, row_id, emergency=emergency, content_sid=content_sid, content_variables=filled)

    def sent_to(self, to: str, since: datetime) -> list[str]:
        """List the ids of the messages that Twilio has taken for an address since a time, the newest first."""
        with _translated():
            found = self._client.messages.list(to=to, date_sent_after=since, limit=50)
        return [str(message.sid) for message in found]

    def content_sid(self, name: str) -> str | None:
        """Find a Content resource of ours by its name."""
        with _translated():
            found = next(
                (item for item in self._client.content.v1.contents.stream() if item.friendly_name == name), None
            )
        return str(found.sid) if found else None

    def create_content(self, name: str, count: int) -> str:
        """Make the Content resource for a number of choices: quick replies up to three, a list up to ten."""
        with _translated():
            created = self._client.content.v1.contents.create(_content(name, count))
        return str(created.sid)

    def _create(self, to: str, row_id: str, *, emergency: bool, **message: Any) -> str:
        whatsapp = to.startswith("whatsapp:")
        sender = self._account.whatsapp_sender if whatsapp else self._account.sms_sender
        if sender is None:
            raise SendError("no_sender")
        origin: dict[str, Any] = {"messaging_service_sid": sender} if sender.startswith("MG") else {"from_": sender}
        if not whatsapp:
            origin["smart_encoded"] = True
        with _translated():
            client = self._hurried if emergency else self._client
            created = client.messages.create(
                to=to, status_callback=f"{self._account.callback_url}?m={row_id}", **origin, **message
            )
        return str(created.sid)


def _client(account: Account, timeout: float) -> Client:
    return Client(account.sid, account.token, http_client=_Elsewhere(account.api_url, timeout))


def variables(heading: str, choices: Sequence[Choice]) -> dict[str, str]:
    """Fill the variables of a Content resource: the heading, then title and payload of each choice."""
    filled = {"1": heading}
    for index, choice in enumerate(choices):
        filled[str(2 * index + 2)] = choice.title
        filled[str(2 * index + 3)] = choice.payload
    return filled


def _content(name: str, count: int) -> ContentList.ContentCreateRequest:
    slots = [(f"{{{{{2 * index + 2}}}}}", f"{{{{{2 * index + 3}}}}}") for index in range(count)]
    samples = {str(number): f"contoh {number}" for number in range(1, 2 * count + 2)}
    if count <= 3:
        types = {
            "twilio/quick-reply": {
                "body": "{{1}}",
                "actions": [{"title": title, "id": payload} for title, payload in slots],
            }
        }
    else:
        items = [{"item": title, "id": payload} for title, payload in slots]
        types = {"twilio/list-picker": {"body": "{{1}}", "button": "Pilih", "items": items}}
    payload = {"friendly_name": name, "language": "id", "variables": samples, "types": types}
    return _Raw(payload)


class _Raw:
    """The SDK's request classes drop the item lists of some types; the API takes the JSON as documented."""

    def __init__(self, payload: dict[str, Any]) -> None:
        self._payload = payload

    def to_dict(self) -> dict[str, Any]:
        return self._payload


class _translated:  # noqa: N801 (reads as a phrase: with _translated())
    """Turn the SDK's and the network's errors into ours."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, TwilioRestException):
            raise from_twilio(error.status, error.code) from error
        if isinstance(error, (requests.RequestException, TwilioException)):
            raise Unknown("no_answer") from error
