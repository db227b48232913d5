"""What is said when something cannot be looked up: that it cannot, and the national lines."""

from __future__ import annotations

from actions.answer import Answer, Block, Choice
from actions.asked import Asked
from actions.cards import lines
from actions.library import Library


def trouble(library: Library, asked: Asked) -> Answer:
    """Name the national lines of the topic, read from what came with the program."""
    found = library.lines(asked.subject, asked.group)
    said = Block(message="error.directory")
    return Answer((said, *lines(found)), (said, *lines(found[:2])), (Choice("choice.human", "/human"),))
