"""Column types: sealed texts, sealed JSON, and times that always know their zone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, TypeDecorator


class Sealed(TypeDecorator[str]):
    """A text that is encrypted in the database; the dialect of each engine carries its keyring."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Encrypt on the way in."""
        return None if value is None else dialect.keyring.seal(value)  # type: ignore[attr-defined]

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Decrypt on the way out."""
        return None if value is None else dialect.keyring.unseal(bytes(value))  # type: ignore[attr-defined]


class SealedJSON(TypeDecorator[Any]):
    """A JSON value that is encrypted in the database."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Encrypt on the way in."""
        if value is None:
            return None
        return dialect.keyring.seal(json.dumps(value, separators=(",", ":")))  # type: ignore[attr-defined, no-any-return]

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """Decrypt on the way out."""
        return None if value is None else json.loads(dialect.keyring.unseal(bytes(value)))  # type: ignore[attr-defined]


class Moment(TypeDecorator[datetime]):
    """A time in UTC. SQLite forgets zones, so they are taken off going in and put back coming out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy hands it by name)
        """Refuse naive times: they would silently mean another zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (as above)
        """Give back an aware time."""
        return None if value is None else value.replace(tzinfo=UTC)
