from __future__ import annotations

from actions.answer import Answer, Block, Choice
from actions.answering import Answering
from actions.asked import Asked

_TOPICS = 4
_PATIENCE = 2


class ActionOfferTopics(Answering):
    """Says that it did not understand and offers what was likely meant; the second time in a row, a human."""

    called = "action_offer_topics"

    def answer(self, asked: Asked) -> Answer:
        """Give the likely topics, or the offer of a human."""
        misses = asked.misses + 1
        if misses >= _PATIENCE:
            choices = (Choice("choice.yes", "/affirm"), Choice("choice.no", "/deny"))
            slots = {"misses": misses, "awaiting": "human"}
            return Answer((Block(message="offer.human"),), choices=choices, slots=slots)
        likely = tuple(Choice(f"topic.{topic.value}", f"/{topic.value}") for topic in asked.ranking[:_TOPICS])
        return Answer(
            (Block(message="offer.topics"),),
            choices=(*likely, Choice("choice.human", "/human")),
            slots={"misses": misses},
        )
