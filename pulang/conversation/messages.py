from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from pulang.store.tables import AddressKind


class Channel(str, Enum):
    """How a message travels."""

    WHATSAPP = "whatsapp"
    SMS = "sms"


class Media(str, Enum):
    """What came along that is not text."""

    VOICE = "voice"
    IMAGE = "image"
    VIDEO = "video"
    STICKER = "sticker"
    CONTACT = "contact"
    DOCUMENT = "document"
    OTHER = "other"


@dataclass(frozen=True)
class Sender:
    """One address a message carries: a phone number in E.164, or a WhatsApp business-scoped user id."""

    kind: AddressKind
    value: str


@dataclass(frozen=True)
class Point:
    """A position in degrees (WGS 84)."""

    lat: float
    lng: float


@dataclass(frozen=True)
class Inbound:
    """One received message, as the gateway understood its form. `senders` has at least one entry."""

    provider_id: str
    channel: Channel
    senders: tuple[Sender, ...]
    text: str = ""
    choice: str | None = None
    point: Point | None = None
    media: tuple[Media, ...] = ()

    def content(self) -> dict[str, Any]:
        """Give what is stored of it, sealed, in the inbox."""
        return {
            "text": self.text,
            "choice": self.choice,
            "point": [self.point.lat, self.point.lng] if self.point else None,
            "media": [kind.value for kind in self.media],
        }


@dataclass(frozen=True)
class Message:
    """One message of a turn, read back from the inbox."""

    inbox_id: int
    text: str
    choice: str | None
    point: Point | None
    media: tuple[Media, ...]

    @classmethod
    def stored(cls, inbox_id: int, content: dict[str, Any]) -> Message:
        """Read a message out of its stored content."""
        point = Point(*content["point"]) if content.get("point") else None
        media = tuple(Media(kind) for kind in content.get("media", ()))
        return cls(inbox_id, content.get("text", ""), content.get("choice"), point, media)
