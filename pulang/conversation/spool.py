"""Where messages go, sealed, while the database cannot be written; they are taken in when it can."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import structlog

from pulang.conversation.messages import Channel, Inbound, Media, Point, Sender
from pulang.store import Keyring
from pulang.store.errors import KeyMissing
from pulang.store.tables import AddressKind

log = structlog.get_logger()

_SUFFIX = ".sealed"


class Spool:
    """A folder of sealed messages, one file each, named by the provider's id so that a repeat overwrites itself."""

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self._folder = folder
        self._keyring = keyring

    def put(self, inbound: Inbound, now: datetime) -> None:
        """Write a message to the disk for good; raises OSError when that fails too."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = self._keyring.fingerprint("message", inbound.provider_id)
        sealed = self._keyring.seal(json.dumps(_as_json(inbound, now)))
        half = self._folder / f"{name}.part"
        with half.open("wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        half.rename(self._folder / f"{name}{_SUFFIX}")

    def waiting(self) -> Iterator[tuple[Path, Inbound, datetime]]:
        """List what is spooled, the oldest first; a file that cannot be read stays, and keeps no other one back."""
        for path in sorted(self._folder.glob(f"*{_SUFFIX}"), key=_age):
            try:
                stored = json.loads(self._keyring.unseal(path.read_bytes()))
                waiting = path, _from_json(stored), datetime.fromisoformat(stored["received_at"])
            except FileNotFoundError:
                continue  # another worker has taken it in
            except (OSError, KeyMissing, KeyError, TypeError, ValueError) as error:
                log.error("spool_unreadable", file=path.name, reason=type(error).__name__)  # noqa: TRY400 (a trace could show texts)
                continue
            yield waiting

    def __len__(self) -> int:
        """Count the spooled messages."""
        return len(list(self._folder.glob(f"*{_SUFFIX}")))

    @staticmethod
    def done(path: Path) -> None:
        """Remove a message that is in the inbox now."""
        with contextlib.suppress(FileNotFoundError):
            path.unlink()


def _as_json(inbound: Inbound, now: datetime) -> dict[str, object]:
    return {
        **inbound.content(),
        "provider_id": inbound.provider_id,
        "channel": inbound.channel.value,
        "senders": [[sender.kind.value, sender.value] for sender in inbound.senders],
        "received_at": now.isoformat(),
    }


def _from_json(stored: dict[str, object]) -> Inbound:
    senders: list[list[str]] = stored["senders"]  # type: ignore[assignment]
    point: list[float] | None = stored["point"]  # type: ignore[assignment]
    media: list[str] = stored["media"]  # type: ignore[assignment]
    return Inbound(
        provider_id=str(stored["provider_id"]),
        channel=Channel(stored["channel"]),
        senders=tuple(Sender(AddressKind(kind), value) for kind, value in senders),
        text=str(stored["text"]),
        choice=None if stored["choice"] is None else str(stored["choice"]),
        point=None if point is None else Point(*point),
        media=tuple(Media(kind) for kind in media),
    )


def _age(path: Path) -> int:
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mtime_ns
    return 0
