"""The first transaction of a turn: take what waits, assess it, open or raise the case, and read who the person is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pulang import safety
from pulang.conversation import inbox
from pulang.conversation.draft import CaseNow, Taken
from pulang.conversation.messages import Channel, Message
from pulang.counselling import cases
from pulang.counselling.duty import somebody_on_duty
from pulang.outbox import Choice, Part
from pulang.safety import Asked
from pulang.store.tables import Case, CaseState, InboxRow, Person, Turn
from pulang.taxonomy import Level, Signal

BURDENED = 3  # sensitive messages of one signal within a day, after which a human is offered once
_DAY = timedelta(days=1)


def begin(session: Session, person_id: str, now: datetime) -> Taken | None:
    """Take every waiting message of a person, or again those of an unfinished turn; None if there are none."""
    turn = inbox.unfinished_turn(session, person_id) or inbox.begin_turn(session, person_id, now)
    if turn is None:
        return None
    person, rows = session.get_one(Person, person_id), inbox.rows_of_turn(session, turn.id)
    if not rows:
        turn.finished_at, turn.outcome = now, "empty"
        return None
    turn.attempts += 1
    if turn.attempts == 1:
        _assess(turn, rows, person)
        _open_case(session, turn, rows, person, now)
    case = cases.open_case_of(session, person_id)
    if case is not None and cases.forgotten(case):
        case = None
    for row in rows:
        row.case_id = case.id if case else None
    return Taken(
        turn_id=turn.id,
        attempt=turn.attempts,
        person_id=person_id,
        channel=Channel(rows[-1].channel),
        messages=tuple(Message.stored(row.id, row.content) for row in rows),
        waited=(now - rows[0].received_at).total_seconds(),
        level=Level(turn.level),
        signals=frozenset(Signal(name) for name in turn.signals),
        told=_told(session, person_id, case) if case else None,
        language=person.language,
        conversation_id=person.conversation_id,
        profile=dict(person.profile),
        menu=tuple(Choice(**choice) for choice in person.menu or ()),
        pages=tuple(Part.from_json(page) for page in person.pages or ()),
        asked=_asked(person),
        confirming=person.confirming,
        notice_version=person.notice_version,
        case=_now(case) if case else None,
        on_duty=somebody_on_duty(session),
        burdened=_burdened(session, turn, now),
    )


def _asked(person: Person) -> Asked | None:
    return Asked(person.asked) if person.asked else None


def _assess(turn: Turn, rows: Sequence[InboxRow], person: Person) -> None:
    """Assess each message and their joined text; the words that showed danger are kept, sealed, for the counsellor."""
    asked, level, signals = _asked(person), Level.ROUTINE, frozenset[Signal]()
    texts = [_own_words(row, person) for row in rows]
    for row, text in zip(rows, texts, strict=True):
        found = safety.assess(text, asked)
        row.level, row.signals = found.level.value, sorted(signal.value for signal in found.signals)
        row.spans = [[span.start, span.end, span.signal.value] for span in found.spans]
        level, signals = max(level, found.level), signals | found.signals
    if len(texts) > 1:
        joined = safety.assess("\n".join(texts), asked)
        level, signals = max(level, joined.level), signals | joined.signals
    turn.level, turn.signals = level.value, sorted(signal.value for signal in signals)


def _own_words(row: InboxRow, person: Person) -> str:
    """Give what the person wrote; the title of a choice that was tapped ("Diancam, cari aman") is our wording."""
    text = str(row.content.get("text", ""))
    tapped = row.content.get("choice")
    ours = {choice["title"] for choice in person.menu or () if choice["payload"] == tapped}
    return "" if text in ours else text


def _open_case(session: Session, turn: Turn, rows: Sequence[InboxRow], person: Person, now: datetime) -> None:
    if turn.level < Level.URGENT:
        return
    cases.open_or_raise(
        session, person_id=person.id, channel=rows[-1].channel, level=Level(turn.level),
        signals=[Signal(name) for name in turn.signals], now=now, turn_id=turn.id, counts_again=person.asked is None,
    )  # fmt: skip


def _now(case: Case) -> CaseNow:
    return CaseNow(case.id, Level(case.level), case.state is CaseState.CLAIMED, case.calmed_at is not None)


def _told(session: Session, person_id: str, case: Case) -> frozenset[Signal] | None:
    """Give the signals for which the emergency text was said since the case opened or calmed down; None: never."""
    turns = session.execute(
        select(Turn.outcome, Turn.signals)
        .where(
            Turn.person_id == person_id,
            Turn.outcome.in_(("emergency", "calmed")),
            Turn.started_at >= case.opened_at,
        )
        .order_by(Turn.finished_at.desc(), Turn.started_at.desc())
    )
    told: frozenset[Signal] | None = None
    for outcome, signals in turns:
        if outcome == "calmed":
            break
        told = (told or frozenset()) | frozenset(Signal(name) for name in signals)
    return told


def _burdened(session: Session, turn: Turn, now: datetime) -> bool:
    """Tell whether the same trouble came for the third time within a day, and a human was not offered for it."""
    if turn.level != Level.SENSITIVE:
        return False
    since = now - _DAY
    offered = select(Turn.id).where(
        Turn.person_id == turn.person_id, Turn.outcome == "burdened", Turn.started_at >= since
    )
    if session.scalar(offered.limit(1)) is not None:
        return False
    told = session.scalars(
        select(InboxRow.signals).where(
            InboxRow.person_id == turn.person_id,
            InboxRow.level == Level.SENSITIVE.value,
            InboxRow.received_at >= since,
        )
    )
    counted = Counter(signal for signals in told for signal in set(signals))
    return any(counted[signal] >= BURDENED for signal in turn.signals)
