from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from actions.library import Library
from actions.server import executor
from pulang.directory import seed
from pulang.entitlements import Entitlements
from pulang.store import Keyring, Store
from pulang.store.tables import Base
from pulang.texts import Catalogue

TODAY = date(2026, 11, 24)
SLOTS = {"topic": None, "place": None, "country": None, "awaiting": None, "misses": None}


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory, keyring: Keyring) -> Iterator[Store]:
    """Give one seeded database for every test that only reads."""
    made = Store(f"sqlite:///{tmp_path_factory.mktemp('actions') / 'pulang.db'}", keyring)
    Base.metadata.create_all(made.engine)
    seed(made)
    yield made
    made.close()


@pytest.fixture
def library(directory: Store) -> Library:
    """Give what actions look things up in, on a day that stands still."""
    return Library(directory, Entitlements(), lambda: TODAY)


@dataclass(frozen=True)
class Answered:
    """What an action answered: its one payload, and the slots it set."""

    payload: dict[str, Any]
    slots: dict[str, Any]
    texts: Catalogue

    @property
    def messages(self) -> list[str]:
        """The text ids of the answer."""
        return [block["message"] for block in self.payload["blocks"] if "message" in block]

    @property
    def choices(self) -> dict[str, str]:
        """The choices: payload by title."""
        return {choice["title"]: choice["payload"] for choice in self.payload.get("choices", [])}

    @property
    def command(self) -> dict[str, str] | None:
        """What the conversation is asked to do."""
        return self.payload.get("command")

    def said(self, *, sms: bool = False) -> str:
        """Give the answer as a person reads it."""
        blocks = self.payload.get("sms") if sms else None
        return "\n\n".join(self.block(block, sms=sms) for block in blocks or self.payload["blocks"])

    def block(self, block: dict[str, Any], *, sms: bool = False) -> str:
        """Give one paragraph."""
        if "source" in block:
            return self.texts.translate(block["source"], **block["values"])
        return self.texts.say(block["message"], sms=sms, **block["values"])


Ask = Callable[..., Answered]


def body(
    action: str,
    *,
    intent: str = "nlu_fallback",
    text: str = "",
    entities: list[tuple[str, Any]] | None = None,
    slots: dict[str, Any] | None = None,
    person: dict[str, Any] | None = None,
    level: int = 0,
    ranking: list[str] | None = None,
    events: list[str] | None = None,
) -> dict[str, Any]:
    """Make a call as Rasa sends it."""
    metadata = {
        "turn_id": "t1",
        "light": False,
        "assessment": {"level": level, "signals": []},
        "person": {
            "language": "id",
            "place": None,
            "country": None,
            "channel": "whatsapp",
            "group": None,
            **(person or {}),
        },
    }
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [{"entity": name, "value": value} for name, value in entities or []],
        "intent_ranking": [{"name": name, "confidence": 0.3} for name in ranking or []],
        "metadata": metadata,
    }
    return {
        "next_action": action,
        "sender_id": "c1",
        "tracker": {
            "sender_id": "c1",
            "slots": {**SLOTS, **(slots or {})},
            "latest_message": message,
            "events": [{"event": "action", "name": name} for name in events or []],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": None,
        },
        "domain": {},
        "version": "3.6.21",
    }


@pytest.fixture
def ask(library: Library, texts: Catalogue) -> Ask:
    """Call an action through rasa-sdk's executor, as the server does."""
    return asking(library, texts)


def asking(library: Library, texts: Catalogue) -> Ask:
    """Make the caller for a library."""
    made = executor(library)

    def called(action: str, **asked: Any) -> Answered:
        result = asyncio.run(made.run(body(action, **asked)))
        (response,) = result.responses
        slots = {event["name"]: event["value"] for event in result.events}
        return Answered(response["custom"], slots, texts)

    return called


@pytest.fixture
def broken(tmp_path: Path, keyring: Keyring, texts: Catalogue) -> Iterator[Ask]:
    """Call actions whose database has no tables."""
    empty = Store(f"sqlite:///{tmp_path / 'empty.db'}", keyring)
    yield asking(Library(empty, Entitlements(), lambda: TODAY), texts)
    empty.close()


@pytest.fixture
def call_body() -> Callable[..., dict[str, Any]]:
    """Give the maker of calls."""
    return body
