"""The outbox: in order per person, taken once, only forward."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from pulang.outbox import Choice, Part
from pulang.outbox import rows as outbox
from pulang.outbox.rows import EMERGENCY_PATIENCE, PATIENCE
from pulang.store.tables import Counsellor, OutboxRow, OutboxState, Person, Role

if TYPE_CHECKING:
    from pulang.store import Store

S = OutboxState


@pytest.fixture
def people(store: Store, clock: Any) -> None:
    """Know two people, a and b, and a counsellor c."""
    with store.write() as session:
        session.add_all(Person(id=name, created_at=clock()) for name in "ab")
        session.add(Counsellor(id="c", name="c", role=Role.COUNSELLOR, created_at=clock()))


def put(store: Store, clock: Any, person: str, *bodies: str, emergency: bool = False) -> list[str]:
    """Queue texts for a person; gives the ids of the rows."""
    with store.write() as session:
        rows = outbox.queue(
            session, [Part(body) for body in bodies], person_id=person, channel="sms", now=clock(), emergency=emergency
        )
        return [row.id for row in rows]


def due(store: Store, clock: Any) -> list[str]:
    """List the texts that may be sent now."""
    with store.read() as session:
        return [row.part["body"] for row in outbox.due(session, clock())]


def row(store: Store, row_id: str) -> OutboxRow:
    """Read a row."""
    with store.read() as session:
        return session.scalars(select(OutboxRow).where(OutboxRow.id == row_id)).one()


def put_state(store: Store, row_id: str, state: OutboxState, **columns: Any) -> None:
    """Put a row into a state."""
    with store.write() as session:
        found = session.scalars(select(OutboxRow).where(OutboxRow.id == row_id)).one()
        found.state = state
        for name, value in columns.items():
            setattr(found, name, value)


def take(store: Store, clock: Any, seen: OutboxRow) -> bool:
    """Take a row as it was seen."""
    with store.write() as session:
        return outbox.take(session, seen, clock())


def test_a_part_comes_back_as_it_was() -> None:
    """What is stored of a part makes the same part."""
    part = Part("Pilih:\n1. Gaji", (Choice("Gaji", "/wages"),), "Pilih:", buttons=True)
    assert Part.from_json(part.as_json()) == part


@pytest.mark.usefixtures("people")
def test_one_at_a_time(store: Store, clock: Any) -> None:
    """A person's next message waits for the one before, whatever another person's do."""
    first, _second = put(store, clock, "a", "a1", "a2")
    put(store, clock, "b", "b1")
    assert due(store, clock) == ["a1", "b1"]
    put_state(store, first, S.SENDING, due_at=clock() + PATIENCE)
    assert due(store, clock) == ["b1"]
    put_state(store, first, S.SENT)
    assert due(store, clock) == ["a2", "b1"]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("state", [S.SENT, S.DELIVERED, S.READ, S.UNDELIVERED, S.FAILED, S.CANCELLED])
def test_what_is_over_blocks_nothing(store: Store, clock: Any, state: OutboxState) -> None:
    """Also a message that failed lets the next one go."""
    first, _second = put(store, clock, "a", "a1", "a2")
    put_state(store, first, state)
    assert due(store, clock) == ["a2"]


@pytest.mark.usefixtures("people")
def test_a_message_put_off_keeps_its_place(store: Store, clock: Any) -> None:
    """The second message does not overtake one that is tried again later."""
    first, _second = put(store, clock, "a", "a1", "a2")
    put_state(store, first, S.QUEUED, due_at=clock() + timedelta(minutes=1))
    assert due(store, clock) == []
    clock.forward(minutes=1)
    assert due(store, clock) == ["a1"]


@pytest.mark.usefixtures("people")
def test_emergencies_go_first(store: Store, clock: Any) -> None:
    """An emergency overtakes other people's messages."""
    put(store, clock, "a", "a1")
    put(store, clock, "b", "b1", emergency=True)
    assert due(store, clock) == ["b1", "a1"]


