"""What a counsellor does to a person: being announced, writing, taking leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from pulang.counselling.cases import forgotten
from pulang.counselling.reach import Reach, channel_of, reach, reach_of
from pulang.outbox import Rendered, Reply
from pulang.outbox import rows as outbox
from pulang.store.tables import Case, CaseState, OutboxRow, Person
from pulang.texts import Catalogue

BEGINS, ENDS, RETURNED = "counsellor.begins", "counsellor.ends", "counsellor.returned"
LONGEST = 1600  # characters of one message of a counsellor
# The same words again within this time are a second press of the button, not a second message.
_TWICE = timedelta(seconds=10)


@dataclass(frozen=True)
class Speaker:
    """How words reach a person: our own texts, and the cutting for a channel (by the channel's name)."""

    texts: Catalogue
    render: Callable[[Reply, str], Rendered]


class Written(Enum):
    """What became of a counsellor's message."""

    QUEUED = "queued"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    CLOSED = "closed"  # the person cannot be written to now
    NOT_YOURS = "not_yours"  # the case is no longer this counsellor's


def person_of(session: Session, case: Case) -> Person | None:
    """Give the person of a case, held until the transaction ends: a KELUAR waits for us or we for it."""
    if case.person_id is None:
        return None
    return session.scalar(select(Person).where(Person.id == case.person_id).with_for_update())


def announce_claim(session: Session, case: Case, speaker: Speaker, now: datetime) -> None:
    """Tell the person that a human is there; the bot's open menu no longer means anything."""
    person = person_of(session, case)
    if person is not None and not forgotten(case):
        person.menu = None
        tell(session, person, BEGINS, channel=channel_of(session, case), speaker=speaker, now=now, case_id=case.id)


def announce_end(session: Session, case: Case, speaker: Speaker, now: datetime, text_id: str = ENDS) -> None:
    """Tell the person that the bot answers again."""
    person = person_of(session, case)
    if person is not None and not forgotten(case):
        tell(session, person, text_id, channel=channel_of(session, case), speaker=speaker, now=now, case_id=case.id)


def tell(
    session: Session,
    person: Person,
    text_id: str,
    *,
    channel: str,
    speaker: Speaker,
    now: datetime,
    case_id: str | None = None,
) -> None:
    """Say one of our own texts, or owe it until the person writes again when nothing may be sent now."""
    if reach(session, person, channel, now) is not Reach.OPEN:
        # A beginning and an end of which the person saw neither need no words.
        opposite = person.owed is not None and (person.owed == BEGINS) != (text_id == BEGINS)
        person.owed = None if opposite else text_id
        return
    person.owed = None
    text = speaker.texts.say(text_id, person.language, sms=channel == "sms")
    rendered = speaker.render(Reply(text), channel)
    outbox.queue(session, rendered.now, person_id=person.id, channel=channel, now=now, case_id=case_id)


def write(session: Session, case_id: str, text: str, *, counsellor_id: str, speaker: Speaker, now: datetime) -> Written:
    """Send a counsellor's words to the person of a case that the counsellor has claimed."""
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST:
        return Written.TOO_LONG if text else Written.EMPTY
    case = session.scalar(
        select(Case)
        .where(Case.id == case_id, Case.state == CaseState.CLAIMED, Case.claimed_by == counsellor_id)
        .with_for_update()
    )
    if case is None:
        return Written.NOT_YOURS
    person, channel = person_of(session, case), channel_of(session, case)
    if person is None or reach_of(session, case, now) is not Reach.OPEN:
        return Written.CLOSED
    rendered = speaker.render(Reply(text), channel)
    if not rendered.now or not rendered.now[0].body.strip():  # nothing of it can be written in an SMS
        return Written.EMPTY
    if _just_written(session, case, counsellor_id, rendered, now):
        return Written.QUEUED
    person.pages = [page.as_json() for page in rendered.later] or None
    outbox.queue(
        session, rendered.now, person_id=person.id, channel=channel, now=now, case_id=case.id, written_by=counsellor_id
    )
    return Written.QUEUED


def _just_written(session: Session, case: Case, counsellor_id: str, rendered: Rendered, now: datetime) -> bool:
    last = session.scalars(
        select(OutboxRow)
        .where(OutboxRow.case_id == case.id, OutboxRow.written_by == counsellor_id, OutboxRow.created_at > now - _TWICE)
        .order_by(OutboxRow.seq.desc())
        .limit(len(rendered.now))
    )
    bodies = [row.part["body"] for row in last][::-1]
    return bodies == [part.body for part in rendered.now]
