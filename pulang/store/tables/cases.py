"""Cases: periods of human help."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from pulang.store.tables.base import Base, closed_set, fresh_id
from pulang.store.types import Moment


class CaseState(Enum):
    """Where a case stands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    CLOSED = "closed"
    DECLINED = "declined"  # the person said no; only the count remains


class Case(Base):
    """A period of human help: opened, claimed, closed with an outcome."""

    __tablename__ = "cases"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=fresh_id)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), default=None)
    channel: Mapped[str] = mapped_column(String(16))
    level: Mapped[int]
    signals: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[CaseState] = mapped_column(closed_set(CaseState), default=CaseState.WAITING)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    opened_by_turn: Mapped[str | None] = mapped_column(String(32), default=None)
    urgent_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    calmed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    claimed_by: Mapped[str | None] = mapped_column(ForeignKey("counsellors.id"), default=None)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    closed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    outcome: Mapped[str | None] = mapped_column(String(32), default=None)
    sealed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)

    __table_args__ = (
        # One open case a person, kept by the database itself: two turns, or two machines, cannot open a second one.
        Index(
            "uq_cases_one_open", "person_id", unique=True,
            sqlite_where=text("state IN ('waiting', 'claimed')"),
            postgresql_where=text("state IN ('waiting', 'claimed')"),
        ),
        Index("ix_cases_state", "state"),
    )  # fmt: skip
