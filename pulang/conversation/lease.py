"""One worker at a time per person, kept in the database: a lease runs out by itself when its holder dies."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, or_, update
from sqlalchemy.orm import Session

from pulang.conversation.errors import LeaseLost
from pulang.store.tables import Person

LENGTH = timedelta(seconds=10)


def take(session: Session, person_id: str, owner: str, now: datetime) -> bool:
    """Take the lease of a person if nobody holds it (compare-and-set); renews one's own."""
    taken = session.execute(
        update(Person)
        .where(
            Person.id == person_id,
            or_(Person.lease_owner.is_(None), Person.lease_owner == owner, Person.lease_until < now),
        )
        .values(lease_owner=owner, lease_until=now + LENGTH)
    )
    assert isinstance(taken, CursorResult)
    return taken.rowcount == 1


def check(session: Session, person_id: str, owner: str, now: datetime) -> None:
    """Make sure, inside the transaction that ends a turn, that the lease is still ours; raises LeaseLost."""
    held = session.execute(
        update(Person)
        .where(Person.id == person_id, Person.lease_owner == owner, Person.lease_until >= now)
        .values(lease_until=now + LENGTH)
    )
    assert isinstance(held, CursorResult)
    if held.rowcount != 1:
        raise LeaseLost


def give_back(session: Session, person_id: str, owner: str) -> None:
    """Let the next worker take the person at once."""
    session.execute(
        update(Person)
        .where(Person.id == person_id, Person.lease_owner == owner)
        .values(lease_owner=None, lease_until=None)
    )
