"""Ending a counsellor's part: giving a case back, or closing it with an outcome."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from console.desk import Desk
from console.member import Member
from pulang.conversation.later import unseal
from pulang.counselling import cases, silence
from pulang.counselling.cases import Outcome
from pulang.counselling.conversation import ENDS, RETURNED, announce_end, person_of, say
from pulang.counselling.reach import Reach, channel_of, reach
from pulang.store import jobs
from pulang.store.tables import Audit, Case, InboxRow

# The ends that a counsellor may choose; the others come about by themselves.
CLOSING = (Outcome.HELPED, Outcome.REFERRED, Outcome.NO_ANSWER, Outcome.MISTAKEN, Outcome.DECLINED)


def give_back(session: Session, case: Case, member: Member, desk: Desk) -> bool:
    """Put a case back into the queue and tell the person; False when it was not this counsellor's."""
    now = desk.clock()
    if not cases.release(session, case.id, member.id):
        return False
    announce_end(session, case, desk.speaker, now, RETURNED)
    _note(session, case.id, member, desk, "case_given_back")
    return True


def close_case(session: Session, case: Case, outcome: Outcome, member: Member, desk: Desk) -> bool:
    """Close a case; False when it was not this counsellor's. A sealed one is erased with its closing."""
    now = desk.clock()
    if not cases.close(session, case.id, member.id, outcome, now):
        return False
    if case.sealed_at is None:
        announce_end(session, case, desk.speaker, now)
    else:
        _close_sealed(session, case, desk)
    _note(session, case.id, member, desk, "case_closed")
    return True


def _close_sealed(session: Session, case: Case, desk: Desk) -> None:
    """Erase what was kept. The phone forgot all of it at HAPUS: it hears of the end only if it wrote again since."""
    person, now = person_of(session, case), desk.clock()
    if person is None:
        return
    channel = channel_of(session, case)
    wrote_again = session.scalar(
        select(func.count()).where(InboxRow.person_id == person.id, InboxRow.received_at > case.sealed_at)
    )
    # Asked before, because the messages that keep WhatsApp's window open are erased too; said after, so that it stays.
    reachable = reach(session, person, channel, now) is Reach.OPEN
    unseal(session, person, now)
    if wrote_again and reachable:
        say(session, person, ENDS, channel=channel, speaker=desk.speaker, now=now)
    elif wrote_again:
        person.owed = ENDS


def _note(session: Session, case_id: str, member: Member, desk: Desk, event: str) -> None:
    jobs.cancel(session, silence.KIND, case_id)
    session.add(Audit(at=desk.clock(), counsellor_id=member.id, event=event, case_id=case_id))
