"""What tests share: a real database, keys, a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pulang.store import Keyring, Store
from pulang.store.tables import Base
from pulang.texts import Catalogue


class Clock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Give the time."""
        return self.now

    def forward(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands still."""
    return Clock()


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """Give the keys of the tests."""
    return Keyring([Keyring.fresh_encryption_key()], "ab" * 32)


@pytest.fixture
def store(tmp_path: Path, keyring: Keyring) -> Iterator[Store]:
    """Give an empty SQLite database with every table."""
    made = Store(f"sqlite:///{tmp_path / 'pulang.db'}", keyring)
    Base.metadata.create_all(made.engine)
    yield made
    made.close()


@pytest.fixture(scope="session")
def texts() -> Catalogue:
    """Give the real texts."""
    return Catalogue()
