from __future__ import annotations

from actions.answer import Answer, Block
from actions.answering import Answering
from actions.asked import Asked


class ActionChangePlace(Answering):
    """Forgets the place and asks for it anew."""

    called = "action_change_place"

    def answer(self, asked: Asked) -> Answer:  # noqa: ARG002
        """Ask for the place."""
        return Answer(
            (Block(message="place.change"),),
            command={"name": "forget_place"},
            slots={"awaiting": "place", "place": None, "country": None},
        )
