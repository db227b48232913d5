from __future__ import annotations

from actions.answer import Answer
from actions.answering import Answering
from actions.asked import Asked


class ActionErase(Answering):
    """Asks the conversation to erase what was written; it asks back once."""

    called = "action_erase"

    def answer(self, asked: Asked) -> Answer:  # noqa: ARG002
        """Hand the command on; the conversation has the words for it."""
        return Answer(command={"name": "erase"})
