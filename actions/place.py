from __future__ import annotations

from actions.answer import Answer, Block
from actions.answering import Answering
from actions.asked import Asked
from actions.whereabouts import named
from actions.which import which
from pulang.taxonomy import Level


class ActionPlace(Answering):
    """Notes the place that was just named; the doors near it come next in the same turn."""

    called = "action_place"

    def answer(self, asked: Asked) -> Answer:
        """Confirm the place, ask which one is meant, or say that it is not known."""
        where = named(asked)
        if len(where.candidates) > 1:
            return which(where.candidates)
        if not where.known:
            return Answer((Block(message="place.unknown"),), slots={"awaiting": "place"})
        if where.place is not None:
            said = Block(message="place.noted", values={"place": where.place.official})
        else:
            said = Block(message="place.noted_abroad", values={"country": where.country.name if where.country else ""})
        # In danger only the first sentence is said, and that must be the door.
        blocks = (said,) if asked.level < Level.URGENT else ()
        return Answer(blocks, command=where.command(), slots={"awaiting": None, **where.slots()})
