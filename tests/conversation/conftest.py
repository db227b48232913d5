"""What the spine's tests share: a person with a phone, who writes and reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Protocol

import pytest
from sqlalchemy import select

from channels.rendering import Renderer
from pulang.conversation import inbox
from pulang.conversation.bot import Bot
from pulang.conversation.later import Later
from pulang.conversation.messages import Channel, Inbound, Media, Point, Sender
from pulang.conversation.turn import Turns
from pulang.counselling import cases
from pulang.outbox import Part
from pulang.store import Store
from pulang.store.bell import Bell
from pulang.store.tables import AddressKind, Case, Counsellor, OutboxRow, OutboxState, Person, Role
from pulang.texts import Catalogue
from tests.conversation.rasa_double import RasaDouble, serving

NUMBER = "+6281200000001"
LIMIT = 0.3  # seconds that the bot may take in tests


class Clock(Protocol):
    """The clock that stands still."""

    now: datetime

    def __call__(self) -> datetime:
        """Give the time."""

    def forward(self, **time: float) -> None:
        """Let time pass."""


@dataclass
class Phone:
    """A person's phone: writes, has the worker take the turn, reads what would be sent."""

    store: Store
    turns: Turns
    clock: Clock
    channel: Channel = Channel.WHATSAPP
    number: str = NUMBER
    sent: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def id(self) -> str:
        """The person's id."""
        return self.person.id

    @property
    def person(self) -> Person:
        """The person's row."""
        with self.store.read() as session:
            return session.scalars(select(Person)).one()

    @property
    def case(self) -> Case | None:
        """The person's open case."""
        with self.store.read() as session:
            return cases.open_case_of(session, self.id)

    def write(self, *texts: str, **content: Any) -> None:
        """Send messages, without waiting for an answer."""
        for text in texts:
            inbound = Inbound(
                f"SM{next(self.sent):032d}", self.channel, (Sender(AddressKind.PHONE, self.number),), text, **content
            )
            inbox.receive(self.store, inbound, self.clock())

    def say(self, *texts: str, **content: Any) -> list[Part]:
        """Send messages that arrive together, a second after whatever was before; gives what is answered."""
        before = self._last()
        self.clock.forward(seconds=1)
        self.write(*texts, **content)
        self.turns.take(self.id)
        return self.heard(before)

    def answers(self, *texts: str) -> str:
        """Send messages, and give all that is answered as one text."""
        return "\n".join(part.body for part in self.say(*texts))

    def tap(self, payload: str, title: str = "") -> list[Part]:
        """Tap a choice."""
        return self.say(title, choice=payload)

    def send(self, *media: Media) -> list[Part]:
        """Send something that is no text."""
        return self.say("", media=media)

    def pin(self, lat: float, lng: float) -> list[Part]:
        """Send a place on a map."""
        return self.say("", point=Point(lat, lng))

    def heard(self, after: int = 0) -> list[Part]:
        """List what was said, in order, unless it was withdrawn."""
        with self.store.read() as session:
            rows = session.scalars(select(OutboxRow).where(OutboxRow.seq > after).order_by(OutboxRow.seq))
            return [Part.from_json(row.part) for row in rows if row.state is not OutboxState.CANCELLED]

    def _last(self) -> int:
        with self.store.read() as session:
            return session.scalar(select(OutboxRow.seq).order_by(OutboxRow.seq.desc()).limit(1)) or 0


@pytest.fixture
def rasa() -> Iterator[RasaDouble]:
    """Serve a Rasa that greets, whatever it is asked."""
    with serving(RasaDouble()) as double:
        yield double


@pytest.fixture
def bell(redis_url: str) -> Bell:
    """Give the real Redis."""
    return Bell(redis_url, "send")


@pytest.fixture
def turns(store: Store, rasa: RasaDouble, texts: Catalogue, bell: Bell, clock: Clock) -> Turns:
    """Give what takes turns."""
    return Turns(store, Bot(rasa.url, "token", LIMIT), texts, Renderer(texts), bell, "worker-a", clock)


@pytest.fixture
def later(store: Store, rasa: RasaDouble, clock: Clock) -> Later:
    """Give what does the jobs."""
    return Later(store, Bot(rasa.url, "token", LIMIT), "worker-a", clock)


@pytest.fixture
def phone(store: Store, turns: Turns, clock: Clock) -> Phone:
    """Give the phone of somebody who has never written."""
    return Phone(store, turns, clock)


@pytest.fixture
def known(phone: Phone) -> Phone:
    """Give the phone of somebody who was greeted before, so that no first notice comes."""
    phone.say("halo")
    return phone


@pytest.fixture
def on_duty(store: Store, clock: Clock) -> str:
    """Have a counsellor on duty; gives the id."""
    with store.write() as session:
        counsellor = Counsellor(name="Sari", role=Role.COUNSELLOR, on_duty=True, created_at=clock())
        session.add(counsellor)
        session.flush()
        return counsellor.id
