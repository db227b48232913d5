"""One turn, from top to bottom: take what waits, assess it, obey, stay silent, save, or ask the bot; then write it all.

Two transactions frame a turn. The first takes the messages, assesses them and opens or raises the case, so that danger
is on record before anything slow happens. The last one writes the replies and marks the messages done, and only if the
lease on the person is still held. What lies between touches nothing but the bot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from pulang import places, safety
from pulang.conversation import danger, inbox, lease, obey, people
from pulang.conversation.bot import Asked as BotAsked
from pulang.conversation.bot import Bot
from pulang.conversation.choices import chosen
from pulang.conversation.compose import Voice, compose
from pulang.conversation.controls import Answer, bare, hear, yes_or_no
from pulang.conversation.draft import CaseNow, Draft, Taken
from pulang.conversation.errors import BotUnavailable, LeaseLost
from pulang.conversation.messages import Channel, Message
from pulang.counselling import cases
from pulang.counselling.duty import somebody_on_duty
from pulang.outbox import Choice, Part, Rendered, Reply
from pulang.outbox import rows as outbox
from pulang.safety import Asked
from pulang.store import Store
from pulang.store.bell import Bell
from pulang.store.tables import CaseState, InboxRow, InboxState, Person, Turn
from pulang.store.tables.base import fresh_id
from pulang.taxonomy import Level, Signal
from pulang.texts import Catalogue, TextMissing

log = structlog.get_logger()

NOTICE_VERSION = 1
HURRY = 2.0  # seconds of waiting after which the bot is asked to save time
_COMMAND_LIKE = re.compile(r"^[\s/\x00-\x1f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True)
class Turns:
    """Takes turns for one worker; everything it needs is handed in."""

    store: Store
    bot: Bot
    texts: Catalogue
    render: Callable[[Reply, Channel], Rendered]
    bell: Bell
    owner: str
    clock: Callable[[], datetime]

    def take(self, person_id: str) -> bool:
        """Answer everything that waits from a person; False when nothing did, or another worker holds them."""
        with self.store.write() as session:
            if not lease.take(session, person_id, self.owner, self.clock()):
                return False
        try:
            taken = self._begin(person_id)
            if taken is None:
                return False
            draft = Draft(taken, Voice(self.texts, taken.language, taken.channel))
            self._answer(draft)
            self._finish(draft)
            log.info("turn_done", turn=taken.turn_id, outcome=draft.outcome, level=taken.level.value, attempt=taken.attempt)
        except LeaseLost:
            log.warning("lease_lost", person=person_id)
            return False
        finally:
            with self.store.write() as session:
                lease.give_back(session, person_id, self.owner)
        return True

    # --- first transaction ---

    def _begin(self, person_id: str) -> Taken | None:
        now = self.clock()
        with self.store.write() as session:
            turn = inbox.unfinished_turn(session, person_id) or inbox.begin_turn(session, person_id, now)
            if turn is None:
                return None
            turn.attempts += 1
            person = session.get_one(Person, person_id)
            rows = inbox.rows_of_turn(session, turn.id)
            if turn.attempts == 1:
                level, signals = _assess(rows, _asked(person))
                turn.level, turn.signals = level.value, sorted(signal.value for signal in signals)
            level, signals = Level(turn.level), frozenset(Signal(name) for name in turn.signals)
            before = cases.open_case_of(session, person_id)
            known = frozenset(before.signals) if before else frozenset()
            if level >= Level.URGENT and turn.attempts == 1:
                cases.open_or_raise(
                    session, person_id=person_id, channel=rows[-1].channel, level=level, signals=signals, now=now,
                    turn_id=turn.id, counts_again=person.asked is None,
                )  # fmt: skip
            case = cases.open_case_of(session, person_id)
            for row in rows:
                row.case_id = case.id if case else None
            return Taken(
                turn_id=turn.id,
                attempt=turn.attempts,
                person_id=person_id,
                channel=Channel(rows[-1].channel),
                messages=tuple(Message.stored(row.id, row.content) for row in rows),
                waited=(now - rows[0].received_at).total_seconds(),
                level=level,
                signals=signals,
                new_signals=bool({signal.value for signal in signals} - known),
                language=person.language,
                conversation_id=person.conversation_id,
                profile=dict(person.profile),
                menu=tuple(Choice(**choice) for choice in person.menu or ()),
                pages=tuple(Part.from_json(page) for page in person.pages or ()),
                asked=_asked(person),
                confirming=person.confirming,
                owed=person.owed,
                notice_version=person.notice_version,
                case=CaseNow(
                    case.id, Level(case.level), case.state is CaseState.CLAIMED, case.calmed_at is not None,
                    fresh=case.opened_by_turn == turn.id,
                ) if case else None,
                on_duty=somebody_on_duty(session),
            )  # fmt: skip

    # --- between the transactions ---

    def _answer(self, draft: Draft) -> None:
        """Decide what to say; the order of these questions is the order of what matters most."""
        taken = draft.taken
        draft.changes |= {"asked": None, "confirming": None}

        words: list[Message] = []
        for message in taken.messages:
            heard = hear(message.text, taken.profile.get("safe_word")) if message.choice is None else None
            if heard is None:
                words.append(message)
                continue
            obey.control(draft, heard)
            if draft.ended:
                return
        if not words:
            return

        if taken.case is not None and taken.case.claimed:
            draft.outcome = "counsellor"
            return
        if taken.level is Level.EMERGENCY:
            danger.emergency(draft)
            return
        text = _understood(draft, words)
        if draft.ended or draft.outcome != "answered":
            return
        if text is None:
            self._unreadable(draft, words)
            return
        self._ask(draft, text)

    def _ask(self, draft: Draft, text: str) -> None:
        """Ask the bot, and say its answer as loudly as the level asks for."""
        taken = draft.taken
        asked = BotAsked(taken.conversation_id, taken.turn_id, text, _metadata(draft))
        try:
            payloads = (self.bot.already_answered(asked) if taken.attempt > 1 else []) or self.bot.ask(asked)
            answer, commands = compose(draft.voice, payloads)
        except BotUnavailable as error:
            answer, commands = self._without_bot(draft, error.reason)
        except (TextMissing, KeyError, TypeError, ValueError):
            answer, commands = self._without_bot(draft, "nonsense")
        draft.facts["unread"] = None
        if taken.case is not None and taken.case.level is Level.EMERGENCY and not taken.case.calmed:
            danger.still_here(draft, answer)
        elif taken.level is Level.URGENT or (taken.asked is not None and taken.level >= Level.URGENT):
            danger.urgent(draft, answer)
        elif taken.level is Level.SENSITIVE and answer is not None:
            danger.sensitive(draft, answer)
        elif answer is not None:
            draft.replies.append(answer)
        for order in commands:
            obey.command(draft, order)

    def _without_bot(self, draft: Draft, reason: str) -> tuple[Reply, tuple[()]]:
        """Say honestly that no answer can be found now; the late answer is dropped with its conversation."""
        self.bell.count(f"bot_{reason}")
        log.warning("bot_unavailable", turn=draft.taken.turn_id, reason=reason)
        draft.changes["conversation_id"] = fresh_id()
        draft.outcome = "bot_unavailable"
        return Reply(draft.voice.say("error.bot_down")), ()

    def _unreadable(self, draft: Draft, words: Sequence[Message]) -> None:
        """Say kindly what we can read; the second time in a row, offer a human."""
        unread = int(draft.taken.profile.get("unread", 0)) + 1
        draft.facts["unread"] = unread
        kind = next((media.value for message in words for media in message.media), "empty")
        text_id = f"unreadable.{kind}"
        if unread < 2:
            draft.say(text_id)
        else:
            draft.facts["unread"] = None
            draft.say("unreadable.twice", ("choice.human", "do:human"), ("choice.menu", "do:menu"))

    # --- last transaction ---

    def _finish(self, draft: Draft) -> None:
        taken, now = draft.taken, self.clock()
        calm = taken.level < Level.URGENT and draft.outcome in {"answered", "human", "settled"}
        if calm and taken.notice_version < NOTICE_VERSION and not draft.ended and (draft.replies or draft.parts):
            draft.replies.insert(0, Reply(draft.voice.say("notice.first")))
            draft.changes |= {"notice_version": NOTICE_VERSION, "notice_at": now}
        elif calm and taken.notice_version and "consent" not in taken.profile:
            draft.facts["consent"] = {"version": taken.notice_version, "at": now.isoformat()}
        if taken.owed and draft.quiet.value == "no":
            draft.replies.insert(0, Reply(draft.voice.say(taken.owed)))
            draft.changes["owed"] = None
        with self.store.write() as session:
            lease.check(session, taken.person_id, self.owner, now)
            person = session.get_one(Person, taken.person_id)
            for effect in draft.effects:
                effect(session, person, now)
            self._write_replies(session, draft, person, now)
            person.quiet = draft.quiet
            if draft.facts:
                people.remember(person, **draft.facts)
            for row in inbox.rows_of_turn(session, taken.turn_id):
                row.state = InboxState.DONE
            turn = session.get_one(Turn, taken.turn_id)
            turn.finished_at, turn.outcome = now, draft.outcome

    def _write_replies(self, session: Any, draft: Draft, person: Person, now: datetime) -> None:
        taken = draft.taken
        parts, later, emergency = list(draft.parts), (), False
        for reply in draft.replies:
            rendered = self.render(reply, taken.channel)
            parts += rendered.now
            emergency = emergency or reply.emergency
            if rendered.later:
                later = rendered.later
                draft.changes["pages"] = [page.as_json() for page in later]
        shown = next((part.choices for part in reversed(parts) if part.choices), ())
        if parts and "menu" not in draft.changes and draft.outcome != "counsellor":
            draft.changes["menu"] = [{"title": c.title, "payload": c.payload} for c in shown] or None
        for column, value in draft.changes.items():
            setattr(person, column, value)
        case = cases.open_case_of(session, taken.person_id)
        outbox.queue(
            session, parts, person_id=taken.person_id, channel=taken.channel.value, now=now, turn_id=taken.turn_id,
            case_id=case.id if case else None, emergency=emergency,
        )  # fmt: skip


def _asked(person: Person) -> Asked | None:
    return Asked(person.asked) if person.asked else None


def _assess(rows: Sequence[InboxRow], asked: Asked | None) -> tuple[Level, frozenset[Signal]]:
    """Assess each message and their joined text; the words that showed danger are kept, sealed, for the counsellor."""
    level, signals = Level.ROUTINE, frozenset[Signal]()
    texts = [str(row.content.get("text", "")) for row in rows]
    for row, text in zip(rows, texts, strict=True):
        found = safety.assess(text, asked)
        row.level, row.signals = found.level.value, sorted(signal.value for signal in found.signals)
        row.spans = [[span.start, span.end, span.signal.value] for span in found.spans]
        level, signals = max(level, found.level), signals | found.signals
    if len(texts) > 1:
        joined = safety.assess("\n".join(texts), asked)
        level, signals = max(level, joined.level), signals | joined.signals
    return level, signals


def _understood(draft: Draft, words: Sequence[Message]) -> str | None:
    """Find what the bot is to be asked: a choice's payload, a place on a map, or the joined text; None if unreadable.

    What needs no bot (an answer to our own question, a choice of ours) is done here, and the draft's outcome says so.
    """
    taken = draft.taken
    if len(words) == 1:
        message = words[0]
        choice = chosen(message.text, message.choice, taken.menu)
        payload = choice.payload if choice else (message.choice or None)
        answer = yes_or_no(message.text)
        if _settled(draft, payload, answer):
            return None
        if payload is not None and payload.startswith("/"):
            return payload
    for message in words:
        if message.point is not None:
            return _pinned(draft, message)
    texts = (_UNPRINTABLE.sub("", _COMMAND_LIKE.sub("", message.text)) for message in words)
    text = "\n".join(part for part in texts if bare(part))
    return text or None


def _settled(draft: Draft, payload: str | None, answer: Answer | None) -> bool:
    """Do what a choice of ours, or a yes or no to our own question, asks for."""
    taken = draft.taken
    if payload is None and answer is not None:
        if taken.confirming == "erase":
            payload = "do:erase" if answer is Answer.YES else "do:keep"
        elif taken.confirming == "case" and taken.level < Level.URGENT:
            payload = "do:case_yes" if answer is Answer.YES else "do:case_no"
    if payload is None or not payload.startswith("do:"):
        return False
    name, _, value = payload.removeprefix("do:").partition(":")
    if name == "erase" and taken.confirming == "erase":
        obey.erase(draft)
    elif name == "keep":
        draft.say("control.kept")
    elif name == "case_yes":
        draft.say("human.called" if taken.on_duty else "human.nobody")
    elif name == "case_no":
        draft.effects.append(_declined)
        draft.say("urgent.declined")
    elif name == "human":
        obey.human(draft)
    elif name == "menu":
        obey.menu(draft)
    elif name == "language":
        obey.speak(draft, value)
    elif name == "place":
        obey.place(draft, value)
    else:
        return False
    if draft.outcome == "answered":
        draft.outcome = "settled"
    return True


def _declined(session: Any, person: Person, now: datetime) -> None:
    case = cases.open_case_of(session, person.id)
    if case is not None and case.level < Level.EMERGENCY:
        cases.decline(session, case, now)


def _pinned(draft: Draft, message: Message) -> str:
    """Turn a place on a map into the regency it is in; the exact point stays with the person."""
    assert message.point is not None
    found = places.nearest(message.point.lat, message.point.lng)
    if found is None:
        return "/find_service"
    draft.facts |= {"place": found.code, "point": [message.point.lat, message.point.lng]}
    return f'/find_service{{"place": "{found.code}"}}'


def _metadata(draft: Draft) -> dict[str, Any]:
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
