"""One turn, from top to bottom: take what waits, assess it, obey, stay silent, save, or ask the bot; then write it all.

Two transactions frame a turn. The first (`beginning.py`) takes the messages, assesses them and opens or raises the
case, so that danger is on record before anything slow happens. The last one (`ending.py`) writes the replies and marks
the messages done, and only if the lease on the person is still held. What lies between touches nothing but the bot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from pulang.conversation import danger, lease, obey, understanding
from pulang.conversation.beginning import begin
from pulang.conversation.bot import Asked as BotAsked
from pulang.conversation.bot import Bot
from pulang.conversation.compose import Voice, compose
from pulang.conversation.draft import Draft, Taken
from pulang.conversation.ending import end
from pulang.conversation.errors import BotUnavailable, LeaseLost
from pulang.conversation.messages import Channel, Message
from pulang.outbox import Rendered, Reply
from pulang.store import Store
from pulang.store.bell import Bell
from pulang.store.tables.base import fresh_id
from pulang.taxonomy import Level
from pulang.texts import Catalogue, TextMissing

log = structlog.get_logger()

PATIENCE = 6  # attempts, after which a turn that breaks something of ours gets an honest text instead of none for ever
# What reading an answer can raise when it is not of the agreed shape.
_NONSENSE = (TextMissing, LookupError, TypeError, ValueError, AttributeError)


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
            with self.store.write() as session:
                taken = begin(session, person_id, self.clock())
            if taken is None:
                return False
            draft = self._draft(taken)
            with self.store.write() as session:
                end(session, draft, self.owner, self.clock(), self.render)
        except LeaseLost:
            log.warning("lease_lost", person=person_id)
            return False
        finally:
            with self.store.write() as session:
                lease.give_back(session, person_id, self.owner)
        self.bell.ring("written")
        log.info(
            "turn_done", turn=taken.turn_id, outcome=draft.outcome, danger=taken.level.value, attempt=taken.attempt
        )
        return True

    def _draft(self, taken: Taken) -> Draft:
        draft = Draft(taken, Voice(self.texts, taken.language, taken.channel))
        draft.changes |= {"asked": None, "confirming": None}
        if taken.attempt > PATIENCE:
            self._give_up(draft)
        else:
            self._answer(draft)
        return draft

    def _answer(self, draft: Draft) -> None:
        """Decide what to say; the order of these questions is the order of what matters most."""
        taken, words = draft.taken, list[Message]()
        for message in taken.messages:
            if not understanding.obeyed(draft, message):
                words.append(message)
            if draft.ended:
                return
        if taken.level < Level.EMERGENCY and words:
            words = understanding.settled(draft, words)
        if not words or draft.ended:
            return

        if taken.case is not None and taken.case.claimed:
            draft.outcome = "counsellor"
            return
        placed = understanding.placed(draft, words)
        if taken.level is Level.EMERGENCY:
            danger.emergency(draft, words)
        elif placed or danger.ladder(draft, words):
            return
        elif (text := understanding.question(draft, words)) is None:
            self._unreadable(draft, words)
        else:
            self._ask(draft, text)

    def _ask(self, draft: Draft, text: str) -> None:
        """Ask the bot, and say its answer as loudly as the level asks for."""
        taken = draft.taken
        asked = BotAsked(taken.conversation_id, taken.turn_id, text, understanding.metadata(draft))
        try:
            payloads = (self.bot.already_answered(asked) if taken.attempt > 1 else []) or self.bot.ask(asked)
            answer, commands = compose(draft.voice, payloads)
        except BotUnavailable as error:
            answer, commands = self._without_bot(draft, error.reason)
        except _NONSENSE:
            answer, commands = self._without_bot(draft, "nonsense")
        draft.facts["unread"] = None
        if answer is None and not commands:
            answer, commands = self._without_bot(draft, "nonsense")
        danger.answer(draft, answer, human=any(order.name == "human" for order in commands))
        for order in commands:
            obey.command(draft, order)
        if not draft.replies and not draft.parts:
            draft.replies.append(self._without_bot(draft, "nonsense")[0])

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
        if danger.waiting(draft.taken):
            danger.still_here(draft, Reply(draft.voice.say(f"unreadable.{kind}")))
        elif unread < 2:
            draft.say(f"unreadable.{kind}")
        else:
            draft.facts["unread"] = None
            draft.say("unreadable.twice", ("choice.human", "do:human"), ("choice.menu", "do:menu"))

    def _give_up(self, draft: Draft) -> None:
        """Answer a turn that fails again and again: nothing that comes after it may wait for ever."""
        log.error("turn_given_up", turn=draft.taken.turn_id, attempt=draft.taken.attempt)
        emergency = draft.taken.level is Level.EMERGENCY
        draft.replies.append(Reply(draft.voice.say("error.bot_down"), emergency=emergency))
        draft.outcome = "given_up"
