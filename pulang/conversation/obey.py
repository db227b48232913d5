"""Does what a control word, or a command of the bot's, asks for. Each answers with its fixed text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from pulang import places
from pulang.conversation import people
from pulang.conversation.compose import Command
from pulang.conversation.controls import Control, Heard, usable_as_safe_word
from pulang.conversation.draft import Draft
from pulang.counselling import cases
from pulang.outbox import rows as outbox
from pulang.store import jobs
from pulang.store.tables import Person, Quiet
from pulang.store.tables.base import fresh_id
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


def choice(draft: Draft, name: str, value: str) -> bool:
    """Do what a choice of our own asks for (`do:<name>:<value>`); False when it means nothing now."""
    if name not in _CHOICES or (name == "erase" and draft.taken.confirming != "erase"):
        return False  # nothing is erased by a tap on an old button
    _CHOICES[name](draft, value)
    return True


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
    draft.parts.clear()
    draft.changes |= {"confirming": "erase", "pages": None}
    draft.effects.append(_withdraw)
    draft.end("erase_asked")


def _erase_all(draft: Draft, _value: str) -> None:
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


def _menu(draft: Draft) -> None:
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
    _order_forget_place(draft, {})
    # The bot remembers places by itself; it must not go on with the old one.
    draft.changes |= {"confirming": "place", "conversation_id": fresh_id()}
    draft.say("control.change_place")


def _language(draft: Draft, _heard: Heard) -> None:
    draft.say("control.language", *((f"language.{code}", f"do:language:{code}") for code in LANGUAGES))


def _speak(draft: Draft, language: str) -> None:
    """Speak another language from now on."""
    if language in LANGUAGES:
        draft.changes["language"] = language
        draft.facts["language_chosen"] = True
        draft.voice = type(draft.voice)(draft.voice.texts, language, draft.voice.channel)
        draft.say("control.language_set")


def _human(draft: Draft) -> None:
    taken = draft.taken

    def effect(session: Session, person: Person, now: datetime) -> None:
        cases.open_or_raise(
            session, person_id=person.id, channel=taken.channel.value, level=taken.level, signals=taken.signals, now=now,
            turn_id=taken.turn_id, counts_again=False,
        )  # fmt: skip

    draft.effects.append(effect)
    _say_who_comes(draft)
    if draft.outcome == "answered":
        draft.outcome = "human"


def _say_who_comes(draft: Draft) -> None:
    draft.say("human.called" if draft.taken.on_duty else "human.nobody")


def _decline(draft: Draft) -> None:
    """Close the case that nobody wants; an emergency stays, and so nothing else is said about it."""
    case = draft.taken.case
    if case is not None and case.level is Level.EMERGENCY:
        _say_who_comes(draft)
        return
    draft.effects.append(_close_declined)
    draft.say("urgent.declined")


def _close_declined(session: Session, person: Person, now: datetime) -> None:
    case = cases.open_case_of(session, person.id)
    if case is not None and case.level < Level.EMERGENCY:
        cases.decline(session, case, now)


def _calm(text_id: str) -> Callable[[Draft, Heard], None]:
    def obeyed(draft: Draft, _heard: Heard) -> None:
        def effect(session: Session, person: Person, now: datetime) -> None:
            found = cases.open_case_of(session, person.id)
            if found is not None:
                found.calmed_at = now

        draft.effects.append(effect)
        draft.say(text_id)
        draft.outcome = "calmed"

    return obeyed


def _safe_word(draft: Draft, heard: Heard) -> None:
    if heard.word is None or not usable_as_safe_word(heard.word):
        draft.say("control.safe_word_missing")
        return
    draft.facts["safe_word"] = heard.word
    draft.say("control.safe_word_set")


def place(draft: Draft, code: str) -> None:
    """Remember for good where in Indonesia the person is."""
    found = places.by_code(code)
    if found is not None:
        draft.facts |= {"place": found.code, "point": None, "country": None}


def country(draft: Draft, code: str) -> None:
    """Remember for good in which country the person is."""
    found = places.country(code)
    if found is not None:
        draft.facts |= {"place": None, "point": None, "country": found.code}


def _choose_place(draft: Draft, code: str) -> None:
    found = places.by_code(code)
    if found is None:
        draft.say("control.change_place")
        draft.changes["confirming"] = "place"
        return
    place(draft, code)
    draft.say("control.place_set", place=found.official)


def _order_place(draft: Draft, values: dict[str, Any]) -> None:
    if values.get("country"):
        country(draft, str(values["country"]))
    if values.get("code"):
        place(draft, str(values["code"]))


def _order_forget_place(draft: Draft, _values: dict[str, Any]) -> None:
    draft.facts |= {"place": None, "point": None, "country": None}


def _order_language(draft: Draft, values: dict[str, Any]) -> None:
    code = values.get("language") or values.get("code")
    if code:
        _speak(draft, str(code))


_CONTROLS: dict[Control, Callable[[Draft, Heard], None]] = {
    Control.LEAVE: _leave,
    Control.STOP: _stop,
    Control.ERASE: _ask_erase,
    Control.HELP: lambda draft, _heard: _menu(draft),
    Control.DATA: _data,
    Control.PLAN: _plan,
    Control.DONE: _done,
    Control.MORE: _more,
    Control.CHANGE_PLACE: _change_place,
    Control.LANGUAGE: _language,
    Control.HUMAN: lambda draft, _heard: _human(draft),
    Control.SAFE: _calm("control.safe"),
    Control.MISTAKEN: _calm("control.mistaken"),
    Control.SAFE_WORD: _safe_word,
}

_CHOICES: dict[str, Callable[[Draft, str], None]] = {
    "erase": _erase_all,
    "keep": lambda draft, _value: draft.say("control.kept"),
    "case_yes": lambda draft, _value: _say_who_comes(draft),
    "case_no": lambda draft, _value: _decline(draft),
    "human": lambda draft, _value: _human(draft),
    "menu": lambda draft, _value: _menu(draft),
    "language": _speak,
    "place": _choose_place,
}

_NOTHING = Heard(Control.HELP)

_COMMANDS: dict[str, Callable[[Draft, dict[str, Any]], None]] = {
    "human": lambda draft, _values: _human(draft),
    "decline": lambda draft, _values: draft.effects.append(_close_declined),
    "leave": lambda draft, _values: _leave(draft, _NOTHING),
    "stop": lambda draft, _values: _stop(draft, _NOTHING),
    "erase": lambda draft, _values: _ask_erase(draft, _NOTHING),
    "menu": lambda draft, _values: _menu(draft),
    "place": _order_place,
    "forget_place": _order_forget_place,
    "language": _order_language,
}
