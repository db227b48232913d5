"""A claimed person is not forgotten: a silent counsellor loses the case, the person is told, the bot answers again."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pulang.counselling import cases
from pulang.counselling.conversation import RETURNED, Speaker, announce_end
from pulang.counselling.reach import WHATSAPP, WINDOW, Reach, channel_of, reach_of
from pulang.store import jobs
from pulang.store.tables import Audit, Case, CaseState, InboxRow, OutboxRow, Person, Turn
from pulang.taxonomy import Level

log = structlog.get_logger()

KIND = "silence"
# A claimed case is looked at this often; shorter than any patience, so that a message which comes, or a level which
# rises, after the last look still gets its full patience and not more.
LOOK = timedelta(seconds=30)
_PATIENCE = {Level.EMERGENCY: timedelta(minutes=3), Level.URGENT: timedelta(minutes=15)}
_LEAVING = ("left", "stopped")  # how a turn ends that made the person quiet


def patience(level: int) -> timedelta:
    """Give how long a counsellor may be silent."""
    return _PATIENCE.get(Level(level), timedelta(minutes=60))


def watch(session: Session, case_id: str, now: datetime) -> None:
    """Begin to look after a case that was just claimed."""
    jobs.schedule(session, KIND, case_id, now + LOOK)


def return_forgotten(session: Session, case_id: str, now: datetime, speaker: Speaker) -> bool:
    """Do the job of this kind: return the case if its counsellor was silent too long, else look again soon.

    Gives whether the case went back to the queue. A case that is no longer claimed is not looked at again.
    """
    case = session.get(Case, case_id, with_for_update=True, populate_existing=True)
    if case is None or case.state is not CaseState.CLAIMED:
        return False
    since = waiting_since(session, case, now)
    if since is not None and since + patience(case.level) <= now:
        return _return(session, case, now, speaker)
    due = now + LOOK if since is None else min(since + patience(case.level), now + LOOK)
    jobs.schedule(session, KIND, case_id, due)
    return False


def return_all(session: Session, counsellor_id: str, now: datetime, speaker: Speaker) -> int:
    """Return every case of a counsellor who logs out; gives how many."""
    held = session.scalars(select(Case).where(Case.state == CaseState.CLAIMED, Case.claimed_by == counsellor_id))
    return sum(_return(session, case, now, speaker) for case in list(held))


def waiting_since(session: Session, case: Case, now: datetime) -> datetime | None:
    """Give since when the person waits for the counsellor's word; None while the clock stands still.

    It runs from the claim until the first word, and from the first message that no word has followed. It stands still
    while the person cannot be written to (KELUAR, BERHENTI, HAPUS, a closed WhatsApp window), and what they wrote
    before that no longer counts when they come back.
    """
    person = session.get(Person, case.person_id) if case.person_id else None
    if case.claimed_at is None or person is None or reach_of(session, case, now) is not Reach.OPEN:
        return None
    answered = session.scalar(
        select(func.max(OutboxRow.created_at)).where(
            OutboxRow.case_id == case.id,
            OutboxRow.written_by == case.claimed_by,
            OutboxRow.created_at >= case.claimed_at,
        )
    )
    floors = [moment for moment in (answered, _left_at(session, person), _unreachable_at(session, case)) if moment]
    if not floors:
        return case.claimed_at
    first = session.scalar(
        select(func.min(InboxRow.received_at)).where(InboxRow.case_id == case.id, InboxRow.received_at > max(floors))
    )
    return max(first, case.claimed_at) if first is not None else None


def _left_at(session: Session, person: Person) -> datetime | None:
    """Give when the person last fell silent by KELUAR or BERHENTI."""
    return session.scalar(
        select(func.max(InboxRow.received_at))
        .join(Turn, Turn.id == InboxRow.turn_id)
        .where(InboxRow.person_id == person.id, Turn.outcome.in_(_LEAVING))
    )


def _unreachable_at(session: Session, case: Case) -> datetime | None:
    """Give the time of the claim if WhatsApp's window was closed then: no first word was possible."""
    if case.claimed_at is None or channel_of(session, case) != WHATSAPP:
        return None
    opened = session.scalar(
        select(func.count()).where(
            InboxRow.person_id == case.person_id, InboxRow.channel == WHATSAPP,
            InboxRow.received_at > case.claimed_at - WINDOW, InboxRow.received_at <= case.claimed_at,
        )
    )  # fmt: skip
    return None if opened else case.claimed_at


def _return(session: Session, case: Case, now: datetime, speaker: Speaker) -> bool:
    holder = case.claimed_by
    if holder is None or not cases.release(session, case.id, holder):
        return False
    announce_end(session, case, speaker, now, RETURNED)
    session.add(Audit(at=now, counsellor_id=holder, event="case_returned", case_id=case.id))
    jobs.cancel(session, KIND, case.id)
    log.info("case_returned", case=case.id)
    return True
