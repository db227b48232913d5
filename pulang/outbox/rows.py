"""The outbox's rows: written with the turn, taken in order per person, moved only forward."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from pulang.outbox.reply import Part
from pulang.store.tables import OutboxRow, OutboxState

# How long a row may be `sending` before somebody else looks what became of it: so long the first time, and twice as
# long after each further attempt, up to a longest wait.
PATIENCE, LONGEST_PATIENCE = timedelta(seconds=15), timedelta(minutes=5)
EMERGENCY_PATIENCE, LONGEST_EMERGENCY_PATIENCE = timedelta(seconds=3), timedelta(minutes=1)
# With these waits an emergency is tried for four hours and anything else for some twenty: longer than a provider is
# usually away, shorter than WhatsApp's window.
ATTEMPTS = 240
_DOUBLINGS = 8  # after these every wait is the longest
# Marks a row that was withdrawn while its sender had it in hand: it may have gone out, but is never tried again.
WITHDRAWN = "withdrawn"

OPEN_STATES = (OutboxState.QUEUED, OutboxState.SENDING)
_RANK = {
    OutboxState.QUEUED: 0,
    OutboxState.SENDING: 1,
    OutboxState.SENT: 2,
    OutboxState.DELIVERED: 3,
    OutboxState.READ: 4,
}
_FINAL = frozenset({OutboxState.UNDELIVERED, OutboxState.FAILED, OutboxState.CANCELLED})


def queue(
    session: Session,
    parts: Sequence[Part],
    *,
    person_id: str,
    channel: str,
    now: datetime,
    turn_id: str | None = None,
    case_id: str | None = None,
    written_by: str | None = None,
    emergency: bool = False,
) -> list[OutboxRow]:
    """Write messages to a person behind everything already waiting for them."""
    rows = [
        OutboxRow(
            person_id=person_id, channel=channel, part=part.as_json(), created_at=now, due_at=now, turn_id=turn_id,
            case_id=case_id, written_by=written_by, emergency=emergency,
        )
        for part in parts
    ]  # fmt: skip
    for row in rows:  # one by one: the order of their numbers is the order of sending
        session.add(row)
        session.flush()
    return rows


def cancel_unsent(session: Session, person_id: str) -> int:
    """Withdraw what has not left yet (gives how many), and keep what is in a sender's hands from a second try."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.person_id == person_id, OutboxRow.state == OutboxState.SENDING)
        .values(error=WITHDRAWN)
    )
    withdrawn = session.execute(
        update(OutboxRow)
        .where(OutboxRow.person_id == person_id, OutboxRow.state == OutboxState.QUEUED)
        .values(state=OutboxState.CANCELLED)
    )
    assert isinstance(withdrawn, CursorResult)
    return withdrawn.rowcount


def due(session: Session, now: datetime, limit: int = 50) -> list[OutboxRow]:
    """List the rows that may be sent now: at most one a person, the oldest first, emergencies before all others.

    A row that is `sending` beyond its patience is listed too: its sender may have died.
    """
    earlier = aliased(OutboxRow)
    blocked = (
        select(earlier.seq)
        .where(
            earlier.seq < OutboxRow.seq,
            earlier.state.in_(OPEN_STATES),
            or_(
                and_(OutboxRow.person_id.is_not(None), earlier.person_id == OutboxRow.person_id),
                and_(OutboxRow.counsellor_id.is_not(None), earlier.counsellor_id == OutboxRow.counsellor_id),
            ),
        )
        .exists()
    )
    ready = (
        select(OutboxRow)
        .where(OutboxRow.state.in_(OPEN_STATES), OutboxRow.due_at <= now, ~blocked)
        .order_by(OutboxRow.emergency.desc(), OutboxRow.seq)
        .limit(limit)
    )
    return list(session.scalars(ready))


def take(session: Session, row: OutboxRow, now: datetime) -> bool:
    """Mark a row `sending` if it is still as it was read (compare-and-set); False when another sender has it.

    A row that was withdrawn in the hands of a sender that died is cancelled instead.
    """
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.seq == row.seq, OutboxRow.state == OutboxState.SENDING, OutboxRow.error == WITHDRAWN)
        .values(state=OutboxState.CANCELLED)
    )
    first, longest = (EMERGENCY_PATIENCE, LONGEST_EMERGENCY_PATIENCE) if row.emergency else (PATIENCE, LONGEST_PATIENCE)
    patience = min(first * 2 ** min(row.attempts, _DOUBLINGS), longest)
    taken = session.execute(
        update(OutboxRow)
        .where(OutboxRow.seq == row.seq, OutboxRow.state == row.state, OutboxRow.due_at == row.due_at)
        .values(state=OutboxState.SENDING, due_at=now + patience, attempts=OutboxRow.attempts + 1)
    )
    assert isinstance(taken, CursorResult)
    return taken.rowcount == 1


def mark_sent(session: Session, row_id: str, provider_id: str, now: datetime) -> None:
    """Record that the provider has the message, unless a callback has already said more."""
    session.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(provider_id=provider_id, sent_at=now))
    session.execute(
        update(OutboxRow).where(OutboxRow.id == row_id, OutboxRow.state.in_(OPEN_STATES)).values(state=OutboxState.SENT)
    )


def mark_retry(session: Session, row_id: str, error: str, due_at: datetime) -> None:
    """Put a row back in the queue for a later time, unless it was withdrawn meanwhile."""
    held = (OutboxRow.id == row_id, OutboxRow.state == OutboxState.SENDING)
    session.execute(update(OutboxRow).where(*held, OutboxRow.error == WITHDRAWN).values(state=OutboxState.CANCELLED))
    session.execute(update(OutboxRow).where(*held).values(state=OutboxState.QUEUED, error=error, due_at=due_at))


def mark_failed(session: Session, row_id: str, error: str) -> None:
    """Give a row up: a counsellor sees it."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == row_id, OutboxRow.state.in_(OPEN_STATES))
        .values(state=OutboxState.FAILED, error=error)
    )


def move_forward(session: Session, row_id: str, provider_id: str, state: OutboxState, error: str | None) -> bool:
    """Apply a status callback: it may only move a message forward, late and repeated ones change nothing."""
    row = session.scalar(select(OutboxRow).where(OutboxRow.id == row_id).with_for_update())
    if row is None:
        return False
    row.provider_id = row.provider_id or provider_id
    if row.provider_id != provider_id or row.state in _FINAL:
        return False
    arrived = row.state in (OutboxState.DELIVERED, OutboxState.READ)
    if (state in _FINAL and arrived) or (state not in _FINAL and _RANK[state] <= _RANK[row.state]):
        return False
    row.state, row.error = state, error
    return True


def known_provider_ids(session: Session, provider_ids: Sequence[str]) -> frozenset[str]:
    """Tell which of the provider's ids some row of ours already holds."""
    held = select(OutboxRow.provider_id).where(OutboxRow.provider_id.in_(provider_ids))
    return frozenset(found for found in session.scalars(held) if found)
