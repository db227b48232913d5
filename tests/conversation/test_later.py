"""Jobs: done once, put off, taken over."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from pulang.store import jobs
from pulang.store.tables import Job

if TYPE_CHECKING:
    from pulang.conversation.later import Later
    from pulang.store import Store
    from tests.conversation.conftest import Clock
    from tests.conversation.rasa_double import RasaDouble


def plan(store: Store, clock: Clock, *keys: str, kind: str = "forget_conversation") -> None:
    """Plan jobs for now."""
    with store.write() as session:
        for key in keys:
            jobs.schedule(session, kind, key, clock())


def test_done_once_by_two_workers(store: Store, clock: Clock, later: Later, rasa: RasaDouble) -> None:
    """Of two workers that sweep at once, each job is done by one."""
    keys = [f"conversation{number}" for number in range(30)]
    plan(store, clock, *keys)
    other = type(later)(store, later.bot, "worker-b", clock)
    threads = [threading.Thread(target=lambda one=one: [one.sweep() for _ in range(4)]) for one in (later, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(rasa.forgotten) == sorted(keys)
    with store.read() as session:
        assert session.scalars(select(Job)).all() == []


@pytest.mark.parametrize("kind", ["forget_conversation", "of_a_newer_worker", "silence"])
def test_put_off(store: Store, clock: Clock, later: Later, rasa: RasaDouble, kind: str) -> None:
    """What cannot be done now, or not by this worker, stays for later."""
    rasa.status = 500
    plan(store, clock, "x", kind=kind)
    assert later.sweep() == 0
    assert later.sweep() == 0
    with store.read() as session:
        (job,) = session.scalars(select(Job)).all()
    assert job.due_at > clock()
    assert job.taken_by is None


def test_a_worker_that_died(store: Store, clock: Clock, later: Later, rasa: RasaDouble) -> None:
    """A job in dead hands is free again after a minute."""
    plan(store, clock, "x")
    with store.write() as session:
        assert len(jobs.take_due(session, "worker-b", clock())) == 1
    assert later.sweep() == 0
    clock.forward(seconds=61)
    assert later.sweep() == 1
    assert rasa.forgotten == ["x"]


def test_nobody_to_forget(store: Store, clock: Clock, later: Later) -> None:
    """A person who is gone already needs nothing."""
    plan(store, clock, "gone", kind="forget_person")
    plan(store, clock, "gone", kind="unseal")
    assert later.sweep() == 2
