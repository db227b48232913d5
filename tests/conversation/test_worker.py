"""The worker: woken by Redis, driven by the sweep; the spool."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from pulang.conversation import understanding
from pulang.conversation.messages import Channel, Inbound, Media, Point, Sender
from pulang.conversation.spool import Spool
from pulang.conversation.worker import Worker
from pulang.store import Keyring
from pulang.store.bell import Bell
from pulang.store.tables import AddressKind, InboxRow, InboxState, OutboxRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from pulang.conversation.draft import Draft
    from pulang.conversation.later import Later
    from pulang.conversation.messages import Message
    from pulang.store import Store
    from tests.conversation.conftest import Clock, Phone
    from tests.conversation.rasa_double import RasaDouble

NOBODY = "redis://127.0.0.1:1/0"
SENDERS = (Sender(AddressKind.PHONE, "+6281200000001"), Sender(AddressKind.WHATSAPP_ID, "ID.abc"))
FULL = Inbound("SM1", Channel.WHATSAPP, SENDERS, "halo \U0001f622\x00", "/wages", Point(-6.4, 108.2), (Media.VOICE,))
BARE = Inbound("SM2", Channel.SMS, SENDERS[:1])


@pytest.fixture
def spool(tmp_path: Path, keyring: Keyring) -> Spool:
    """Give an empty spool."""
    return Spool(tmp_path / "spool", keyring)


@pytest.fixture
def worker(phone: Phone, later: Later, spool: Spool, redis_url: str, clock: Clock) -> Worker:
    """Give a worker that does not run yet."""
    return Worker(phone.store, phone.turns, later, spool, Bell(redis_url, "wake"), clock, threads=4)


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so, ten seconds at most."""
    ends = time.monotonic() + 10
    while not true():
        assert time.monotonic() < ends, "it did not come about"
        threading.Event().wait(0.01)


def done(store: Store) -> int:
    """Count the messages that are answered."""
    with store.read() as session:
        rows = select(func.count()).select_from(InboxRow).where(InboxRow.state == InboxState.DONE)
        return session.scalar(rows) or 0


class Running:
    """A worker that runs."""

    def __init__(self, worker: Worker) -> None:
        self.worker, self.thread = worker, threading.Thread(target=worker.run, daemon=True)

    def __enter__(self) -> Worker:
        self.thread.start()
        return self.worker

    def __exit__(self, *_error: object) -> None:
        self.worker.stop()
        self.thread.join(10)
        assert not self.thread.is_alive()


@pytest.mark.parametrize("inbound", [FULL, BARE], ids=["everything", "nothing but a sender"])
def test_spool_round_trip(spool: Spool, clock: Clock, inbound: Inbound) -> None:
    """What goes in comes out the same, with its time."""
    spool.put(inbound, clock())
    spool.put(inbound, clock())  # a repeat overwrites itself
    ((path, found, received_at),) = spool.waiting()
    assert (found, received_at) == (inbound, clock())
    spool.done(path)
    spool.done(path)
    assert len(spool) == 0


def test_the_spool_is_sealed(spool: Spool, tmp_path: Path, clock: Clock) -> None:
    """Neither the text nor the number can be read in it, nor in a file's name."""
    spool.put(FULL, clock())
    (path,) = (tmp_path / "spool").iterdir()
    assert b"halo" not in path.read_bytes()
    assert b"812" not in path.read_bytes()
    assert "SM1" not in path.name
    assert (tmp_path / "spool").stat().st_mode & 0o077 == 0


def test_a_damaged_spool_file_keeps_nothing_back(
    spool: Spool, tmp_path: Path, clock: Clock, keyring: Keyring, worker: Worker
) -> None:
    """What cannot be read stays where it is; the rest is taken in, and people are answered."""
    folder = tmp_path / "spool"
    spool.put(BARE, clock())
    (folder / "a.sealed").write_bytes(b"damaged")
    (folder / "b.sealed").write_bytes(keyring.seal("[]"))
    (folder / "c.sealed").write_bytes(Keyring([Keyring.fresh_encryption_key()], "ab" * 32).seal("{}"))
    submitted: list[str] = []
    worker.sweep(submitted.append)
    assert len(submitted) == 1
    assert len(spool) == 3


