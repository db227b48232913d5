"""Ending a counsellor's part: giving a case back, or closing it with an outcome."""

from __future__ import annotations

from sqlalchemy.orm import Session

from console.desk import Desk
from console.member import Member
from pulang.conversation.later import unseal
from pulang.counselling import cases, silence
from pulang.counselling.cases import Outcome
from pulang.counselling.conversation import ENDS, RETURNED, announce_end, person_of, tell
from pulang.counselling.reach import channel_of
from pulang.store import jobs
from pulang.store.tables import Audit, Case

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
    """Close a case; False when it was not this counsellor's.

    A sealed one is erased with its closing. Its phone forgot it at HAPUS, and hears of the end only if it asked
    for help again since.
    """
    now = desk.clock()
    forgotten = cases.forgotten(case)
    if not cases.close(session, case.id, member.id, outcome, now):
        return False
    person, channel = person_of(session, case), channel_of(session, case)
    if person is not None and case.sealed_at is not None:
        unseal(session, person, now)
    if person is not None and not forgotten:
        tell(session, person, ENDS, channel=channel, speaker=desk.speaker, now=now)
    _note(session, case.id, member, desk, "case_closed")
    return True


def _note(session: Session, case_id: str, member: Member, desk: Desk, event: str) -> None:
    jobs.cancel(session, silence.KIND, case_id)
    session.add(Audit(at=desk.clock(), counsellor_id=member.id, event=event, case_id=case_id))
