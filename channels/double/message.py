from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import format_datetime

from channels.double.errors import message_of


@dataclass(frozen=True)
class Choice:
    """One thing a person can tap."""

    title: str
    id: str
    description: str = ""


@dataclass(frozen=True)
class Details:
    """What a message carries beside its text."""

    choices: tuple[Choice, ...] = ()
    list_button: str | None = None
    template: bool = False
    content_sid: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    label: str | None = None
    media_type: str | None = None
    media_sid: str | None = None
    replied_sid: str | None = None


@dataclass(frozen=True)
class Draft:
    """A message before the double has taken it."""

    direction: str
    to: str
    from_: str
    body: str
    kind: str
    status: str
    phone_id: str | None = None
    service_sid: str | None = None
    status_callback: str | None = None
    details: Details = field(default_factory=Details)


@dataclass(frozen=True)
class Message:
    """One message that the double has taken, from either side."""

    seq: int
    sid: str
    draft: Draft
    segments: int
    encoding: str
    status: str
    error_code: int | None
    created: float
    sent: float | None
    updated: float
    changed: int
    redacted: bool

    def to_json(self, account_sid: str) -> dict[str, object]:
        """Give the Message resource as Twilio's API shows it."""
        path = f"/2010-04-01/Accounts/{account_sid}/Messages/{self.sid}"
        return {
            "account_sid": account_sid,
            "api_version": "2010-04-01",
            "body": "" if self.redacted else self.draft.body,
            "date_created": _rfc2822(self.created),
            "date_sent": None if self.sent is None else _rfc2822(self.sent),
            "date_updated": _rfc2822(self.updated),
            "direction": self.draft.direction,
            "error_code": self.error_code,
            "error_message": None if self.error_code is None else message_of(self.error_code),
            "from": self.draft.from_,
            "messaging_service_sid": self.draft.service_sid,
            "num_media": "1" if self.draft.details.media_type else "0",
            "num_segments": str(self.segments),
            "price": None,
            "price_unit": None,
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{path}/Media.json"},
            "to": self.draft.to,
            "uri": f"{path}.json",
        }


def _rfc2822(at: float) -> str:
    return format_datetime(datetime.fromtimestamp(at, tz=timezone.utc))
