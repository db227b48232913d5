"""People, known by keyed hashes of their addresses and never by name."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pulang.store.tables.base import Base, closed_set, fresh_id
from pulang.store.types import Moment, Sealed, SealedJSON


class AddressKind(Enum):
    """What an address is: a phone number (the same on both channels) or a WhatsApp business-scoped user id."""

    PHONE = "phone"
    WHATSAPP_ID = "whatsapp_id"


class Quiet(Enum):
    """Why nothing may be sent to a person until they write again."""

    NO = "no"
    LEFT = "left"  # KELUAR: somebody may be looking at the phone
    STOPPED = "stopped"  # BERHENTI: wants no more messages


class Person(Base):
    """Somebody who writes to us. `profile`, `menu` and `pages` are all that must outlive Rasa's tracker."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=fresh_id)
    created_at: Mapped[datetime] = mapped_column(Moment)
    language: Mapped[str] = mapped_column(String(2), default="id")
    conversation_id: Mapped[str] = mapped_column(String(32), default=fresh_id)
    profile: Mapped[dict[str, Any]] = mapped_column(SealedJSON, default=dict)
    menu: Mapped[list[Any] | None] = mapped_column(SealedJSON, default=None)
    pages: Mapped[list[Any] | None] = mapped_column(SealedJSON, default=None)
    asked: Mapped[str | None] = mapped_column(String(32), default=None)
    owed: Mapped[str | None] = mapped_column(String(64), default=None)
    confirming: Mapped[str | None] = mapped_column(String(32), default=None)
    quiet: Mapped[Quiet] = mapped_column(closed_set(Quiet), default=Quiet.NO)
    notice_version: Mapped[int] = mapped_column(default=0)
    notice_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    lease_owner: Mapped[str | None] = mapped_column(String(64), default=None)
    lease_until: Mapped[datetime | None] = mapped_column(Moment, default=None)


class Address(Base):
    """One address of a person; a person has one or more."""

    __tablename__ = "addresses"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    kind: Mapped[AddressKind] = mapped_column(closed_set(AddressKind))
    value: Mapped[str] = mapped_column(Sealed)
