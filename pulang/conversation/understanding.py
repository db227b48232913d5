"""What a person's words mean to us before the bot is asked: answers to our own questions, choices of ours, places."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from pulang import places
from pulang.conversation import danger, obey, whereabouts
from pulang.conversation.agreement import Answer, begins_with_yes, exactly, meant
from pulang.conversation.choices import chosen
from pulang.conversation.controls import Control, hear
from pulang.conversation.draft import Draft
from pulang.conversation.messages import Message, Point
from pulang.conversation.plain import bare
from pulang.outbox import Choice
from pulang.taxonomy import Level

HURRY = 2.0  # seconds of waiting after which the bot is asked to save time
_COMMAND_LIKE = re.compile(r"^[\s/]+")  # a text that begins with "/" would be a command to Rasa
_PAYLOAD = re.compile(r"/[a-z_]+(\{.*\})?")
_RESERVED = frozenset({"/restart", "/back", "/session_start"})
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_BESIDE_A_PLACE = 3  # words that may stand beside a place's name in an answer that says nothing else
_MOST_PLACES = 9
_NEVER_SILENT = ("erase", "keep", "language")  # what is settled also while a counsellor owns the conversation


def obeyed(draft: Draft, message: Message) -> bool:
    """Obey a message that is nothing but a control word."""
    taken = draft.taken
    heard = hear(message.text, taken.profile.get("safe_word")) if message.choice is None else None
    if heard is None:
        return False
    if heard.control in (Control.SAFE, Control.MISTAKEN) and (not danger.waiting(taken) or taken.level >= Level.URGENT):
        return False  # these words count only while an emergency waits; else "saya aman" answers some other question
    obey.control(draft, heard)
    return True


def settled(draft: Draft, words: Sequence[Message]) -> list[Message]:
    """Do what a yes, a no or a choice of ours asks for; gives the words that are still to be answered."""
    if len(words) == 1 and _settle(draft, _payload(draft, words[0])):
        return []
    answered = _about_a_human(draft, words) if draft.taken.confirming == "case" else None
    if answered is None or not _settle(draft, "do:case_yes" if answered is Answer.YES else "do:case_no"):
        return list(words)
    return [message for message in words if meant(message.text) is None]


def _about_a_human(draft: Draft, words: Sequence[Message]) -> Answer | None:
    """Tell whether a human is wanted: a no must stand alone, a yes may begin a sentence. None in danger: it is new."""
    if draft.taken.level >= Level.URGENT:
        return None
    answers = {meant(message.text) for message in words}
    if any(begins_with_yes(message.text) for message in words):
        answers.add(Answer.YES)
    answers.discard(None)
    return answers.pop() if len(answers) == 1 else None


def question(draft: Draft, words: Sequence[Message]) -> str | None:
    """Give what the bot is to be asked: a choice's payload, a place on a map, the joined text; None if unreadable."""
    if len(words) == 1:
        payload = _payload(draft, words[0])
        if payload is not None and _PAYLOAD.fullmatch(payload) and payload not in _RESERVED:
            return payload
    pinned = next((message.point for message in words if message.point is not None), None)
    if pinned is not None:
        return _pinned(draft, pinned)
    text = "\n".join(plain for message in words if bare(plain := printable(message.text)))
    return text or None


def _pinned(draft: Draft, point: Point) -> str:
    """Keep a pin, and the regency it is in; near a border the bot is to ask which one."""
    found = [place.code for place in places.around(point.lat, point.lng)]
    if not found:
        return "/find_service"
    known = found[0] if len(found) == 1 else None
    draft.facts |= {"place": known, "point": [point.lat, point.lng], "country": None}
    return f'/find_service{{"place": {json.dumps(known or found)}}}'


def printable(text: str) -> str:
    """Take off what is no text: control characters, marks that cannot be seen, a command's slash."""
    seen = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in _UNPRINTABLE)
    return _COMMAND_LIKE.sub("", seen)


def placed(draft: Draft, words: Sequence[Message]) -> bool:
    """Keep the place that was asked for; True when the answer named it and said nothing else."""
    taken = draft.taken
    text = "\n".join(message.text for message in words)
    if taken.confirming != "place" or not bare(text):
        return False
    found = places.find(text, asked=True).places
    country = None if found else places.find_country(text)
    alone = taken.level is Level.ROUTINE and len(bare(text).split()) <= _BESIDE_A_PLACE + _length(found, country)
    if len(found) == 1:
        whereabouts.place(draft, found[0].code)
    elif country is not None:
        whereabouts.country(draft, country.code)
    elif not found:
        return False
    if not alone:
        return False
    if len(found) > 1:
        choices = tuple(Choice(place.official, f"do:place:{place.code}") for place in found[:_MOST_PLACES])
        draft.offer("conversation.which_one", choices)
        draft.changes["confirming"] = "place"
    else:
        draft.say("control.place_set", place=found[0].official if found else country.name if country else "")
    return True


def _length(found: Sequence[places.Place], country: places.Country | None) -> int:
    names = [f"kec {place.name}" if place.within else place.official for place in found]
    names = names or [country.name if country else ""]
    return max(len(name.split()) for name in names)


def metadata(draft: Draft) -> dict[str, Any]:
    """Give what the bot must know of the message and the person, who are strangers to it."""
    taken = draft.taken
    profile = {**taken.profile, **draft.facts}
    return {
        "light": taken.waited > HURRY,
        "assessment": {"level": taken.level.value, "signals": sorted(signal.value for signal in taken.signals)},
        "person": {
            "language": taken.language,
            "place": profile.get("place"),
            "point": profile.get("point"),
            "country": profile.get("country"),
            "group": profile.get("group"),
            "channel": taken.channel.value,
        },
    }


def _payload(draft: Draft, message: Message) -> str | None:
    """Give the payload that a message means: a choice of the open menu, an earlier tap, a yes or no to our question."""
    taken = draft.taken
    choice = chosen(message.text, message.choice, taken.menu)
    if choice is not None:
        return choice.payload
    if message.choice is not None:
        return message.choice
    answer = exactly(message.text)
    if answer is not None and taken.confirming == "erase":
        return "do:erase" if answer is Answer.YES else "do:keep"
    return None


def _settle(draft: Draft, payload: str | None) -> bool:
    """Do what a choice of ours asks for; False when it is none, or not to be done now."""
    if payload is None or not payload.startswith("do:"):
        return False
    name, _, value = payload.removeprefix("do:").partition(":")
    claimed = draft.taken.case is not None and draft.taken.case.claimed
    if (claimed and name not in _NEVER_SILENT) or not obey.choice(draft, name, value):
        return False
    if draft.outcome == "answered":
        draft.outcome = "settled"
    return True
