"""The last transaction of a turn: replies, marks and facts, written together, and only while the lease is held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from pulang.conversation import inbox, lease, people
from pulang.conversation.draft import Draft
from pulang.conversation.messages import Channel
from pulang.counselling import cases
from pulang.outbox import Part, Rendered, Reply
from pulang.outbox import rows as outbox
from pulang.store.tables import CaseState, InboxState, Person, Quiet, Turn
from pulang.taxonomy import Level

NOTICE_VERSION = 1
_BOTS = frozenset({"answered", "bot_unavailable", "ladder", "still_here", "urgent"})
_CALM = frozenset({"answered", "human", "settled"})


def end(
    session: Session, draft: Draft, owner: str, now: datetime, render: Callable[[Reply, Channel], Rendered]
) -> None:
    """Write everything that a turn decided; raises LeaseLost, and then nothing may be kept."""
    taken = draft.taken
    lease.check(session, taken.person_id, owner, now)
    person = session.get_one(Person, taken.person_id)
    for effect in draft.effects:
        effect(session, person, now)
    if _claimed_meanwhile(session, draft):
        draft.replies.clear()
        draft.changes["confirming"] = None
        draft.outcome = "counsellor"
    if draft.outcome != "given_up":
        _give_notice(draft, now)
        _pay_debt(draft, person)
    _write_replies(session, draft, person, now, render)
    person.quiet = draft.quiet
    if draft.facts:
        people.remember(person, **draft.facts)
    for row in inbox.rows_of_turn(session, taken.turn_id):
        row.state = InboxState.DONE
    turn = session.get_one(Turn, taken.turn_id)
    turn.finished_at, turn.outcome = now, draft.outcome


def _claimed_meanwhile(session: Session, draft: Draft) -> bool:
    """Tell whether a counsellor claimed the case while the bot was thinking: its answer would talk over a human."""
    taken = draft.taken
    if draft.outcome not in _BOTS or (taken.case is not None and taken.case.claimed):
        return False
    case = cases.open_case_of(session, taken.person_id)
    return case is not None and case.state is CaseState.CLAIMED and not cases.forgotten(case)


def _give_notice(draft: Draft, now: datetime) -> None:
    """Put the first notice before the first calm answer; who goes on after it has agreed, and that is kept."""
    taken = draft.taken
    if draft.ended:
        return
    if taken.notice_version < NOTICE_VERSION:
        if taken.level < Level.URGENT and draft.outcome in _CALM and (draft.replies or draft.parts):
            draft.replies.insert(0, Reply(draft.voice.say("notice.first")))
            draft.changes |= {"notice_version": NOTICE_VERSION, "notice_at": now}
    elif _agreed_to(taken.profile) < taken.notice_version:
        draft.facts["consent"] = {"version": taken.notice_version, "at": now.isoformat()}


def _agreed_to(profile: dict[str, Any]) -> int:
    return int(profile.get("consent", {}).get("version", 0))


def _pay_debt(draft: Draft, person: Person) -> None:
    """Say that a counsellor came or went while nothing could be said."""
    if person.owed and draft.quiet is Quiet.NO:
        draft.replies.insert(0, Reply(draft.voice.say(person.owed)))
        draft.changes["owed"] = None


def _write_replies(
    session: Session, draft: Draft, person: Person, now: datetime, render: Callable[[Reply, Channel], Rendered]
) -> None:
    taken = draft.taken
    parts, later = list(draft.parts), list[Part]()
    for reply in draft.replies:
        rendered = render(reply, taken.channel)
        parts += rendered.now
        later += rendered.later
    if draft.replies and "pages" not in draft.changes and draft.outcome != "counsellor":
        draft.changes["pages"] = None  # LANJUT goes on with the newest answer, never with an older one
    if later:
        draft.changes["pages"] = [page.as_json() for page in later]
    shown = next((part.choices for part in reversed(parts) if part.choices), ())
    if parts and "menu" not in draft.changes and draft.outcome != "counsellor":
        draft.changes["menu"] = [{"title": choice.title, "payload": choice.payload} for choice in shown] or None
    for column, value in draft.changes.items():
        setattr(person, column, value)
    case = cases.open_case_of(session, taken.person_id)
    outbox.queue(
        session, parts, person_id=taken.person_id, channel=taken.channel.value, now=now, turn_id=taken.turn_id,
        case_id=case.id if case and not cases.forgotten(case) else None,
        emergency=any(reply.emergency for reply in draft.replies),
    )  # fmt: skip
