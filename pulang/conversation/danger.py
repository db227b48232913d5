"""What is said when a message sounds dangerous. The order of the sentences is the order of what saves a life."""

from __future__ import annotations

from collections.abc import Sequence

from pulang import places
from pulang.conversation.agreement import Answer, meant
from pulang.conversation.draft import Draft, Taken
from pulang.conversation.messages import Channel, Message
from pulang.outbox import Reply
from pulang.safety import Asked
from pulang.taxonomy import Level, Signal

# The first signal of this list that a message shows decides how the emergency text begins.
_OPENINGS = (
    (Signal.MEDICAL, "emergency.medical"),
    (Signal.SELF_HARM, "emergency.self_harm"),
    (Signal.CHILD, "emergency.child"),
    (Signal.CAPTIVITY, "emergency.captivity"),
    (Signal.MISSING, "emergency.missing"),
)
_LADDER = (Asked.WISH_TO_DIE, Asked.PLAN_OR_MEANS)
_NUMBERS = {"police": "emergency.police", "medical": "emergency.medical_number"}
_SMS_HELP = 120  # characters of short help that leave room for the offer in the same two segments


def waiting(taken: Taken) -> bool:
    """Tell whether an emergency waits for a human, and the person has not said that they are safe."""
    case = taken.case
    return case is not None and case.level is Level.EMERGENCY and not case.claimed and not case.calmed


def emergency(draft: Draft, words: Sequence[Message]) -> None:
    """Answer a message at level 3: what to do, the numbers that fit the place, whether a human is coming."""
    taken = draft.taken
    if taken.told is not None and taken.signals <= taken.told:
        still_here(draft, None)
        return
    opening = next((text for signal, text in _OPENINGS if signal in taken.signals), "emergency.danger")
    human = "emergency.human_on_duty" if taken.on_duty else "emergency.human_nobody"
    paragraphs = (draft.voice.say(opening), *_numbers(draft, words), draft.voice.say(human))
    draft.replies.insert(0, Reply("\n\n".join(paragraphs), emergency=True))
    draft.changes |= {"menu": None, "pages": None, "confirming": None, "asked": Asked.SAFE_NOW.value}
    draft.outcome = "emergency"


def still_here(draft: Draft, answer: Reply | None) -> None:
    """Answer while an emergency waits for a human: shortly, without menus; a plain question gets its answer."""
    taken = draft.taken
    here = "emergency.still_here" if taken.on_duty else "emergency.still_here_nobody"
    heard = draft.voice.say("urgent.heard") if taken.level >= Level.URGENT else None
    first = answer.text.split("\n\n", 1)[0] if answer else None
    text = "\n\n".join(filter(None, (heard, draft.voice.say(here), first)))
    draft.replies.append(Reply(text, emergency=True))
    draft.outcome = "still_here"


def ladder(draft: Draft, words: Sequence[Message]) -> bool:
    """Ask the next question to somebody who may wish to die (domain.md 5.4); False when it is not the time for one."""
    taken = draft.taken
    if taken.asked in _LADDER and taken.level < Level.URGENT:
        if not all(meant(message.text) is Answer.NO for message in words):
            return False
        _offer_human(draft, draft.voice.say("sensitive.heard"), None)
        return True
    known = waiting(taken) and Signal.SELF_HARM in (taken.told or ())
    if taken.level is not Level.URGENT or Signal.SELF_HARM not in taken.signals or known:
        return False
    if taken.asked is Asked.PLAN_OR_MEANS:
        return False
    text, following = ("ladder.wish", Asked.WISH_TO_DIE)
    if taken.asked is Asked.WISH_TO_DIE:
        text, following = ("ladder.means", Asked.PLAN_OR_MEANS)
    draft.say(text)
    draft.changes["asked"] = following.value
    draft.outcome = "ladder"
    return True


def answer(draft: Draft, reply: Reply | None, *, human: bool) -> None:
    """Say the bot's answer as the level asks for; `human`: the bot is about to bring a human in by itself."""
    taken = draft.taken
    if waiting(taken):
        still_here(draft, reply)
    elif taken.level is Level.URGENT or (taken.asked in _LADDER and not human):
        if human:
            draft.say("urgent.heard")
        else:
            _offer_human(draft, draft.voice.say("urgent.heard"), reply)
    elif taken.burdened and taken.case is None and not human:
        _offer_human(draft, draft.voice.say("sensitive.heard"), reply)
        draft.outcome = "burdened"
    elif reply is not None and taken.level is Level.SENSITIVE:
        text = "\n\n".join((draft.voice.say("sensitive.heard"), reply.text, draft.voice.say("sensitive.human_near")))
        draft.replies.append(Reply(text, reply.choices))
    elif reply is not None:
        draft.replies.append(reply)


def _offer_human(draft: Draft, heard: str, reply: Reply | None) -> None:
    """Help shortly, then offer a human as the one question."""
    offer = "urgent.offer" if draft.taken.on_duty else "urgent.offer_nobody"
    text = "\n\n".join(filter(None, (heard, _short(draft, reply), draft.voice.say(offer))))
    choices = draft.voice.choices(("choice.human_yes", "do:case_yes"), ("choice.human_no", "do:case_no"))
    draft.replies.append(Reply(text, choices))
    draft.changes["confirming"] = "case"
    draft.outcome = "urgent"


def _short(draft: Draft, reply: Reply | None) -> str | None:
    """Give the first paragraph of an answer; on SMS as many of its sentences as leave room for the question."""
    if reply is None:
        return None
    first = reply.text.split("\n\n", 1)[0]
    if draft.taken.channel is Channel.SMS and len(first) > _SMS_HELP:
        first = first[: first.rfind(". ", 0, _SMS_HELP) + 1]
    return first


def _numbers(draft: Draft, words: Sequence[Message]) -> list[str]:
    """Give the lines of numbers: those of the place where the person is, of both where that is not certain."""
    profile = {**draft.taken.profile, **draft.facts}
    medical = bool(draft.taken.signals & {Signal.MEDICAL, Signal.SELF_HARM})
    home = draft.voice.say("emergency.numbers_medical" if medical else "emergency.numbers_home")
    known = places.country(profile["country"]) if profile.get("country") else None
    if known is not None and known.code != "ID":
        return [_abroad(draft, known)]
    if profile.get("place"):
        return [home]
    named = next(filter(None, (places.find_country(message.text) for message in words)), None)
    if named is not None and named.code != "ID":
        return [_abroad(draft, named), home]
    return [draft.voice.say("emergency.numbers_medical_anywhere" if medical else "emergency.numbers_anywhere")]


def _abroad(draft: Draft, country: places.Country) -> str:
    numbers = ", ".join(
        draft.voice.say(_NUMBERS[number.service], number=number.number) if number.service in _NUMBERS else number.number
        for number in country.emergency
    )
    return draft.voice.say("emergency.numbers_abroad", country=country.name, numbers=numbers)
