from __future__ import annotations

from actions.answer import Answer, Block, Choice
from actions.answering import Answering
from actions.asked import Asked

_LANGUAGES = ("id", "su", "jv", "en")


class ActionLanguage(Answering):
    """Offers the languages that Pulang speaks."""

    called = "action_language"

    def answer(self, asked: Asked) -> Answer:
        """Ask which one; a choice of ours that names one is obeyed at once."""
        wanted = next((code for code in asked.entities.get("language", ()) if code in _LANGUAGES), None)
        if wanted is not None:
            return Answer(command={"name": "language", "language": wanted})
        choices = tuple(Choice(f"language.{code}", f"do:language:{code}") for code in _LANGUAGES)
        return Answer((Block(message="control.language"),), choices=choices)
