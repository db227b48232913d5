"""Cases: one a person, whose level only rises."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from pulang.counselling import cases
from pulang.counselling.cases import Outcome
from pulang.store.tables import Case, CaseState, Counsellor, InboxRow, Person, Role
from pulang.taxonomy import Level, Signal

if TYPE_CHECKING:
    from pulang.store import Store


@pytest.fixture(autouse=True)
def people(store: Store, clock: Any) -> None:
    """Know two people, old and new, and two counsellors, a and b."""
    with store.write() as session:
        session.add_all(Person(id=name, created_at=clock()) for name in ("old", "new"))
        session.add_all(Counsellor(id=name, name=name, role=Role.COUNSELLOR, created_at=clock()) for name in "ab")


def turn(store: Store, clock: Any, level: int, *signals: Signal, person: str = "old", **options: Any) -> Case:
    """Take a turn of some level."""
    with store.write() as session:
        return cases.open_or_raise(
            session, person_id=person, channel="sms", level=Level(level), signals=signals, now=clock(), turn_id=None,
            **options,
        )  # fmt: skip


def change(store: Store, case: Case, **columns: Any) -> None:
    """Change a case."""
    with store.write() as session:
        found = session.get_one(Case, case.id)
        for name, value in columns.items():
            setattr(found, name, value)


@pytest.mark.parametrize(
    ("levels", "hours", "level"),
    [
        pytest.param((2,), 0, 2, id="urgent"),
        pytest.param((2, 0), 0, 2, id="never lower"),
        pytest.param((2, 3), 0, 3, id="higher"),
        pytest.param((3, 2), 0, 3, id="stays"),
        pytest.param((2, 2), 24, 3, id="again within 24 hours"),
        pytest.param((2, 2), 24.1, 2, id="again later"),
        pytest.param((0, 2), 1, 2, id="first time in an open case"),
        pytest.param((2, 1, 2), 12, 3, id="again with calm between"),
        pytest.param((1, 1), 1, 1, id="sensitive is never again"),
    ],
)
def test_the_level_only_rises(store: Store, clock: Any, levels: tuple[int, ...], hours: float, level: int) -> None:
    """The highest level counts; an urgent turn within 24 hours of another makes it an emergency."""
    for given in levels:
        case = turn(store, clock, given, Signal.THREAT)
        clock.forward(hours=hours)
    assert case.level == level
    with store.read() as session:
        assert len(session.scalars(select(Case)).all()) == 1


def test_answers_do_not_count_as_again(store: Store, clock: Any) -> None:
    """An answer to a safety question is no second urgent turn."""
    turn(store, clock, 2)
    assert turn(store, clock, 2, counts_again=False).level == 2


def test_signals_gather(store: Store, clock: Any) -> None:
    """A case knows every signal it ever showed, once."""
    turn(store, clock, 2, Signal.THREAT)
    case = turn(store, clock, 3, Signal.MEDICAL, Signal.THREAT)
    assert case.signals == ["medical", "threat"]


@pytest.mark.parametrize(("level", "calm"), [(3, False), (2, False), (1, True)])
def test_calm_ends_with_new_danger(store: Store, clock: Any, level: int, calm: bool) -> None:  # noqa: FBT001
    """An emergency, also the same one again, ends the calm; so does an urgent turn soon after."""
    case = turn(store, clock, 3)
    change(store, case, calmed_at=clock())
    clock.forward(hours=1)
    assert (turn(store, clock, level).calmed_at is not None) is calm


def test_declined(store: Store, clock: Any) -> None:
    """Only a count remains: no message belongs to it any more."""
    case = turn(store, clock, 2)
    with store.write() as session:
        session.add(
            InboxRow(provider_id="1", person_id="old", channel="sms", content={}, received_at=clock(), case_id=case.id)
        )
    with store.write() as session:
        cases.decline(session, session.get_one(Case, case.id), clock())
    with store.read() as session:
        found = session.get_one(Case, case.id)
        assert (found.state, found.outcome, found.closed_at) == (CaseState.DECLINED, "declined", clock())
        assert session.scalars(select(InboxRow.case_id)).all() == [None]
        assert cases.open_case_of(session, "old") is None


def test_a_claimed_case_cannot_be_declined(store: Store, clock: Any) -> None:
    """A human has it already."""
    case = turn(store, clock, 2)
    with store.write() as session:
        cases.claim(session, case.id, "a", clock())
    with store.write() as session:
        cases.decline(session, session.get_one(Case, case.id), clock())
    with store.read() as session:
        assert session.get_one(Case, case.id).state is CaseState.CLAIMED


def test_a_claimed_case_belongs_to_one(store: Store, clock: Any) -> None:
    """Nobody else can claim, release or close it; released it can be claimed again; closed it is over."""
    case = turn(store, clock, 2)
    with store.write() as session:
        assert not cases.close(session, case.id, "a", Outcome.HELPED, clock())
        assert cases.claim(session, case.id, "a", clock())
        assert not cases.claim(session, case.id, "b", clock())
        assert not cases.release(session, case.id, "b")
        assert not cases.close(session, case.id, "b", Outcome.HELPED, clock())
        assert not cases.take_over(session, case.id, "b", "b", clock())
        assert cases.release(session, case.id, "a")
        assert cases.claim(session, case.id, "b", clock())
        assert cases.take_over(session, case.id, "b", "a", clock())
        assert cases.close(session, case.id, "a", Outcome.REFERRED, clock())
        assert not cases.claim(session, case.id, "b", clock())
    with store.read() as session:
        found = session.get_one(Case, case.id)
    assert (found.state, found.outcome, found.closed_at) == (CaseState.CLOSED, "referred", clock())


def test_the_queue(store: Store, clock: Any) -> None:
    """The most dangerous first, then the longest waiting; closed ones are not in it."""
    with store.write() as session:
        for name, level in (("p1", 1), ("p2", 3), ("p3", 1), ("p4", 2)):
            session.add(Person(id=name, created_at=clock()))
            session.flush()
            session.add(Case(id=name, person_id=name, channel="sms", level=level, opened_at=clock()))
            clock.forward(minutes=1)
        session.add(Case(channel="sms", level=3, opened_at=clock(), state=CaseState.CLOSED))
    with store.read() as session:
        assert [case.id for case in cases.waiting(session)] == ["p2", "p4", "p1", "p3"]


@pytest.mark.parametrize(
    ("sealed", "urgent", "forgotten"), [(None, 0, False), (0, None, True), (0, -1, True), (0, 0, True), (0, 1, False)]
)
def test_forgotten(clock: Any, sealed: int | None, urgent: int | None, forgotten: bool) -> None:  # noqa: FBT001
    """A sealed case is unknown to the phone until danger shows again."""
    hours = [None if value is None else clock() + timedelta(hours=value) for value in (sealed, urgent)]
    assert cases.forgotten(Case(sealed_at=hours[0], urgent_at=hours[1])) is forgotten


@pytest.mark.parametrize("claimed", ["old", "new", "none", "both"])
def test_merging(store: Store, clock: Any, claimed: str) -> None:
    """Of two open cases one stays: the claimed one, else the older person's; with the higher level and no calm."""
    old = turn(store, clock, 2, Signal.THREAT)
    clock.forward(hours=1)
    new = turn(store, clock, 3, Signal.MEDICAL, person="new")
    change(store, old, calmed_at=clock())
    with store.write() as session:
        for name, case in (("old", old), ("new", new)):
            if claimed in (name, "both"):
                cases.claim(session, case.id, "a", clock())
        session.add(
            InboxRow(provider_id="1", person_id="new", channel="sms", content={}, received_at=clock(), case_id=new.id)
        )
    with store.write() as session:
        cases.merge_cases(session, "old", "new")
    with store.read() as session:
        kept = cases.open_case_of(session, "old")
        assert kept is not None
        assert kept.id == (new.id if claimed == "new" else old.id)
        assert (kept.level, kept.signals, kept.calmed_at) == (3, ["medical", "threat"], None)
        assert kept.urgent_at == clock()
        assert kept.opened_at == clock() - timedelta(hours=1)
        assert session.scalars(select(InboxRow.case_id)).all() == [kept.id]
        other = session.scalars(select(Case).where(Case.id != kept.id)).one()
        assert (other.state, other.outcome, other.person_id) == (CaseState.CLOSED, Outcome.MERGED.value, None)
