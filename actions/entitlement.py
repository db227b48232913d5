from __future__ import annotations

from actions.answer import Answer, Block, Choice
from actions.answering import Answering
from actions.asked import Asked
from actions.cards import lines
from pulang.directory import Offer
from pulang.entitlements import Entitlement

_BULLET = "- "


class ActionEntitlement(Answering):
    """Says what one may ask for, how, with which papers, at which cost, until when and under which law."""

    called = "action_entitlement"

    def answer(self, asked: Asked) -> Answer:
        """Give the right that answers the topic asked about last."""
        record = self.library.right(asked.subject)
        first = self.library.doors(record.topic, asked.group, limit=2)
        if asked.part == "get":
            return Answer(_sources(record.get, record.caution), choices=_choices(record, asked))
        if asked.part == "how":
            return Answer((*_steps(record), *_sources(record.papers, record.deadline)), choices=_choices(record, asked))
        return Answer(_whole(record, asked, first), short(record, first), _choices(record, asked))


def short(record: Entitlement, first: list[Offer]) -> tuple[Block, ...]:
    """Give the whole answer in short, with the one number to begin with."""
    return (*_sources(record.sms), *lines(first[:1]))


def _whole(record: Entitlement, asked: Asked, first: list[Offer]) -> tuple[Block, ...]:
    variant = record.variant(asked.who)
    return (
        *_sources(record.right, *((variant.text,) if variant is not None else ())),
        *_steps(record),
        *_sources(record.papers, record.cost, record.deadline, record.law_line, record.caution),
        *lines(first),
    )


def _steps(record: Entitlement) -> tuple[Block, ...]:
    return tuple(Block(source=step, lead=_BULLET) for step in record.how)


def _sources(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(source=text) for text in texts)


def _choices(record: Entitlement, asked: Asked) -> tuple[Choice, ...]:
    topic = record.topic.value
    # What the first answer has not said yet: an SMS leaves out the steps, WhatsApp what one may get.
    more = ("entitlements.choice_how", "how") if asked.sms else ("entitlements.choice_get", "get")
    doors = Choice("choice.doors", f'/find_service{{"topic": "{topic}"}}')
    rest = () if asked.part == more[1] else (Choice(more[0], f'/{topic}{{"part": "{more[1]}"}}'),)
    return (doors, *rest, Choice("choice.human", "/human"))
