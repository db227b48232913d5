"""What a turn has found out and what it is going to do; nothing of it is written before the turn's last transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from pulang.conversation.compose import Voice
from pulang.conversation.messages import Channel, Message
from pulang.outbox import Choice, Part, Reply
from pulang.safety import Asked
from pulang.store.tables import Person, Quiet
from pulang.taxonomy import Level, Signal

Effect = Callable[[Session, Person, datetime], None]


@dataclass(frozen=True)
class CaseNow:
    """The person's open case as it was when the turn began."""

    id: str
    level: Level
    claimed: bool
    calmed: bool


@dataclass(frozen=True)
class Taken:
    """A turn as it begins: the messages it answers, how dangerous they sound, and the person as they were."""

    turn_id: str
    attempt: int
    person_id: str
    channel: Channel
    messages: tuple[Message, ...]
    waited: float  # seconds since the oldest of them came
    level: Level
    signals: frozenset[Signal]
    told: frozenset[Signal] | None  # signals for which this case's emergency text was said already; None: it never was
    language: str
    conversation_id: str
    profile: dict[str, Any]
    menu: tuple[Choice, ...]
    pages: tuple[Part, ...]
    asked: Asked | None
    confirming: str | None
    notice_version: int
    case: CaseNow | None
    on_duty: bool
    burdened: bool = False  # the same trouble for the third time within a day, and no human offered yet


@dataclass
class Draft:
    """What will be said and done when the turn ends."""

    taken: Taken
    voice: Voice
    replies: list[Reply] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)  # already cut ones, out of LANJUT
    changes: dict[str, Any] = field(default_factory=dict)  # columns of the person's row
    facts: dict[str, Any] = field(default_factory=dict)  # entries of the person's profile
    effects: list[Effect] = field(default_factory=list)
    quiet: Quiet = Quiet.NO
    outcome: str = "answered"
    human_settled: bool = False  # the person said yes or no to a human in this turn: the bot has no say in it
    ended: bool = False

    def say(self, text_id: str, /, *pairs: tuple[str, str], emergency: bool = False, **values: Any) -> None:
        """Add a reply: a text id, its values, and choices as (text id of the title, payload)."""
        self.replies.append(Reply(self.voice.say(text_id, **values), self.voice.choices(*pairs), emergency=emergency))

    def offer(self, text_id: str, choices: tuple[Choice, ...]) -> None:
        """Add a reply whose choices have titles of their own, such as names of places."""
        self.replies.append(Reply(self.voice.say(text_id), choices))

    def end(self, outcome: str) -> None:
        """Nothing more is to be answered in this turn."""
        self.outcome, self.ended = outcome, True
