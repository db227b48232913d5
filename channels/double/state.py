from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS phone (
  n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, channel TEXT NOT NULL, number TEXT, external_id TEXT,
  profile_name TEXT NOT NULL, opted_out INTEGER NOT NULL DEFAULT 0, last_inbound REAL, fault TEXT,
  UNIQUE (channel, number), UNIQUE (channel, external_id));
CREATE TABLE IF NOT EXISTS message (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, phone_id TEXT, direction TEXT NOT NULL,
  to_address TEXT NOT NULL, from_address TEXT NOT NULL, service_sid TEXT, body TEXT NOT NULL, kind TEXT NOT NULL,
  details TEXT NOT NULL, segments INTEGER NOT NULL, encoding TEXT NOT NULL, status TEXT NOT NULL, error_code INTEGER,
  status_callback TEXT, created REAL NOT NULL, sent REAL, updated REAL NOT NULL, changed INTEGER NOT NULL,
  redacted INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS message_phone ON message (phone_id, changed);
CREATE INDEX IF NOT EXISTS message_to ON message (to_address);
CREATE TABLE IF NOT EXISTS content (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, friendly_name TEXT NOT NULL, language TEXT NOT NULL,
  variables TEXT NOT NULL, types TEXT NOT NULL, approval TEXT, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS step (
  id INTEGER PRIMARY KEY AUTOINCREMENT, message_sid TEXT NOT NULL, status TEXT NOT NULL, error_code INTEGER,
  due REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS step_message ON step (message_sid);
CREATE TABLE IF NOT EXISTS clock (tick INTEGER NOT NULL);
INSERT INTO clock SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM clock);
"""


class State:
    """The double's memory: one SQLite connection that all threads share, one at a time."""

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        # WAL keeps what was committed when the process is killed; only a power cut could lose the last moments.
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.executescript(_SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the connection alone; commit at the end, roll back on any error. Not to be nested."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file; nothing can be asked afterwards."""
        with self._lock:
            self._connection.close()


def next_tick(connection: sqlite3.Connection) -> int:
    """Give a number higher than all before it, by which phones ask what has changed since."""
    row = connection.execute("UPDATE clock SET tick = tick + 1 RETURNING tick").fetchone()
    return int(row["tick"])
