"""A human instead of the bot: asked for, said no to, no longer needed at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from pulang.conversation.draft import Draft
from pulang.counselling import cases
from pulang.store.tables import Person
from pulang.taxonomy import Level


def call(draft: Draft) -> None:
    """Bring a human in: a case opens (or stays open), and the person hears honestly whether somebody is there."""
    taken = draft.taken

    def effect(session: Session, person: Person, now: datetime) -> None:
        cases.open_or_raise(
            session, person_id=person.id, channel=taken.channel.value, level=taken.level, signals=taken.signals,
            now=now, turn_id=taken.turn_id, counts_again=False,
        )  # fmt: skip

    draft.effects.append(effect)
    say_who_comes(draft)
    if draft.outcome == "answered":
        draft.outcome = "human"


def accept(draft: Draft) -> None:
    """Take a yes to the offer of a human: the case is open already, or opens now where none was (a level-1 offer)."""
    if draft.taken.case is None:
        call(draft)
    else:
        say_who_comes(draft)


def say_who_comes(draft: Draft) -> None:
    """Say whether a human is there to answer."""
    draft.say("human.called" if draft.taken.on_duty else "human.nobody")


def decline(draft: Draft) -> None:
    """Close the case that nobody wants; an emergency stays, and so nothing else is said about it."""
    case = draft.taken.case
    if case is not None and case.level is Level.EMERGENCY:
        say_who_comes(draft)
        return
    withdraw(draft)
    draft.say("urgent.declined")


def withdraw(draft: Draft) -> None:
    """Close the waiting case without a word about it."""
    draft.effects.append(_close_declined)


def _close_declined(session: Session, person: Person, now: datetime) -> None:
    case = cases.open_case_of(session, person.id)
    if case is not None and case.level < Level.EMERGENCY:
        cases.decline(session, case, now)


def calm(draft: Draft, text_id: str) -> None:
    """Let the bot answer normally again; the case stays for a human to close."""
    draft.effects.append(_calm)
    draft.say(text_id)
    draft.outcome = "calmed"


def _calm(session: Session, person: Person, now: datetime) -> None:
    case = cases.open_case_of(session, person.id)
    if case is not None:
        case.calmed_at = now