def test_the_sweep_takes_in_the_spool(spool: Spool, worker: Worker, store: Store, clock: Clock) -> None:
    """A spooled message is received once, with the time it came."""
    spool.put(BARE, clock())
    came = clock()
    clock.forward(minutes=5)
    submitted: list[str] = []
    worker.sweep(submitted.append)
    spool.put(BARE, came)
    worker.sweep(submitted.append)
    with store.read() as session:
        assert session.scalars(select(InboxRow.received_at)).all() == [came]
    assert len(set(submitted)) == 1
    assert len(spool) == 0


def test_woken_by_redis(worker: Worker, phone: Phone) -> None:
    """A ring is enough; no sweep is waited for."""
    with Running(worker):
        phone.write("halo")
        worker.bell.ring(phone.id)
        until(lambda: done(phone.store) == 1)


@pytest.mark.parametrize("redis_is", ["there", "away"])
def test_the_sweep_is_the_truth(worker: Worker, phone: Phone, redis_is: str) -> None:
    """A ring that was lost, and a Redis that is away, cost a second and no message."""
    if redis_is == "away":
        worker.bell = Bell(NOBODY)
    with Running(worker):
        phone.write("halo")
        until(lambda: done(phone.store) == 1)


def test_a_sweep_that_fails_is_not_the_last(worker: Worker, phone: Phone, spool: Spool, clock: Clock) -> None:
    """Whatever breaks in one sweep, the next one comes."""
    broken = [OSError("disk"), ValueError("bug")]

    class Breaking(Spool):
        def waiting(self) -> Iterator[tuple[Path, Inbound, datetime]]:
            if broken:
                raise broken.pop()
            return super().waiting()

    worker.spool = Breaking(spool._folder, phone.store.keyring)
    with Running(worker):
        phone.write("halo")
        until(lambda: done(phone.store) == 1)
    assert not broken


def test_a_turn_that_fails_is_tried_again(worker: Worker, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in a thread ends neither the thread pool nor the turn: the sweep takes it again."""
    failures = [OSError("disk"), ValueError("bug")]
    question = understanding.question

    def fail(draft: Draft, words: Sequence[Message]) -> str | None:
        if failures:
            raise failures.pop()
        return question(draft, words)

    monkeypatch.setattr("pulang.conversation.turn.understanding.question", fail)
    with Running(worker):
        phone.write("halo")
        until(lambda: done(phone.store) == 1)
    assert not failures


def test_many_people_at_once(worker: Worker, phone: Phone, rasa: RasaDouble) -> None:
    """Everybody is answered once per turn, each one's messages in order, with two workers at it."""
    other = Worker(
        phone.store, type(phone.turns)(**{**vars(phone.turns), "owner": "worker-b"}), worker.later, worker.spool,
        Bell(NOBODY), phone.clock, threads=4,
    )  # fmt: skip
    phones = [
        type(phone)(phone.store, phone.turns, phone.clock, number=f"+62812000001{number:02d}",
                    sent=iter(range(1000 * number, 1000 * number + 99)))
        for number in range(1, 9)
    ]  # fmt: skip
    with Running(worker), Running(other):
        for round_ in range(3):
            for one in phones:
                one.write(f"pesan {round_} dari {one.number}")
        until(lambda: done(phone.store) == 24)
    for one in phones:
        lines = "\n".join(text for text in rasa.texts if one.number in text).split("\n")
        assert [line[6] for line in lines] == ["0", "1", "2"]
    with phone.store.read() as session:
        turns = session.scalar(select(func.count(func.distinct(OutboxRow.turn_id))))
    assert turns == len(rasa.asked)
