"""What was received: written once, whatever the provider repeats."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pulang.conversation.messages import Inbound
from pulang.conversation.people import recognise
from pulang.store import Store
from pulang.store.tables import InboxRow, InboxState, Person, Turn


def receive(store: Store, inbound: Inbound, now: datetime) -> str | None:
    """Write a message to the inbox; gives the person's id, or None when the message was here before."""
    try:
        return _receive(store, inbound, now)
    except IntegrityError:
        # On PostgreSQL two first messages of a person, or a message and its repeat, can meet; now both are seen.
        return _receive(store, inbound, now)


def _receive(store: Store, inbound: Inbound, now: datetime) -> str | None:
    with store.write() as session:
        if session.scalar(select(InboxRow.id).where(InboxRow.provider_id == inbound.provider_id)) is not None:
            return None
        person = recognise(session, store.keyring, inbound.senders, now)
        session.add(
            InboxRow(
                provider_id=inbound.provider_id, person_id=person.id, channel=inbound.channel.value,
                content=inbound.content(), received_at=now,
            )
        )  # fmt: skip
        return person.id


def people_waiting(session: Session, now: datetime, limit: int = 200) -> list[str]:
    """List the people who have an unanswered message and whom no worker holds, the longest waiting first."""
    waiting = (
        select(InboxRow.person_id)
        .join(Person, Person.id == InboxRow.person_id)
        .where(
            InboxRow.state.in_((InboxState.WAITING, InboxState.TAKEN)),
            Person.lease_until.is_(None) | (Person.lease_until < now),
        )
        .group_by(InboxRow.person_id)
        .order_by(func.min(InboxRow.id))
        .limit(limit)
    )
    return list(session.scalars(waiting))


def oldest_waiting(session: Session) -> datetime | None:
    """Tell since when the longest-waiting message waits."""
    waiting = select(InboxRow.received_at).where(InboxRow.state == InboxState.WAITING).order_by(InboxRow.id).limit(1)
    return session.scalar(waiting)


def unfinished_turn(session: Session, person_id: str) -> Turn | None:
    """Find the turn that a worker began and did not end."""
    return session.scalar(
        select(Turn).where(Turn.person_id == person_id, Turn.finished_at.is_(None)).order_by(Turn.started_at).limit(1)
    )


def rows_of_turn(session: Session, turn_id: str) -> list[InboxRow]:
    """List the messages of a turn in the order they came."""
    return list(session.scalars(select(InboxRow).where(InboxRow.turn_id == turn_id).order_by(InboxRow.id)))


def begin_turn(session: Session, person_id: str, now: datetime) -> Turn | None:
    """Take every waiting message of a person together; None when nothing waits."""
    rows = list(
        session.scalars(
            select(InboxRow)
            .where(InboxRow.person_id == person_id, InboxRow.state == InboxState.WAITING)
            .order_by(InboxRow.id)
        )
    )
    if not rows:
        return None
    turn = Turn(person_id=person_id, started_at=now, attempts=0)
    session.add(turn)
    session.flush()
    for row in rows:
        row.state, row.turn_id = InboxState.TAKEN, turn.id
    session.flush()
    return turn
