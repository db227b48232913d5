"""Does what a control word, a choice of ours, or a command of the bot's asks for. Each answers with its fixed text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pulang import places
from pulang.conversation import human, leaving, whereabouts
from pulang.conversation.compose import Command
from pulang.conversation.controls import Control, Heard, usable_as_safe_word
from pulang.conversation.draft import Draft

LANGUAGES = ("id", "su", "jv", "en")

# The kinds of help, as the menu shows them; the first ones are those that people ask for most.
_KINDS = (
    "entitlements", "wages", "documents", "medical", "shelter", "restitution", "relative_abroad", "debt",
    "find_service",
)  # fmt: skip


def control(draft: Draft, heard: Heard) -> None:
    """Obey a control word."""
    _CONTROLS[heard.control](draft, heard)


def command(draft: Draft, order: Command) -> None:
    """Obey what an action of the bot asks for; an unknown one is ignored, since it may come from a newer bot."""
    obeyed = _COMMANDS.get(order.name)
    if obeyed is not None and not (draft.human_settled and order.name in _ABOUT_A_HUMAN):
        obeyed(draft, order.values)


def choice(draft: Draft, name: str, value: str) -> bool:
    """Do what a choice of our own asks for (`do:<name>:<value>`); False when it means nothing now."""
    if name not in _CHOICES or (name == "erase" and draft.taken.confirming != "erase"):
        return False  # nothing is erased by a tap on an old button
    _CHOICES[name](draft, value)
    draft.human_settled = draft.human_settled or name in _SETTLING
    return True


def _menu(draft: Draft) -> None:
    """Show the menu, which begins with the kinds of help."""
    draft.say("control.menu", *((f"topic.{kind}", f"/{kind}") for kind in _KINDS), ("choice.human", "do:human"))


def _data(draft: Draft) -> None:
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


def _more(draft: Draft) -> None:
    pages = draft.taken.pages
    if not pages:
        draft.say("control.more_none")
        return
    draft.parts.append(pages[0])
    draft.changes["pages"] = [page.as_json() for page in pages[1:]] or None


def _language(draft: Draft) -> None:
    draft.say("control.language", *((f"language.{code}", f"do:language:{code}") for code in LANGUAGES))


def _speak(draft: Draft, language: str) -> None:
    """Speak another language from now on."""
    if language in LANGUAGES:
        draft.changes["language"] = language
        draft.facts["language_chosen"] = True
        draft.voice = type(draft.voice)(draft.voice.texts, language, draft.voice.channel)
        draft.say("control.language_set")


def _safe_word(draft: Draft, heard: Heard) -> None:
    if heard.word is None or not usable_as_safe_word(heard.word):
        draft.say("control.safe_word_missing")
        return
    draft.facts["safe_word"] = heard.word
    draft.say("control.safe_word_set")


def _order_place(draft: Draft, values: dict[str, Any]) -> None:
    if values.get("country"):
        whereabouts.country(draft, str(values["country"]))
    if values.get("code"):
        whereabouts.place(draft, str(values["code"]))


def _order_language(draft: Draft, values: dict[str, Any]) -> None:
    code = values.get("language") or values.get("code")
    if code:
        _speak(draft, str(code))


_SETTLING = frozenset({"case_yes", "case_no"})
_ABOUT_A_HUMAN = frozenset({"human", "decline"})

_CONTROLS: dict[Control, Callable[[Draft, Heard], None]] = {
    Control.LEAVE: lambda draft, _heard: leaving.leave(draft),
    Control.STOP: lambda draft, _heard: leaving.stop(draft),
    Control.ERASE: lambda draft, _heard: leaving.ask_erase(draft),
    Control.HELP: lambda draft, _heard: _menu(draft),
    Control.DATA: lambda draft, _heard: _data(draft),
    Control.PLAN: lambda draft, _heard: draft.say("control.plan_none"),
    Control.DONE: lambda draft, _heard: draft.say("control.done"),
    Control.MORE: lambda draft, _heard: _more(draft),
    Control.CHANGE_PLACE: lambda draft, _heard: whereabouts.change(draft),
    Control.LANGUAGE: lambda draft, _heard: _language(draft),
    Control.HUMAN: lambda draft, _heard: human.call(draft),
    Control.SAFE: lambda draft, _heard: human.calm(draft, "control.safe"),
    Control.MISTAKEN: lambda draft, _heard: human.calm(draft, "control.mistaken"),
    Control.SAFE_WORD: _safe_word,
}

_CHOICES: dict[str, Callable[[Draft, str], None]] = {
    "erase": lambda draft, _value: leaving.erase(draft),
    "keep": lambda draft, _value: draft.say("control.kept"),
    "case_yes": lambda draft, _value: human.accept(draft),
    "case_no": lambda draft, _value: human.decline(draft),
    "human": lambda draft, _value: human.call(draft),
    "menu": lambda draft, _value: _menu(draft),
    "language": _speak,
    "place": whereabouts.choose,
}

_COMMANDS: dict[str, Callable[[Draft, dict[str, Any]], None]] = {
    "human": lambda draft, _values: human.call(draft),
    "decline": lambda draft, _values: human.withdraw(draft),
    "leave": lambda draft, _values: leaving.leave(draft),
    "stop": lambda draft, _values: leaving.stop(draft),
    "erase": lambda draft, _values: leaving.ask_erase(draft),
    "menu": lambda draft, _values: _menu(draft),
    "place": _order_place,
    "forget_place": lambda draft, _values: whereabouts.forget(draft),
    "language": _order_language,
}
