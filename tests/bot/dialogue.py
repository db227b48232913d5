from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.events import ActionExecuted, BotUttered, Event

_SILENT = {None, "action_listen", "action_session_start", "action_extract_slots", "action_deactivate_loop", "safe_form"}
_ASK_SAFE = "utter_ask_safe"


@dataclass(frozen=True)
class Meant:
    """A message whose meaning is given, so that a test of the dialogue does not hang on the classifier."""

    intent: str
    entities: dict[str, Any] = field(default_factory=dict)

    def parsed(self) -> dict[str, Any]:
        """Give it in the form in which Rasa's understanding gives it."""
        return {
            "text": self.intent,
            "intent": {"name": self.intent, "confidence": 1.0},
            "intent_ranking": [{"name": self.intent, "confidence": 1.0}],
            "entities": [
                {"entity": name, "value": value}
                for name, values in self.entities.items()
                for value in (values if isinstance(values, list) else [values])
            ],
        }


class Dialogue:
    """One conversation with the bot, in this process."""

    def __init__(self, agent: Agent, loop: asyncio.AbstractEventLoop) -> None:
        self._agent = agent
        self._loop = loop
        self._id = uuid.uuid4().hex
        self.answers: list[dict[str, Any]] = []

    def say(self, message: Meant | str, metadata: dict[str, Any] | None = None) -> list[str]:
        """Say something; gives the names of what the bot did, in order."""
        return self._loop.run_until_complete(self._say(message, metadata))

    async def _say(self, message: Meant | str, metadata: dict[str, Any] | None) -> list[str]:
        before = await self._done()
        channel = CollectingOutputChannel()
        await self._agent.handle_message(
            UserMessage(
                message if isinstance(message, str) else message.intent,
                channel, self._id, metadata=metadata,
                parse_data=None if isinstance(message, str) else message.parsed(),
            )
        )  # fmt: skip
        self.answers = [answer["custom"] for answer in channel.messages]
        return (await self._done())[len(before) :]

    async def _done(self) -> list[str]:
        tracker = await self._agent.tracker_store.get_or_create_tracker(self._id)
        return [name for name in map(_did, tracker.events) if name not in _SILENT]

    def slot(self, name: str) -> Any:
        """Give what the bot remembers."""
        tracker = self._loop.run_until_complete(self._agent.tracker_store.get_or_create_tracker(self._id))
        return tracker.get_slot(name)


def _did(event: Event) -> str | None:
    if isinstance(event, BotUttered):  # a form asks its question without an action of its own
        return _ASK_SAFE if event.metadata.get("utter_action") == _ASK_SAFE else None
    return event.action_name if isinstance(event, ActionExecuted) and event.action_name != _ASK_SAFE else None
