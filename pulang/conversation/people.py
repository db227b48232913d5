"""Finding, joining and forgetting people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from pulang.conversation.messages import Sender
from pulang.counselling.cases import OPEN, Outcome, merge_cases, open_case_of
from pulang.store import Keyring
from pulang.store.tables import Address, Case, CaseState, InboxRow, InboxState, Job, OutboxRow, Person, Turn
from pulang.store.tables.base import fresh_id
from pulang.taxonomy import Level


def recognise(session: Session, keyring: Keyring, senders: Sequence[Sender], now: datetime) -> Person:
    """Find who writes, or begin to know them.

    A message that carries two addresses (number and WhatsApp id) joins the people behind them: the older one stays.
    """
    hashes = {keyring.fingerprint(sender.kind.value, sender.value): sender for sender in senders}
    known = {row.fingerprint: row for row in session.scalars(select(Address).where(Address.fingerprint.in_(hashes)))}
    people = sorted(
        session.scalars(select(Person).where(Person.id.in_({row.person_id for row in known.values()}))),
        key=lambda person: (person.created_at, person.id),
    )
    if people:
        person = people[0]
        for younger in people[1:]:
            _join(session, person, younger)
    else:
        person = Person(created_at=now)
        session.add(person)
        session.flush()
    for fingerprint, sender in hashes.items():
        if fingerprint not in known:
            session.add(Address(fingerprint=fingerprint, person_id=person.id, kind=sender.kind, value=sender.value))
    session.flush()
    return person


def _join(session: Session, older: Person, younger: Person) -> None:
    merge_cases(session, older.id, younger.id)
    for table in (Address, InboxRow, OutboxRow, Turn):
        session.execute(update(table).where(table.person_id == younger.id).values(person_id=older.id))
    older.profile = {**younger.profile, **older.profile}
    # What was to happen to the younger one later (erasing what was sealed) happens to the older one.
    planned = select(Job.kind).where(Job.key == older.id)
    session.execute(delete(Job).where(Job.key == younger.id, Job.kind.in_(planned)))
    session.execute(update(Job).where(Job.key == younger.id).values(key=older.id))
    session.flush()
    session.delete(younger)
    session.flush()


def remember(person: Person, **facts: Any) -> None:
    """Keep facts that must outlive the bot's tracker; None forgets one."""
    kept = {**person.profile, **facts}
    person.profile = {name: value for name, value in kept.items() if value is not None}


def erase(session: Session, person: Person, turn_id: str | None, now: datetime) -> bool:
    """Forget what a person wrote and what we know of them (HAPUS); the turn that asked for it is only emptied.

    What a counsellor is handling at level 2 or 3 is sealed instead: the phone side forgets it at once, the counsellor
    keeps it until the case closes, 72 hours at the latest. Whoever holds the phone must not be able to undo a rescue.
    Gives whether something was sealed. The person's row goes once the confirmation has left (job `forget_person`).
    """
    case = open_case_of(session, person.id)
    sealed = case is not None and case.level >= Level.URGENT
    if case is not None and sealed:
        case.sealed_at = now
    elif case is not None:
        case.state, case.closed_at, case.outcome = CaseState.CLOSED, now, Outcome.ERASED.value
    # "-" is nobody's id: an empty one would equal the missing id of a row without a case or turn, and keep that row.
    kept, current = case.id if case is not None and sealed else "-", turn_id or "-"
    session.execute(
        update(InboxRow)
        .where(
            InboxRow.person_id == person.id, InboxRow.turn_id == current, func.coalesce(InboxRow.case_id, "") != kept
        )
        .values(content={}, signals=[], spans=None, level=None)
    )
    # What arrived meanwhile and is not answered yet is a new beginning, not a thing of the past.
    past = ((InboxRow, InboxRow.state == InboxState.DONE), (OutboxRow, OutboxRow.seq > 0))
    for table, over in past:
        session.execute(
            delete(table).where(
                table.person_id == person.id,
                func.coalesce(table.turn_id, "") != current,
                func.coalesce(table.case_id, "") != kept,
                over,
            )
        )
    session.execute(delete(Turn).where(Turn.person_id == person.id, Turn.id != current, Turn.finished_at.is_not(None)))
    session.execute(update(Case).where(Case.person_id == person.id, Case.state.not_in(OPEN)).values(person_id=None))
    person.profile = {}
    person.menu = person.pages = person.asked = person.owed = person.confirming = None
    person.language, person.notice_version, person.notice_at = "id", 0, None
    person.conversation_id = fresh_id()
    return sealed


def erase_sealed(session: Session, case: Case, now: datetime) -> None:
    """Erase what was kept of a case that was sealed: it has closed, or its time is over.

    Somebody who came back in danger since keeps an open case, with what was written since.
    """
    assert case.sealed_at is not None
    for table, written_at in ((InboxRow, InboxRow.received_at), (OutboxRow, OutboxRow.created_at)):
        session.execute(delete(table).where(table.case_id == case.id, written_at <= case.sealed_at))
    came_back = select(InboxRow.id).where(InboxRow.case_id == case.id).limit(1)
    if case.state in OPEN and session.scalar(came_back) is not None:
        case.sealed_at = None
        return
    if case.state in OPEN:
        case.state, case.closed_at, case.outcome = CaseState.CLOSED, now, Outcome.ERASED.value
    for table in (InboxRow, OutboxRow):
        session.execute(update(table).where(table.case_id == case.id).values(case_id=None))
    case.person_id, case.signals = None, []
    session.flush()
