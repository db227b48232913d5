from __future__ import annotations

from actions.answer import Answer
from actions.answering import Answering
from actions.asked import Asked


class ActionHuman(Answering):
    """Asks the conversation to bring a human in."""

    called = "action_human"

    def answer(self, asked: Asked) -> Answer:  # noqa: ARG002
        """Hand the command on; the conversation has the words for it."""
        return Answer(command={"name": "human"})
