"""Receiving once, and knowing who writes."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from pulang.conversation import inbox
from pulang.conversation.messages import Channel, Inbound, Sender
from pulang.conversation.people import remember
from pulang.counselling import cases
from pulang.store import jobs
from pulang.store.tables import Address, AddressKind, Case, CaseState, InboxRow, Job, Person
from pulang.taxonomy import Level, Signal

if TYPE_CHECKING:
    from pulang.store import Store
    from tests.conversation.conftest import Clock, Phone

PHONE = Sender(AddressKind.PHONE, "+6281200000001")
USER_ID = Sender(AddressKind.WHATSAPP_ID, "ID.abc123")


def message(number: int, *senders: Sender, channel: Channel = Channel.WHATSAPP) -> Inbound:
    """Make a received message."""
    return Inbound(f"SM{number:032d}", channel, senders, "halo")


def people(store: Store) -> list[Person]:
    """List who is known."""
    with store.read() as session:
        return list(session.scalars(select(Person).order_by(Person.created_at)))


def test_received_once(store: Store, clock: Clock) -> None:
    """A repeated webhook changes nothing."""
    assert inbox.receive(store, message(1, PHONE), clock()) is not None
    assert inbox.receive(store, message(1, PHONE), clock()) is None
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(InboxRow)) == 1


def test_repeats_that_meet(store: Store, clock: Clock) -> None:
    """Of ten webhooks of the same message at once, one counts."""
    taken: list[str | None] = []

    def receive() -> None:
        taken.append(inbox.receive(store, message(1, PHONE), clock()))

    threads = [threading.Thread(target=receive) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 10
    assert len([person for person in taken if person]) == 1


def test_one_number_is_one_person_on_both_channels(store: Store, clock: Clock) -> None:
    """Somebody who writes by SMS and by WhatsApp is known on both."""
    first = inbox.receive(store, message(1, PHONE), clock())
    assert inbox.receive(store, message(2, PHONE, channel=Channel.SMS), clock()) == first
    assert len(people(store)) == 1


def test_two_numbers_are_two_people(store: Store, clock: Clock) -> None:
    """A kind belongs to the address: the same characters as number and as id are two people."""
    inbox.receive(store, message(1, PHONE), clock())
    inbox.receive(store, message(2, Sender(AddressKind.WHATSAPP_ID, PHONE.value)), clock())
    assert len(people(store)) == 2


@pytest.fixture
def strangers(store: Store, clock: Clock) -> tuple[str, str]:
    """Give two people who are one: known first by a user id, then by a number."""
    older = inbox.receive(store, message(1, USER_ID), clock())
    clock.forward(hours=1)
    younger = inbox.receive(store, message(2, PHONE, channel=Channel.SMS), clock())
    assert older
    assert younger
    return older, younger


def test_two_addresses_join_people(store: Store, clock: Clock, strangers: tuple[str, str]) -> None:
    """A message with both addresses shows that they are one: the older stays, with everything of both."""
    older, younger = strangers
    with store.write() as session:
        remember(session.get_one(Person, older), place="32.12")
        remember(session.get_one(Person, younger), place="36.71", group="man")
        jobs.schedule(session, "unseal", younger, clock())
    assert inbox.receive(store, message(3, PHONE, USER_ID), clock()) == older
    (person,) = people(store)
    assert person.profile == {"place": "32.12", "group": "man"}
    with store.read() as session:
        assert session.scalars(select(InboxRow.person_id)).all() == [older] * 3
        assert session.scalars(select(Address.person_id)).all() == [older] * 2
        assert session.scalars(select(Job.key)).all() == [older]


@pytest.mark.parametrize(
    ("of_older", "of_younger", "level"),
    [
        pytest.param(2, None, 2, id="the older one's"),
        pytest.param(None, 3, 3, id="the younger one's"),
        pytest.param(2, 3, 3, id="both: the higher level"),
    ],
)
def test_cases_merge(
    *, store: Store, clock: Clock, strangers: tuple[str, str], of_older: int | None, of_younger: int | None, level: int
) -> None:
    """One person has one open case, at the higher level, with the signals of both."""
    signals = (Signal.THREAT, Signal.MEDICAL)
    for person_id, given, signal in zip(strangers, (of_older, of_younger), signals, strict=True):
        if given is not None:
            with store.write() as session:
                cases.open_or_raise(
                    session, person_id=person_id, channel="sms", level=Level(given), signals=[signal], now=clock(),
                    turn_id=None,
                )  # fmt: skip
    inbox.receive(store, message(3, USER_ID, PHONE), clock())
    with store.read() as session:
        case = cases.open_case_of(session, strangers[0])
        closed = session.scalars(select(Case).where(Case.state == CaseState.CLOSED)).all()
    assert case is not None
    assert case.level == level
    assert len(case.signals) == 1 + len(closed)


def test_a_join_in_the_middle_of_a_turn(known: Phone, store: Store, clock: Clock) -> None:
    """A turn of the younger one that was interrupted goes on as the older one's; nothing is lost."""
    clock.forward(hours=1)
    young = type(known)(store, known.turns, clock, number="+6281200000002", sent=iter(range(500, 600)))
    with store.read() as session:
        older = session.scalars(select(Person.id)).one()
    young.write("mau tanya")
    with store.write() as session:
        younger = session.scalars(select(Person.id).where(Person.id != older)).one()
        assert inbox.begin_turn(session, younger, clock())
    both = (Sender(AddressKind.PHONE, "+6281200000002"), Sender(AddressKind.PHONE, known.number))
    inbox.receive(store, Inbound("SMboth", Channel.WHATSAPP, both, "halo"), clock())
    before = len(known.heard())
    assert known.turns.take(older)
    assert known.turns.take(older)
    assert len(known.heard()) == before + 2


def test_nothing_readable_at_rest(known: Phone, store: Store) -> None:
    """Neither a text nor a number can be found in the database's files."""
    known.say("kata aman kamboja", "gaji saya di tanjungpinang belum dibayar")
    known.say("saya dikurung majikan")
    assert any("polisi 110" in part.body for part in known.heard())
    assert store.engine.url.database
    files = [path.read_bytes() for path in _files(store)]
    assert len(files) >= 2
    for secret in (b"tanjungpinang", b"kamboja", b"dikurung", b"81200000001", b"Halo, selamat", b"polisi 110"):
        assert not any(secret in file for file in files), secret
    with store.read() as session:
        assert session.scalars(select(InboxRow.content)).all()[1]["text"] == "kata aman kamboja"


def _files(store: Store) -> list[Path]:
    database = Path(str(store.engine.url.database))
    return list(database.parent.glob(f"{database.name}*"))
