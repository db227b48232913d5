"""Messages in and out, the turns that join them, and Twilio's ready-made Content resources."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from pulang.store.tables.base import Base, closed_set, fresh_id
from pulang.store.types import Moment, SealedJSON


class InboxState(Enum):
    """How far a received message has come."""

    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"


class OutboxState(Enum):
    """How far a message to be sent has come. The order is the rank: a status may only move forward."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


class InboxRow(Base):
    """One received message; unique on the provider's id, so a repeated webhook changes nothing."""

    __tablename__ = "inbox"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    provider_id: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(16))
    content: Mapped[dict[str, Any]] = mapped_column(SealedJSON)
    received_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[InboxState] = mapped_column(closed_set(InboxState), default=InboxState.WAITING)
    turn_id: Mapped[str | None] = mapped_column(String(32), default=None, index=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"), default=None)
    level: Mapped[int | None] = mapped_column(default=None)
    signals: Mapped[list[str]] = mapped_column(JSON, default=list)
    spans: Mapped[list[Any] | None] = mapped_column(SealedJSON, default=None)

    __table_args__ = (Index("ix_inbox_person_id_state", "person_id", "state"), {"sqlite_autoincrement": True})


class Turn(Base):
    """Several messages answered together; written before the bot is asked, so that a retry takes exactly these."""

    __tablename__ = "turns"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=fresh_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    level: Mapped[int] = mapped_column(default=0)
    signals: Mapped[list[str]] = mapped_column(JSON, default=list)
    outcome: Mapped[str | None] = mapped_column(String(32), default=None)


class OutboxRow(Base):
    """One message to be sent, already cut for its channel; addressed to a person or to a counsellor."""

    __tablename__ = "outbox"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=fresh_id)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    counsellor_id: Mapped[str | None] = mapped_column(ForeignKey("counsellors.id"), default=None)
    written_by: Mapped[str | None] = mapped_column(String(32), default=None)
    turn_id: Mapped[str | None] = mapped_column(String(32), default=None)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"), default=None)
    channel: Mapped[str] = mapped_column(String(16))
    part: Mapped[dict[str, Any]] = mapped_column(SealedJSON)
    emergency: Mapped[bool] = mapped_column(default=False)
    state: Mapped[OutboxState] = mapped_column(closed_set(OutboxState), default=OutboxState.QUEUED)
    created_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    provider_id: Mapped[str | None] = mapped_column(String(64), default=None, index=True)
    error: Mapped[str | None] = mapped_column(String(64), default=None)

    __table_args__ = (
        Index("ix_outbox_state_due_at", "state", "due_at"),
        CheckConstraint("(person_id IS NULL) != (counsellor_id IS NULL)", name="one_addressee"),
        {"sqlite_autoincrement": True},
    )


class ContentTemplate(Base):
    """A Content resource made at Twilio once and used ever after, because the number of items in one is fixed."""

    __tablename__ = "content_templates"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    provider_id: Mapped[str] = mapped_column(String(64))
