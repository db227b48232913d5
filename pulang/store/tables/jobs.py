"""Everything that happens later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pulang.store.tables.base import Base
from pulang.store.types import Moment, SealedJSON


class Job(Base):
    """Something due at a time; taken by compare-and-set, so each is done by one worker. Unique on kind and key."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any] | None] = mapped_column(SealedJSON, default=None)
    due_at: Mapped[datetime] = mapped_column(Moment)
    taken_by: Mapped[str | None] = mapped_column(String(64), default=None)
    taken_until: Mapped[datetime | None] = mapped_column(Moment, default=None)
    attempts: Mapped[int] = mapped_column(default=0)

    __table_args__ = (UniqueConstraint("kind", "key"), Index("ix_jobs_due_at", "due_at"))
