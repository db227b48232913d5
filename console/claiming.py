"""Taking cases: of two who press at once one gets it, and the person is told that a human is there."""

from __future__ import annotations

from sqlalchemy.orm import Session

from console.desk import Desk
from console.member import Member
from pulang.counselling import cases, silence
from pulang.counselling.conversation import announce_claim
from pulang.store.tables import Audit, Case, CaseState, Counsellor


def claim_case(session: Session, case_id: str, member: Member, desk: Desk) -> bool:
    """Claim a waiting case; False when it no longer waits."""
    now = desk.clock()
    if not cases.claim(session, case_id, member.id, now):
        return False
    case = session.get_one(Case, case_id, populate_existing=True)
    announce_claim(session, case, desk.speaker, now)
    silence.watch(session, case_id, now)
    session.add(Audit(at=now, counsellor_id=member.id, event="case_claimed", case_id=case_id))
    return True


def claim_next(session: Session, member: Member, desk: Desk) -> str | None:
    """Claim the most urgent case that waits; None when none does."""
    for case in cases.waiting(session):
        if case.state is CaseState.WAITING and claim_case(session, case.id, member, desk):
            return case.id
    return None


def take_over(session: Session, case_id: str, member: Member, desk: Desk) -> bool:
    """Take a case from a colleague. The person keeps talking to a human, so nothing is announced."""
    now = desk.clock()
    case = session.get(Case, case_id, with_for_update=True)
    if case is None or case.claimed_by is None or case.claimed_by == member.id:
        return False
    if not cases.take_over(session, case_id, case.claimed_by, member.id, now):
        return False
    silence.watch(session, case_id, now)
    session.add(Audit(at=now, counsellor_id=member.id, event="case_taken_over", case_id=case_id))
    return True


def holder_of(session: Session, case: Case | None) -> str | None:
    """Give the name of whoever has claimed a case."""
    if case is None or case.state is not CaseState.CLAIMED or case.claimed_by is None:
        return None
    holder = session.get(Counsellor, case.claimed_by)
    return holder.name if holder else None
