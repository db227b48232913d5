"""One place that opens the database: SQLite on a fresh machine, PostgreSQL when grown up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

from pulang.store.crypto import Keyring

_READ_ONLY = "pulang_read_only"


class Store:
    """The database of one installation, with the keys that open its sealed columns."""

    def __init__(self, url: str, keyring: Keyring) -> None:
        self.keyring = keyring
        self.engine = _engine(url)
        self.engine.dialect.keyring = keyring  # type: ignore[attr-defined]
        # SQLite lets waiting writers ask again after naps, so that of many threads some never get their turn in time.
        # The threads of a process therefore queue here, and only processes compete for the file.
        self._turnstile: AbstractContextManager[object] = (
            threading.Lock() if self.engine.dialect.name == "sqlite" else nullcontext()
        )
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._reading = sessionmaker(self.engine.execution_options(**{_READ_ONLY: True}), expire_on_commit=False)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that holds the write lock from its start: what it read is still true when it writes."""
        with self._turnstile, self._sessions.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that only reads and waits for nobody."""
        with self._reading() as session:
            yield session

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    # An error of the database must not quote what was being written.
    usual: dict[str, Any] = {"hide_parameters": True, "pool_size": 16, "max_overflow": 16}
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, **usual)
    engine = create_engine(url, connect_args={"timeout": 5, "check_same_thread": False}, **usual)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # A deferred transaction that reads first and writes later fails with "database is locked" at once, without
        # waiting for the busy time-out; a writer therefore takes its lock at the beginning.
        deferred = connection.get_execution_options().get(_READ_ONLY)
        connection.exec_driver_sql("BEGIN" if deferred else "BEGIN IMMEDIATE")

    return engine
