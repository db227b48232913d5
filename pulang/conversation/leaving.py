"""Leaving: KELUAR, BERHENTI, HAPUS. Each wins over everything else that the same turn would have said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from pulang.conversation import people
from pulang.conversation.draft import Draft
from pulang.outbox import rows as outbox
from pulang.store import jobs
from pulang.store.tables import Person, Quiet
from pulang.taxonomy import Level

FORGET_AFTER = timedelta(seconds=60)
UNSEAL_AFTER = timedelta(hours=72)


def leave(draft: Draft) -> None:
    """Say something harmless, then nothing until the person writes again."""
    _fall_silent(draft, Quiet.LEFT)
    draft.say("control.leave")
    draft.end("left")


def stop(draft: Draft) -> None:
    """Confirm once, then say nothing until the person writes again."""
    _fall_silent(draft, Quiet.STOPPED)
    draft.say("control.stop")
    draft.end("stopped")


def ask_erase(draft: Draft) -> None:
    """Ask whether everything is to be erased."""
    _cut_short(draft)
    draft.say("control.erase_ask", ("choice.erase_yes", "do:erase"), ("choice.erase_no", "do:keep"))
    draft.changes["confirming"] = "erase"
    draft.end("erase_asked")


def erase(draft: Draft) -> None:
    """Erase, after the person has said yes to being asked."""
    taken = draft.taken
    handled = taken.case is not None and taken.case.level >= Level.URGENT
    _cut_short(draft)
    draft.say("control.erased_sealed" if handled else "control.erased")
    draft.changes.clear()
    draft.facts.clear()
    draft.effects.append(_erase(taken.turn_id, taken.conversation_id))
    draft.end("erased")


def _fall_silent(draft: Draft, quiet: Quiet) -> None:
    _cut_short(draft)
    draft.quiet = quiet
    draft.changes |= {"menu": None, "confirming": None}


def _cut_short(draft: Draft) -> None:
    """Take back what was to be said, what is not sent yet, and what waits for LANJUT."""
    draft.replies.clear()
    draft.parts.clear()
    draft.changes["pages"] = None
    draft.effects.append(_withdraw)


def _withdraw(session: Session, person: Person, _now: datetime) -> None:
    outbox.cancel_unsent(session, person.id)


def _erase(turn_id: str, conversation_id: str) -> Callable[[Session, Person, datetime], None]:
    def effect(session: Session, person: Person, now: datetime) -> None:
        sealed = people.erase(session, person, turn_id, now)
        # The late answer of a bot that was still thinking would bring the old conversation back: it is deleted again.
        forget = {"conversation_id": conversation_id}
        jobs.schedule(session, "forget_conversation", conversation_id, now, forget)
        jobs.schedule(session, "forget_person", person.id, now + FORGET_AFTER, forget)
        if sealed:
            jobs.schedule(session, "unseal", person.id, now + UNSEAL_AFTER)

    return effect
