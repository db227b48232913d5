"""Whether a counsellor may write to a person now, and on which channel."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pulang.counselling.cases import forgotten
from pulang.store.tables import Case, InboxRow, Person, Quiet

WHATSAPP = "whatsapp"
# WhatsApp lets a business write freely for this long after the person's last message; later only templates.
WINDOW = timedelta(hours=24)


class Reach(Enum):
    """Whether a person can be written to."""

    OPEN = "open"
    LEFT = "left"  # KELUAR: somebody may be looking at the phone
    STOPPED = "stopped"  # BERHENTI
    WINDOW_CLOSED = "window_closed"  # WhatsApp's 24 hours are over
    FORGOTTEN = "forgotten"  # HAPUS: the phone must know nothing of the case until help is asked for again
    GONE = "gone"  # the person's row no longer exists


_QUIET = {Quiet.LEFT: Reach.LEFT, Quiet.STOPPED: Reach.STOPPED}


def channel_of(session: Session, case: Case) -> str:
    """Give the channel on which the person wrote last: there they read."""
    last = select(InboxRow.channel).where(InboxRow.case_id == case.id).order_by(InboxRow.id.desc()).limit(1)
    return session.scalar(last) or case.channel


def window_closes_at(session: Session, person_id: str) -> datetime | None:
    """Give the time until which WhatsApp lets us write freely; None when the person never wrote there."""
    last = session.scalar(
        select(func.max(InboxRow.received_at)).where(InboxRow.person_id == person_id, InboxRow.channel == WHATSAPP)
    )
    return last + WINDOW if last is not None else None


def reach_of(session: Session, case: Case, now: datetime) -> Reach:
    """Tell whether the person of a case can be written to now, on the channel where they read."""
    person = session.get(Person, case.person_id) if case.person_id else None
    if person is not None and forgotten(case):
        return Reach.FORGOTTEN
    return reach(session, person, channel_of(session, case), now)


def reach(session: Session, person: Person | None, channel: str, now: datetime) -> Reach:
    """Tell whether a person can be written to on a channel now."""
    if person is None:
        return Reach.GONE
    if person.quiet in _QUIET:
        return _QUIET[person.quiet]
    if channel == WHATSAPP:
        closes = window_closes_at(session, person.id)
        if closes is None or closes <= now:
            return Reach.WINDOW_CLOSED
    return Reach.OPEN
