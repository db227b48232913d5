"""What HAPUS and the end of a sealed case leave behind."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from pulang.conversation import people
from pulang.conversation.later import unseal
from pulang.outbox import Part
from pulang.outbox import rows as outbox
from pulang.store import Store
from pulang.store.tables import Case, CaseState, InboxRow, InboxState, OutboxRow, Person, Turn

NOW_TURN, OLD_TURN = "n" * 32, "o" * 32


@pytest.fixture
def person_id(store: Store, clock: Any) -> str:
    """Give a person with an old turn, the turn that asks to erase, and an answer in each."""
    with store.write() as session:
        person = Person(created_at=clock(), profile={"place": "32.12"})
        session.add(person)
        session.flush()
        for turn_id in (OLD_TURN, NOW_TURN):
            finished = clock() if turn_id == OLD_TURN else None
            session.add(Turn(id=turn_id, person_id=person.id, started_at=clock(), finished_at=finished))
            session.add(_message(person.id, turn_id, clock(), InboxState.DONE if finished else InboxState.TAKEN))
            outbox.queue(
                session, [Part(f"answer {turn_id[0]}")], person_id=person.id, channel="sms", now=clock(),
                turn_id=turn_id,
            )  # fmt: skip
        outbox.queue(session, [Part("announcement")], person_id=person.id, channel="sms", now=clock())
        return person.id


def _message(person_id: str, turn_id: str | None, at: Any, state: InboxState, **columns: Any) -> InboxRow:
    return InboxRow(
        provider_id=f"SM{turn_id}{state.value}", person_id=person_id, channel="sms", content={"text": "rahasia"},
        received_at=at, state=state, turn_id=turn_id, level=0, **columns,
    )  # fmt: skip


def _left(store: Store) -> tuple[list[Any], list[str]]:
    with store.read() as session:
        contents = [row.content for row in session.scalars(select(InboxRow).order_by(InboxRow.id))]
        return contents, [row.part["body"] for row in session.scalars(select(OutboxRow).order_by(OutboxRow.seq))]


def test_erasing_without_a_case(store: Store, clock: Any, person_id: str) -> None:
    """Everything goes, also what belongs to no case and no turn; the turn that asked is emptied."""
    with store.write() as session:
        sealed = people.erase(session, session.get_one(Person, person_id), NOW_TURN, clock())
    assert not sealed
    assert _left(store) == ([{}], ["answer n"])


def test_a_message_that_arrives_meanwhile_stays(store: Store, clock: Any, person_id: str) -> None:
    """A message that nobody has answered yet is not lost with the past."""
    with store.write() as session:
        session.add(_message(person_id, None, clock(), InboxState.WAITING))
        people.erase(session, session.get_one(Person, person_id), NOW_TURN, clock())
    assert _left(store)[0] == [{}, {"text": "rahasia"}]


def test_a_sealed_case_keeps_its_own_rows_until_it_closes(store: Store, clock: Any, person_id: str) -> None:
    """A case in a counsellor's hands keeps what belongs to it, and nothing else; its end takes that too."""
    with store.write() as session:
        case = Case(person_id=person_id, channel="sms", level=2, opened_at=clock(), state=CaseState.CLAIMED)
        session.add(case)
        session.flush()
        session.add(_message(person_id, "c" * 32, clock(), InboxState.DONE, case_id=case.id))
        outbox.queue(
            session, [Part("from a human")], person_id=person_id, channel="sms", now=clock(), case_id=case.id,
            written_by="x" * 32,
        )  # fmt: skip
        assert people.erase(session, session.get_one(Person, person_id), NOW_TURN, clock())
    assert _left(store) == ([{}, {"text": "rahasia"}], ["answer n", "from a human"])
    with store.write() as session:
        unseal(session, session.get_one(Person, person_id), clock())
    assert _left(store) == ([{}], ["answer n"])
