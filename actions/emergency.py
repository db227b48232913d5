from __future__ import annotations

from actions.answer import Answer, Block
from actions.answering import Answering
from actions.asked import Asked
from actions.whereabouts import whereabouts


class ActionEmergency(Answering):
    """Answers danger to life where no assessment came along (`rasa shell`); else the conversation does so itself."""

    called = "action_emergency"

    def answer(self, asked: Asked) -> Answer:
        """Name the numbers that fit the place and call a human."""
        at_home = whereabouts(asked).place is not None
        numbers = Block(message="emergency.numbers_home" if at_home else "emergency.numbers_anywhere")
        return Answer((Block(message="emergency.danger"), numbers), command={"name": "human"})
