"""Does what a control word, or a command of the bot's, asks for. Each answers with its fixed text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from pulang import places
from pulang.conversation import people
from pulang.conversation.compose import Command
from pulang.conversation.controls import Control, Heard
from pulang.conversation.draft import Draft
from pulang.counselling import cases
from pulang.outbox import rows as outbox
from pulang.store import jobs
from pulang.store.tables import Person, Quiet
from pulang.taxonomy import Level

LANGUAGES = ("id", "su", "jv", "en")
FORGET_AFTER = timedelta(seconds=60)
UNSEAL_AFTER = timedelta(hours=72)

# The kinds of help, as the menu shows them; the first ones are those that people ask for most.
_KINDS = (
    "entitlements", "wages", "documents", "medical", "shelter", "restitution", "relative_abroad", "debt", "find_service",
)  # fmt: skip


def control(draft: Draft, heard: Heard) -> None:
    """Obey a control word."""
    _CONTROLS[heard.control](draft, heard)


def command(draft: Draft, order: Command) -> None:
    """Obey what an action of the bot asks for; an unknown one is ignored, since it may come from a newer bot."""
    obeyed = _COMMANDS.get(order.name)
    if obeyed is not None:
        obeyed(draft, order.values)


def _leave(draft: Draft, _heard: Heard) -> None:
    _fall_silent(draft, Quiet.LEFT)
    draft.say("control.leave")
    draft.end("left")


def _stop(draft: Draft, _heard: Heard) -> None:
    _fall_silent(draft, Quiet.STOPPED)
    draft.say("control.stop")
    draft.end("stopped")


def _fall_silent(draft: Draft, quiet: Quiet) -> None:
    draft.replies.clear()
    draft.parts.clear()
    draft.quiet = quiet
    draft.changes |= {"menu": None, "pages": None, "confirming": None}
    draft.effects.append(_withdraw)


def _withdraw(session: Session, person: Person, _now: datetime) -> None:
    outbox.cancel_unsent(session, person.id)


def _ask_erase(draft: Draft, _heard: Heard) -> None:
    draft.replies.clear()
    draft.say("control.erase_ask", ("choice.erase_yes", "do:erase"), ("choice.erase_no", "do:keep"))
    draft.changes["confirming"] = "erase"
    draft.effects.append(_withdraw)
    draft.end("erase_asked")


def erase(draft: Draft) -> None:
    """Erase, after the person has said yes to being asked."""
    taken = draft.taken
    handled = taken.case is not None and taken.case.level >= Level.URGENT
    draft.replies.clear()
    draft.say("control.erased_sealed" if handled else "control.erased")
    draft.changes.clear()
    draft.facts.clear()
    draft.effects = [_withdraw, _erase(taken.turn_id, taken.conversation_id)]
    draft.end("erased")


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


def menu(draft: Draft) -> None:
    """Show the menu, which begins with the kinds of help."""
    draft.say("control.menu", *((f"topic.{kind}", f"/{kind}") for kind in _KINDS), ("choice.human", "do:human"))


def _data(draft: Draft, _heard: Heard) -> None:
    if draft.taken.confirming != "data":
        draft.say("control.data_kinds")
        draft.changes["confirming"] = "data"
        return
    profile = draft.taken.profile
    place = places.by_code(profile["place"]) if "place" in profile else None
    draft.say(
        "control.data",
        language=draft.voice.say(f"language.{draft.taken.language}"),
        place=place.name if place else draft.voice.say("control.data_nothing"),
        since=str(profile.get("consent", {}).get("at", ""))[:10] or draft.voice.say("control.data_nothing"),
    )


def _plan(draft: Draft, _heard: Heard) -> None:
    draft.say("control.plan_none")


def _done(draft: Draft, _heard: Heard) -> None:
    draft.say("control.done")


def _more(draft: Draft, _heard: Heard) -> None:
    pages = draft.taken.pages
    if not pages:
        draft.say("control.more_none")
        return
    draft.parts.append(pages[0])
    draft.changes["pages"] = [page.as_json() for page in pages[1:]] or None


def _change_place(draft: Draft, _heard: Heard) -> None:
    draft.facts |= {"place": None, "point": None, "country": None}
    draft.changes["confirming"] = "place"
    draft.say("control.change_place")


def _language(draft: Draft, _heard: Heard) -> None:
    draft.say("control.language", *((f"language.{code}", f"do:language:{code}") for code in LANGUAGES))


def speak(draft: Draft, language: str) -> None:
    """Speak another language from now on."""
    if language in LANGUAGES:
        draft.changes["language"] = language
        draft.facts["language_chosen"] = True
        draft.voice = type(draft.voice)(draft.voice.texts, language, draft.voice.channel)
        draft.say("control.language_set")


def human(draft: Draft) -> None:
    """Bring a human in: a case opens (or stays open), and the person hears honestly whether somebody is there."""
    taken = draft.taken

    def effect(session: Session, person: Person, now: datetime) -> None:
        cases.open_or_raise(
            session, person_id=person.id, channel=taken.channel.value, level=taken.level, signals=taken.signals, now=now,
            turn_id=taken.turn_id, counts_again=False,
        )  # fmt: skip

    draft.effects.append(effect)
    draft.say("human.called" if taken.on_duty else "human.nobody")
    draft.outcome = "human"


def _calm(text_id: str) -> Callable[[Draft, Heard], None]:
    def obeyed(draft: Draft, _heard: Heard) -> None:
        case = draft.taken.case
        if case is None or case.claimed or case.level < Level.EMERGENCY:
            draft.say("control.glad")
            return

        def effect(session: Session, person: Person, now: datetime) -> None:
            found = cases.open_case_of(session, person.id)
            if found is not None:
                found.calmed_at = now

        draft.effects.append(effect)
        draft.changes["asked"] = None
        draft.say(text_id)

    return obeyed


def _safe_word(draft: Draft, heard: Heard) -> None:
    if not heard.word or len(heard.word) < 3:
        draft.say("control.safe_word_missing")
        return
    draft.facts["safe_word"] = heard.word
    draft.say("control.safe_word_set")


def place(draft: Draft, code: str) -> None:
    """Remember for good where the person is."""
    found = places.by_code(code)
    if found is not None:
        draft.facts["place"] = found.code


def _order_place(draft: Draft, values: dict[str, Any]) -> None:
    if values.get("code"):
        place(draft, str(values["code"]))
    if values.get("country"):
        draft.facts["country"] = str(values["country"])


def _order_forget_place(draft: Draft, _values: dict[str, Any]) -> None:
    draft.facts |= {"place": None, "point": None, "country": None}


def _order_language(draft: Draft, values: dict[str, Any]) -> None:
    code = values.get("language") or values.get("code")
    if code:
        speak(draft, str(code))


_CONTROLS: dict[Control, Callable[[Draft, Heard], None]] = {
    Control.LEAVE: _leave,
    Control.STOP: _stop,
    Control.ERASE: _ask_erase,
    Control.HELP: lambda draft, _heard: menu(draft),
    Control.DATA: _data,
    Control.PLAN: _plan,
    Control.DONE: _done,
    Control.MORE: _more,
    Control.CHANGE_PLACE: _change_place,
    Control.LANGUAGE: _language,
    Control.HUMAN: lambda draft, _heard: human(draft),
    Control.SAFE: _calm("control.safe"),
    Control.MISTAKEN: _calm("control.mistaken"),
    Control.SAFE_WORD: _safe_word,
}

_NOTHING = Heard(Control.HELP)

_COMMANDS: dict[str, Callable[[Draft, dict[str, Any]], None]] = {
    "human": lambda draft, _values: human(draft),
    "leave": lambda draft, _values: _leave(draft, _NOTHING),
    "erase": lambda draft, _values: _ask_erase(draft, _NOTHING),
    "menu": lambda draft, _values: menu(draft),
    "place": _order_place,
    "forget_place": _order_forget_place,
    "language": _order_language,
}
