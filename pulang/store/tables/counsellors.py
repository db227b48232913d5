"""The people behind the console, and what they opened."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pulang.store.tables.base import Base, closed_set, fresh_id
from pulang.store.types import Moment


class Role(Enum):
    """What somebody may do in the console."""

    COUNSELLOR = "counsellor"
    SUPERVISOR = "supervisor"
    EDITOR = "editor"
    ADMIN = "admin"


class Counsellor(Base):
    """An account of the console. The password is an argon2id hash; the one-time link is stored only as a hash."""

    __tablename__ = "counsellors"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=fresh_id)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    role: Mapped[Role] = mapped_column(closed_set(Role))
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    link_hash: Mapped[str | None] = mapped_column(String(64), default=None, index=True)
    link_expires_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    on_duty: Mapped[bool] = mapped_column(default=False)
    disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Audit(Base):
    """Who opened or changed what in the console, and when."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Moment)
    counsellor_id: Mapped[str | None] = mapped_column(ForeignKey("counsellors.id"))
    event: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[str | None] = mapped_column(String(32), default=None)