@pytest.mark.usefixtures("people")
def test_a_counsellors_alerts_have_an_order_of_their_own(store: Store, clock: Any) -> None:
    """Rows for counsellors block only their own."""
    put(store, clock, "a", "a1")
    with store.write() as session:
        for body in ("c1", "c2"):
            session.add(
                OutboxRow(
                    counsellor_id="c", channel="sms", part=Part(body).as_json(), created_at=clock(), due_at=clock()
                )
            )
            session.flush()
    assert due(store, clock) == ["a1", "c1"]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("emergency", "hours"), [pytest.param(True, 3.5, id="emergency"), pytest.param(False, 19, id="calm")]
)
def test_a_provider_that_is_away_for_hours(store: Store, clock: Any, emergency: bool, hours: float) -> None:  # noqa: FBT001
    """Each look waits longer than the one before, up to a longest wait, and giving up takes hours, not seconds."""
    (row_id,) = put(store, clock, "a", "a1", emergency=emergency)
    began, waits = clock(), []
    for _ in range(outbox.ATTEMPTS):
        assert due(store, clock) == ["a1"]
        assert take(store, clock, row(store, row_id))
        waits.append(row(store, row_id).due_at - clock())
        clock.now += waits[-1]
    assert waits == sorted(waits)
    assert waits[-1] == (outbox.LONGEST_EMERGENCY_PATIENCE if emergency else outbox.LONGEST_PATIENCE)
    assert clock() - began > timedelta(hours=hours)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("emergency", "patience"), [(False, PATIENCE), (True, EMERGENCY_PATIENCE)])
def test_a_sender_that_died(store: Store, clock: Any, emergency: bool, patience: timedelta) -> None:  # noqa: FBT001
    """A row in dead hands is looked at again when its patience is over: 3 seconds in an emergency."""
    (row_id,) = put(store, clock, "a", "a1", emergency=emergency)
    assert take(store, clock, row(store, row_id))
    assert row(store, row_id).state is S.SENDING
    clock.now += patience - timedelta(milliseconds=1)
    assert due(store, clock) == []
    clock.forward(milliseconds=1)
    assert due(store, clock) == ["a1"]
    assert take(store, clock, row(store, row_id))
    assert row(store, row_id).attempts == 2


@pytest.mark.usefixtures("people")
def test_taken_once(store: Store, clock: Any) -> None:
    """Who saw a row before another took it does not get it."""
    (row_id,) = put(store, clock, "a", "a1")
    seen = row(store, row_id)
    assert take(store, clock, seen)
    assert not take(store, clock, seen)
    clock.now += PATIENCE
    seen = row(store, row_id)
    assert take(store, clock, seen)
    assert not take(store, clock, seen)


@pytest.mark.usefixtures("people")
def test_withdrawn_before_it_left(store: Store, clock: Any) -> None:
    """KELUAR takes back the person's own queued rows, and only those."""
    put(store, clock, "a", "a1", "a2")
    put(store, clock, "b", "b1")
    with store.write() as session:
        assert outbox.cancel_unsent(session, "a") == 2
    assert due(store, clock) == ["b1"]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("ends", ["refused", "died", "sent"])
def test_withdrawn_in_a_senders_hands(store: Store, clock: Any, ends: str) -> None:
    """What was being sent when the person left is never tried again, and blocks nothing behind it."""
    (row_id,) = put(store, clock, "a", "a1")
    assert take(store, clock, row(store, row_id))
    with store.write() as session:
        outbox.cancel_unsent(session, "a")
    put(store, clock, "a", "Resep")
    with store.write() as session:
        if ends == "refused":
            outbox.mark_retry(session, row_id, "20429", clock())
        if ends == "sent":
            outbox.mark_sent(session, row_id, "SM1", clock())
    clock.now += PATIENCE
    if ends == "died":
        assert not take(store, clock, row(store, row_id))
    assert row(store, row_id).state is (S.SENT if ends == "sent" else S.CANCELLED)
    assert due(store, clock) == ["Resep"]


