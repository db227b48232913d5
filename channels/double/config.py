from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(tz=timezone.utc)


@dataclass(frozen=True)
class DoubleConfig:
    """Everything the double needs to know; it reads no environment.

    ``inbound_url`` is where messages from phones are posted; ``public_url`` is the origin they are signed for, so the
    receiver can check signatures against its own public address although the double talks to it over loopback.
    """

    account_sid: str
    auth_token: str
    inbound_url: str
    public_url: str
    status_url: str | None = None
    """Where statuses go when a send request names no StatusCallback."""
    delay: tuple[float, float] = (0.0, 0.0)
    """Shortest and longest time in seconds that a send request takes to be answered."""
    state_path: Path | None = None
    """The SQLite file that keeps phones and messages; None keeps them in memory only."""
    whatsapp_sender: str = "+15005550006"
    sms_sender: str = "+15005550010"
    messaging_service_sid: str = "MG00000000000000000000000000000001"
    receipts: tuple[float, float, float] = (0.15, 0.5, 1.5)
    """Seconds from acceptance to sent, delivered and read."""
    now: Callable[[], datetime] = utc_now
