from __future__ import annotations

from actions.answer import Answer, Block, Choice
from actions.answering import Answering
from actions.asked import Asked
from actions.cards import cards, in_short, lines
from actions.whereabouts import Whereabouts, named, whereabouts
from actions.which import which
from pulang.taxonomy import Level, Topic

_CHOICES = (
    Choice("choice.change_place", '/find_service{"change_place": "yes"}'),
    Choice("choice.human", "/human"),
)


class ActionServices(Answering):
    """Names the nearest doors for the topic; asks once where the person is when nobody knows it yet."""

    called = "action_services"

    def answer(self, asked: Asked) -> Answer:
        """Give the doors, or the question."""
        topic = asked.topic or Topic.FIND_SERVICE
        where = whereabouts(asked)
        if len(where.candidates) > 1:
            return which(where.candidates)
        if not where.known and asked.level < Level.URGENT:
            national = lines(self.library.doors(topic, asked.group, limit=1))
            ask = Block(message="place.ask")
            return Answer((*national, ask), slots={"awaiting": "place"})
        return self._doors(asked, topic, where)

    def _doors(self, asked: Asked, topic: Topic, where: Whereabouts) -> Answer:
        # Who writes about a relative names the country where that relative is, not their own.
        abroad = where.country is not None and topic is not Topic.RELATIVE_ABROAD
        # A pin that was sent earlier says nothing about another place named now.
        point = asked.point if where.place is not None and where.place.code == asked.known_place else None
        offers = self.library.doors(topic, asked.group, place=where.place, point=point, abroad=abroad)
        shown = lines if abroad else cards
        blocks, brief = shown(offers), shown(in_short(offers))
        if where.country is not None:
            embassy = Block(message="services.embassy", values={"country": where.country.name})
            blocks, brief = (*blocks, embassy), (*brief[:1], embassy)
        new = named(asked)
        slots = new.slots() if new.known else {}
        return Answer(blocks, brief, _CHOICES, new.command(), slots)