@pytest.mark.usefixtures("people")
def test_put_off(store: Store, clock: Any) -> None:
    """A refusal that may pass puts the row back, with its reason and its time."""
    (row_id,) = put(store, clock, "a", "a1")
    take(store, clock, row(store, row_id))
    with store.write() as session:
        outbox.mark_retry(session, row_id, "20429", clock() + timedelta(seconds=4))
    found = row(store, row_id)
    assert (found.state, found.error, found.due_at) == (S.QUEUED, "20429", clock() + timedelta(seconds=4))


@pytest.mark.usefixtures("people")
def test_given_up(store: Store, clock: Any) -> None:
    """A row that is given up stays, with its reason; one that has arrived is not."""
    failing, arrived = put(store, clock, "a", "a1", "a2")
    put_state(store, arrived, S.DELIVERED)
    with store.write() as session:
        for row_id in (failing, arrived):
            outbox.mark_failed(session, row_id, "21610")
    assert (row(store, failing).state, row(store, failing).error) == (S.FAILED, "21610")
    assert row(store, arrived).state is S.DELIVERED


FORWARD = [
    (S.QUEUED, S.SENT), (S.SENDING, S.SENT), (S.SENDING, S.DELIVERED), (S.SENT, S.DELIVERED), (S.SENT, S.READ),
    (S.DELIVERED, S.READ), (S.SENT, S.UNDELIVERED), (S.SENDING, S.FAILED), (S.QUEUED, S.FAILED),
]  # fmt: skip


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("to", [S.SENT, S.DELIVERED, S.READ, S.UNDELIVERED, S.FAILED], ids=lambda state: state.value)
@pytest.mark.parametrize("of", list(S), ids=lambda state: state.value)
def test_callbacks_only_move_forward(store: Store, clock: Any, of: OutboxState, to: OutboxState) -> None:
    """Late and repeated callbacks change nothing; what has arrived cannot fail any more."""
    (row_id,) = put(store, clock, "a", "a1")
    put_state(store, row_id, of)
    moves = (of, to) in FORWARD
    moves = moves or (of in (S.QUEUED, S.SENDING, S.SENT) and to in (S.DELIVERED, S.READ, S.UNDELIVERED, S.FAILED))
    with store.write() as session:
        assert outbox.move_forward(session, row_id, "SM1", to, None) is moves
    assert row(store, row_id).state is (to if moves else of)


@pytest.mark.usefixtures("people")
def test_callbacks_of_something_else(store: Store, clock: Any) -> None:
    """A callback for no row, or with another provider's id than the row's, changes nothing."""
    (row_id,) = put(store, clock, "a", "a1")
    with store.write() as session:
        assert not outbox.move_forward(session, "unknown", "SM1", S.SENT, None)
        assert outbox.move_forward(session, row_id, "SM1", S.SENT, None)
        assert not outbox.move_forward(session, row_id, "SM2", S.DELIVERED, None)
        assert outbox.known_provider_ids(session, ["SM1", "SM2"]) == {"SM1"}
    assert row(store, row_id).state is S.SENT


@pytest.mark.usefixtures("people")
def test_a_callback_before_the_answer(store: Store, clock: Any) -> None:
    """When the callback is faster than the provider's answer, the answer takes nothing back."""
    (row_id,) = put(store, clock, "a", "a1")
    take(store, clock, row(store, row_id))
    with store.write() as session:
        outbox.move_forward(session, row_id, "SM1", S.DELIVERED, None)
        outbox.mark_sent(session, row_id, "SM1", clock())
    found = row(store, row_id)
    assert (found.state, found.provider_id, found.sent_at) == (S.DELIVERED, "SM1", clock())
