"""Keeps taking turns: woken by Redis, driven by a sweep of the database every second, which is the truth."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

import structlog

from pulang.conversation import inbox
from pulang.conversation.later import Later
from pulang.conversation.spool import Spool
from pulang.conversation.turn import Turns
from pulang.store import Store
from pulang.store.bell import Bell

log = structlog.get_logger()

SWEEP = 1.0  # seconds


@dataclass
class Worker:
    """Takes people's turns in threads, each person by one thread at a time."""

    store: Store
    turns: Turns
    later: Later
    spool: Spool
    bell: Bell
    clock: Callable[[], datetime]
    threads: int = 8
    _busy: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Work until `stop` is called."""
        with ThreadPoolExecutor(self.threads, thread_name_prefix="turn") as pool:
            sweeper = threading.Thread(target=self._sweep_forever, args=(pool,), name="sweep", daemon=True)
            sweeper.start()
            while not self._stop.is_set():
                asked_at = monotonic()
                person_id = self.bell.wait(SWEEP)
                if person_id is not None:
                    self._submit(pool, person_id)
                elif monotonic() - asked_at < SWEEP / 2:
                    # Without Redis `wait` comes back at once; the sweep does the work then.
                    self._stop.wait(SWEEP)
            sweeper.join(5)

    def stop(self) -> None:
        """End `run` after the turns in hand."""
        self._stop.set()

    def _sweep_forever(self, pool: ThreadPoolExecutor) -> None:
        while not self._stop.wait(SWEEP):
            self._sweep_safely(pool)

    def _sweep_safely(self, pool: ThreadPoolExecutor) -> None:
        try:
            self.sweep(lambda person_id: self._submit(pool, person_id))
        except Exception as error:  # noqa: BLE001 (a sweep that ended here would end for good, and silently)
            log.error("sweep_failed", reason=type(error).__name__, where=_where(error))  # noqa: TRY400

    def sweep(self, submit: Callable[[str], None]) -> None:
        """Take in what was spooled, find the people who wait, do what is due."""
        for path, inbound, received_at in self.spool.waiting():
            inbox.receive(self.store, inbound, received_at)
            self.spool.done(path)
        with self.store.read() as session:
            waiting = inbox.people_waiting(session, self.clock())
        for person_id in waiting:
            submit(person_id)
        self.later.sweep()

    def _submit(self, pool: ThreadPoolExecutor, person_id: str) -> None:
        with self._lock:
            if person_id in self._busy or self._stop.is_set():
                return
            self._busy.add(person_id)
        pool.submit(self._take, person_id)

    def _take(self, person_id: str) -> None:
        try:
            while self.turns.take(person_id):
                pass
        except Exception as error:  # noqa: BLE001 (a thread of a pool dies silently; the sweep tries again)
            log.error("turn_failed", reason=type(error).__name__, where=_where(error))  # noqa: TRY400
        finally:
            with self._lock:
                self._busy.discard(person_id)


def _where(error: BaseException) -> str:
    """Name the innermost place of an error, without its text, which could hold a message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "unknown"
