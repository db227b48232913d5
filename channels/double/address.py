from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_E164 = re.compile(r"\+[1-9]\d{6,14}")
_SCOPED = re.compile(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}")


class Channel(Enum):
    """The two ways that a phone can be reached."""

    WHATSAPP = "whatsapp"
    SMS = "sms"


@dataclass(frozen=True)
class Address:
    """One end of a message: a channel with a phone number or, on WhatsApp, a business-scoped user id."""

    channel: Channel
    identity: str

    def __str__(self) -> str:
        return f"whatsapp:{self.identity}" if self.channel is Channel.WHATSAPP else self.identity


def parse_address(text: str) -> Address | None:
    """Read ``whatsapp:+62…``, ``whatsapp:ID.…`` or ``+62…``; None for anything else."""
    channel, identity = Channel.SMS, text
    if text.startswith("whatsapp:"):
        channel, identity = Channel.WHATSAPP, text.removeprefix("whatsapp:")
        if _SCOPED.fullmatch(identity):
            return Address(channel, identity)
    return Address(channel, identity) if _E164.fullmatch(identity) else None
