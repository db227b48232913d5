"""What is said when a message sounds dangerous. The order of the sentences is the order of what saves a life."""

from __future__ import annotations

from pulang import places
from pulang.conversation.draft import Draft
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


def emergency(draft: Draft) -> None:
    """Answer a message at level 3: what to do, the numbers that fit the place, whether a human is coming."""
    taken = draft.taken
    if taken.case is not None and not taken.case.fresh and not taken.new_signals and taken.case.level is Level.EMERGENCY:
        still_here(draft, None)
        return
    opening = next((text for signal, text in _OPENINGS if signal in taken.signals), "emergency.danger")
    human = "emergency.human_on_duty" if taken.on_duty else "emergency.human_nobody"
    paragraphs = (draft.voice.say(opening), _numbers(draft), draft.voice.say(human))
    draft.replies.append(Reply("\n\n".join(paragraphs), emergency=True))
    draft.changes |= {"menu": None, "pages": None, "confirming": None, "asked": Asked.SAFE_NOW.value}
    draft.outcome = "emergency"


def still_here(draft: Draft, answer: Reply | None) -> None:
    """Answer while an emergency waits for a human: at once, shortly, without menus; a plain question gets its answer."""
    waiting = "emergency.still_here" if draft.taken.on_duty else "emergency.still_here_nobody"
    first = answer.text.split("\n\n", 1)[0] if answer else None
    text = "\n\n".join(filter(None, (draft.voice.say(waiting), first)))
    draft.replies.append(Reply(text, emergency=True))
    draft.changes["menu"] = None
    draft.outcome = "still_here"


def urgent(draft: Draft, answer: Reply | None) -> None:
    """Answer at level 2: a short help, then the offer of a human as the one question."""
    taken = draft.taken
    if Signal.SELF_HARM in taken.signals and taken.asked is None:
        draft.say("ladder.wish")
        draft.changes["asked"] = Asked.WISH_TO_DIE.value
        return
    if taken.asked is Asked.WISH_TO_DIE and Signal.SELF_HARM in taken.signals:
        draft.say("ladder.means")
        draft.changes["asked"] = Asked.PLAN_OR_MEANS.value
        return
    offer = "urgent.offer" if taken.on_duty else "urgent.offer_nobody"
    first = answer.text.split("\n\n", 1)[0] if answer else None
    text = "\n\n".join(filter(None, (draft.voice.say("urgent.heard"), first, draft.voice.say(offer))))
    choices = draft.voice.choices(("choice.human_yes", "do:case_yes"), ("choice.human_no", "do:case_no"))
    draft.replies.append(Reply(text, choices))
    draft.changes["confirming"] = "case"
    draft.outcome = "urgent"


def sensitive(draft: Draft, answer: Reply) -> None:
    """Answer at level 1: warmly, and a human is one word away."""
    human_near = draft.voice.say("sensitive.human_near")
    text = "\n\n".join((draft.voice.say("sensitive.heard"), answer.text, human_near))
    draft.replies.append(Reply(text, answer.choices))


def _numbers(draft: Draft) -> str:
    profile = draft.taken.profile
    medical = draft.taken.signals & {Signal.MEDICAL, Signal.SELF_HARM}
    country = places.country(profile["country"]) if profile.get("country") else None
    if country is not None and country.code != "ID":
        numbers = ", ".join(
            f"{number.number}" if number.service == "general" else draft.voice.say(_SERVICES[number.service], number=number.number)
            for number in country.emergency
        )
        return draft.voice.say("emergency.numbers_abroad", country=country.name, numbers=numbers)
    if profile.get("place"):
        return draft.voice.say("emergency.numbers_medical" if medical else "emergency.numbers_home")
    return draft.voice.say("emergency.numbers_medical_anywhere" if medical else "emergency.numbers_anywhere")
