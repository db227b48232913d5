"""Cases: opened by a turn, claimed by one counsellor, closed with an outcome."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from pulang.store.tables import Case, CaseState, InboxRow, OutboxRow
from pulang.taxonomy import Level, Signal

OPEN = (CaseState.WAITING, CaseState.CLAIMED)
# A second urgent turn within this time makes the case an emergency (taxonomy.yml, level_rules).
URGENT_AGAIN = timedelta(hours=24)


class Outcome(str, Enum):
    """How a case ended."""

    HELPED = "helped"
    REFERRED = "referred"
    NO_ANSWER = "no_answer"
    MISTAKEN = "mistaken"
    DECLINED = "declined"
    ERASED = "erased"
    MERGED = "merged"  # the person turned out to be one whose case was open already


def open_case_of(session: Session, person_id: str) -> Case | None:
    """Find the one open case of a person."""
    return session.scalar(select(Case).where(Case.person_id == person_id, Case.state.in_(OPEN)))


def open_or_raise(
    session: Session,
    *,
    person_id: str,
    channel: str,
    level: Level,
    signals: Iterable[Signal],
    now: datetime,
    turn_id: str | None,
    counts_again: bool = True,
) -> Case:
    """Open a case, or add to the open one; its level only rises.

    An urgent turn within 24 hours of an earlier urgent turn makes it an emergency, also after a case that the person
    declined; `counts_again` is False for answers to a safety question, which do not count.
    """
    case = open_case_of(session, person_id)
    earlier = _urgent_before(session, person_id, case, now)
    if level is Level.URGENT and earlier and counts_again:
        level = Level.EMERGENCY
    found = sorted({signal.value for signal in signals} | set(case.signals if case else ()))
    if case is None:
        case = Case(
            person_id=person_id,
            channel=channel,
            level=level.value,
            signals=found,
            opened_at=now,
            opened_by_turn=turn_id,
        )
        session.add(case)
    else:
        if level is Level.EMERGENCY:
            case.calmed_at = None
        case.level, case.signals, case.channel = max(case.level, level.value), found, channel
    if level >= Level.URGENT or case.sealed_at is not None:
        case.urgent_at = now
    session.flush()
    return case


def forgotten(case: Case) -> bool:
    """Tell whether the phone side must know nothing of a case: it was sealed, and no help was needed since."""
    return case.sealed_at is not None and (case.urgent_at is None or case.urgent_at <= case.sealed_at)


def _urgent_before(session: Session, person_id: str, case: Case | None, now: datetime) -> bool:
    since = now - URGENT_AGAIN
    if case is not None:
        return case.urgent_at is not None and case.urgent_at >= since
    declined = select(Case.id).where(
        Case.person_id == person_id, Case.state == CaseState.DECLINED, Case.urgent_at >= since
    )
    return session.scalar(declined.limit(1)) is not None


def decline(session: Session, case: Case, now: datetime) -> None:
    """End a waiting case because the person does not want a human; only a count remains of it."""
    if case.state is CaseState.WAITING:
        case.state, case.closed_at, case.outcome = CaseState.DECLINED, now, Outcome.DECLINED.value
        session.execute(update(InboxRow).where(InboxRow.case_id == case.id).values(case_id=None))
        session.execute(update(OutboxRow).where(OutboxRow.case_id == case.id).values(case_id=None))


def claim(session: Session, case_id: str, counsellor_id: str, now: datetime) -> bool:
    """Take a waiting case (compare-and-set): of two who press at once, one gets it and the other gets False."""
    claimed = session.execute(
        update(Case)
        .where(Case.id == case_id, Case.state == CaseState.WAITING)
        .values(state=CaseState.CLAIMED, claimed_by=counsellor_id, claimed_at=now)
    )
    assert isinstance(claimed, CursorResult)
    return claimed.rowcount == 1


def release(session: Session, case_id: str, counsellor_id: str) -> bool:
    """Put a claimed case back into the queue; the bot answers again."""
    released = session.execute(
        update(Case)
        .where(Case.id == case_id, Case.state == CaseState.CLAIMED, Case.claimed_by == counsellor_id)
        .values(state=CaseState.WAITING, claimed_by=None, claimed_at=None)
    )
    assert isinstance(released, CursorResult)
    return released.rowcount == 1


def take_over(session: Session, case_id: str, holder_id: str, counsellor_id: str, now: datetime) -> bool:
    """Move a claimed case from the one who holds it to another (compare-and-set); the person stays with a human."""
    moved = session.execute(
        update(Case)
        .where(Case.id == case_id, Case.state == CaseState.CLAIMED, Case.claimed_by == holder_id)
        .values(claimed_by=counsellor_id, claimed_at=now)
    )
    assert isinstance(moved, CursorResult)
    return moved.rowcount == 1


def close(session: Session, case_id: str, counsellor_id: str, outcome: Outcome, now: datetime) -> bool:
    """End a case one has claimed."""
    closed = session.execute(
        update(Case)
        .where(Case.id == case_id, Case.state == CaseState.CLAIMED, Case.claimed_by == counsellor_id)
        .values(state=CaseState.CLOSED, closed_at=now, outcome=outcome.value)
    )
    assert isinstance(closed, CursorResult)
    return closed.rowcount == 1


def waiting(session: Session) -> list[Case]:
    """List the open cases, the most dangerous and then the longest waiting first."""
    return list(session.scalars(select(Case).where(Case.state.in_(OPEN)).order_by(Case.level.desc(), Case.opened_at)))


def merge_cases(session: Session, older_id: str, younger_id: str) -> None:
    """Make the cases of two people who turned out to be one into one person's; the open ones become one."""
    kept, merged = open_case_of(session, older_id), open_case_of(session, younger_id)
    if kept is not None and merged is not None:
        if merged.state is CaseState.CLAIMED and kept.state is CaseState.WAITING:
            kept, merged = merged, kept
        _join(kept, merged)
        for table in (InboxRow, OutboxRow):
            session.execute(update(table).where(table.case_id == merged.id).values(case_id=kept.id))
        merged.state, merged.outcome, merged.person_id = CaseState.CLOSED, Outcome.MERGED.value, None
        session.flush()
    session.execute(update(Case).where(Case.person_id == younger_id).values(person_id=older_id))


def _join(kept: Case, merged: Case) -> None:
    if any(case.level == Level.EMERGENCY and case.calmed_at is None for case in (kept, merged)):
        kept.calmed_at = None
    else:
        kept.calmed_at = kept.calmed_at or merged.calmed_at
    urgent = [case.urgent_at for case in (kept, merged) if case.urgent_at is not None]
    kept.urgent_at, kept.opened_at = max(urgent, default=None), min(kept.opened_at, merged.opened_at)
    kept.level, kept.signals = max(kept.level, merged.level), sorted({*kept.signals, *merged.signals})
