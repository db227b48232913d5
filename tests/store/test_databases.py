"""What must hold on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from pulang.conversation import inbox, lease
from pulang.conversation.messages import Channel, Inbound, Sender
from pulang.counselling import cases
from pulang.outbox import Part
from pulang.outbox import rows as outbox
from pulang.store import jobs
from pulang.store.tables import (
    Address,
    AddressKind,
    Case,
    CaseState,
    Counsellor,
    InboxRow,
    Job,
    OutboxRow,
    OutboxState,
    Person,
    Role,
)
from pulang.taxonomy import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulang.store import Store

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def together(*work: Callable[[], Any]) -> list[Any]:
    """Do several things at once, each in a thread; gives what they gave."""
    results: list[Any] = []
    start = threading.Barrier(len(work))

    def run(one: Callable[[], Any]) -> None:
        start.wait()
        results.append(one())

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == len(work), "one of them failed"
    return results


def received(database: Store, number: str = "+6281200000001", message: str = "SM1") -> str | None:
    """Receive a message."""
    sender = Sender(AddressKind.PHONE, number)
    return inbox.receive(database, Inbound(message, Channel.SMS, (sender,), "gaji \x00 \ud83d"), NOW)


def test_received_once(database: Store) -> None:
    """Ten repeats at once, of somebody who was never here, make one person and one message."""
    given = together(*[lambda: received(database)] * 10)
    assert len([person for person in given if person]) == 1
    with database.read() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (Person, Address, InboxRow)]
        assert counts == [1, 1, 1]
        assert session.scalars(select(InboxRow)).one().content["text"] == "gaji \x00 \ud83d"


def test_two_first_messages_at_once(database: Store) -> None:
    """Two messages of somebody new that meet are one person's."""
    given = together(lambda: received(database), lambda: received(database, message="SM2"))
    assert len(set(given)) == 1
    assert None not in given


def test_one_lease(database: Store) -> None:
    """Of ten workers one gets the person."""
    person_id = received(database)
    assert person_id

    def take(owner: str) -> bool:
        with database.write() as session:
            return lease.take(session, person_id, owner, NOW)

    assert together(*[lambda owner=str(number): take(owner) for number in range(10)]).count(True) == 1


@pytest.fixture
def case_id(database: Store) -> str:
    """Give a waiting case, and two counsellors named a and b."""
    person_id = received(database)
    assert person_id
    with database.write() as session:
        session.add_all(Counsellor(id=name, name=name, role=Role.COUNSELLOR, created_at=NOW) for name in "ab")
        case = cases.open_or_raise(
            session, person_id=person_id, channel="sms", level=Level.URGENT, signals=[], now=NOW, turn_id=None
        )
        return case.id


def test_one_claim(database: Store, case_id: str) -> None:
    """Of two counsellors who press at once one gets the case."""

    def claim(counsellor: str) -> bool:
        with database.write() as session:
            return cases.claim(session, case_id, counsellor, NOW)

    assert sorted(together(lambda: claim("a"), lambda: claim("b"))) == [False, True]


def test_one_open_case(database: Store, case_id: str) -> None:
    """The database itself refuses a second open case; a closed one does not count."""
    with database.read() as session:
        person_id = session.get_one(Case, case_id).person_id

    def another() -> None:
        with database.write() as session:
            session.add(Case(person_id=person_id, channel="sms", level=1, opened_at=NOW))

    with pytest.raises(IntegrityError):
        another()
    with database.write() as session:
        session.get_one(Case, case_id).state = CaseState.DECLINED
    another()


def test_each_row_is_sent_by_one(database: Store) -> None:
    """Of five senders that see the same row one takes it."""
    person_id = received(database)
    assert person_id
    with database.write() as session:
        outbox.queue(session, [Part("halo")], person_id=person_id, channel="sms", now=NOW)
    with database.read() as session:
        (row,) = outbox.due(session, NOW)

    def take() -> bool:
        with database.write() as session:
            return outbox.take(session, row, NOW)

    assert together(*[take] * 5).count(True) == 1


def test_each_job_is_taken_by_one(database: Store) -> None:
    """Of two workers that sweep at once each job goes to one."""
    with database.write() as session:
        for number in range(15):
            jobs.schedule(session, "x", str(number), NOW, {"secret": number})

    def take(owner: str) -> list[str]:
        with database.write() as session:
            return [job.key for job in jobs.take_due(session, owner, NOW)]

    first, second = together(lambda: take("a"), lambda: take("b"))
    assert sorted(first + second, key=int) == [str(number) for number in range(15)]


def test_a_job_planned_again(database: Store) -> None:
    """It moves to the new time, is free again, and the one who had it does not remove it."""
    with database.write() as session:
        jobs.schedule(session, "x", "1", NOW)
        (job,) = jobs.take_due(session, "a", NOW)
        jobs.schedule(session, "x", "1", NOW + timedelta(hours=1))
        jobs.done(session, job, "a")
    with database.write() as session:
        (kept,) = session.scalars(select(Job)).all()
        assert kept.due_at == NOW + timedelta(hours=1)
        assert jobs.take_due(session, "a", NOW) == []
        (job,) = jobs.take_due(session, "a", NOW + timedelta(hours=1))
        jobs.done(session, job, "a")
        jobs.cancel(session, "x", "1")
        assert session.scalars(select(Job)).all() == []


def test_a_transaction_that_fails_leaves_nothing(database: Store) -> None:
    """All or nothing."""

    def fail() -> None:
        with database.write() as session:
            session.add(Person(created_at=NOW))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.read() as session:
        assert session.scalars(select(Person)).all() == []


def test_times_know_their_zone(database: Store) -> None:
    """Any zone goes in, UTC comes out; a time without one is refused."""
    jakarta = timezone(timedelta(hours=7))
    with database.write() as session:
        session.add(Person(created_at=datetime(2026, 11, 24, 16, 0, tzinfo=jakarta)))
    with database.read() as session:
        assert session.scalars(select(Person.created_at)).one() == NOW
    with pytest.raises(Exception, match="without a zone"), database.write() as session:
        session.add(Person(created_at=datetime(2026, 11, 24)))  # noqa: DTZ001 (that is the point)


def test_forgetting_a_person_takes_everything_along(database: Store) -> None:
    """Addresses and messages go with the person; of a case its count stays."""
    person_id = received(database)
    assert person_id
    with database.write() as session:
        session.add(Case(person_id=person_id, channel="sms", level=1, opened_at=NOW))
        outbox.queue(session, [Part("halo")], person_id=person_id, channel="sms", now=NOW)
    with database.write() as session:
        session.delete(session.get_one(Person, person_id))
    with database.read() as session:
        assert [session.scalars(select(table)).all() for table in (Address, InboxRow, OutboxRow)] == [[], [], []]
        assert session.scalars(select(Case.person_id)).all() == [None]


def test_one_addressee(database: Store) -> None:
    """A row of the outbox is for a person or for a counsellor, never for both or nobody."""
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(OutboxRow(channel="sms", part={}, created_at=NOW, due_at=NOW, state=OutboxState.QUEUED))


def test_an_error_quotes_nothing(store: Store, clock: Any) -> None:
    """What was being written does not stand in the error that refuses it."""
    secret = "f" * 32
    with pytest.raises(IntegrityError) as refused, store.write() as session:
        session.execute(insert(Person), [{"id": secret, "created_at": clock()}] * 2)
    assert secret not in str(refused.value)
