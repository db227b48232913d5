"""What every table shares: names of constraints, identifiers."""

from __future__ import annotations

import uuid
from enum import Enum

from sqlalchemy import Enum as SQLEnum
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """The common root; fixed constraint names let Alembic change constraints on SQLite too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def fresh_id() -> str:
    """Make an identifier that says nothing about what it names."""
    return uuid.uuid4().hex


def closed_set(kind: type[Enum]) -> SQLEnum:
    """Store an enum by its value, as text, so that a new member needs no change of the database."""
    return SQLEnum(kind, native_enum=False, length=32, values_callable=lambda members: [m.value for m in members])
