from __future__ import annotations

from actions.answer import Answer
from actions.answering import Answering
from actions.asked import Asked


class ActionLeave(Answering):
    """Asks the conversation to fall silent at once."""

    called = "action_leave"

    def answer(self, asked: Asked) -> Answer:  # noqa: ARG002
        """Hand the command on; the conversation has the words for it."""
        return Answer(command={"name": "leave"})
