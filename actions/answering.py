from __future__ import annotations

import asyncio
from abc import abstractmethod
from typing import Any, ClassVar

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import Answer
from actions.asked import Asked, asked
from actions.library import Library
from actions.trouble import trouble

log = structlog.get_logger()

LIMIT = 2.0  # seconds that an action may take: Rasa has three for the whole answer


class Answering(Action):
    """What all actions share: they answer once, within two seconds, and never fail."""

    called: ClassVar[str]

    def __init__(self, library: Library) -> None:
        self.library = library

    def name(self) -> str:
        """Give the name by which the bot calls this action."""
        return self.called

    @abstractmethod
    def answer(self, asked: Asked) -> Answer:
        """Look up the answer; runs in a thread of its own."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer, or say that it cannot be looked up now and name the national lines."""
        question = asked(tracker)
        try:
            answer = await asyncio.wait_for(asyncio.to_thread(self.answer, question), LIMIT)
        # Whatever went wrong: an action that raises would leave a person without any answer.
        except Exception as error:  # noqa: BLE001
            # The exception itself stays out of the log: its words may be a person's.
            log.error("action_failed", action=self.called, error=type(error).__name__)  # noqa: TRY400
            answer = trouble(self.library, question)
        dispatcher.utter_message(json_message=answer.payload())
        return [SlotSet(name, value) for name, value in answer.slots.items()]
