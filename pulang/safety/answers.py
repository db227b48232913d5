from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pulang.safety.assessment import Asked
from pulang.safety.document import open_document
from pulang.safety.phrases import Phrases, parse
from pulang.taxonomy import Level, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pulang.safety.vocabulary import Vocabulary

_FIELDS = ("signal", "level", "confirms", "denies")
_FIRST_WORDS = 3  # an answer stands at the beginning; later words are a sentence of their own


@dataclass(frozen=True)
class Answer:
    """The words that confirm the danger a safety question asks about, and what that means."""

    signal: Signal
    level: Level
    confirms: Phrases[bool]

    def confirmed(self, words: Sequence[frozenset[str]]) -> tuple[int, int] | None:
        """Give the words that confirm it, or None; of a yes and a no the earlier (then the longer) one counts."""
        found = sorted(self.confirms.find(words, frozenset()), key=lambda one: (one.start, -one.end))
        first = next(iter(found), None)
        if first is None or not first.meaning or first.start >= _FIRST_WORDS:
            return None
        return first.start, first.end


def load_answers(path: Path, vocabulary: Vocabulary) -> dict[Asked, Answer]:
    """Read what counts as a yes to each safety question. Raises CuesDamaged."""
    names = [asked.value for asked in Asked]
    answers: dict[Asked, Answer] = {}
    for name, node in open_document(path).mapping(names, names).items():
        fields = node.mapping(_FIELDS, _FIELDS)
        if (signal := fields["signal"].text()) not in {known.value for known in Signal}:
            fields["signal"].fail(f"a signal, not {signal!r}")
        phrases: Phrases[bool] = Phrases()
        for field, meaning in (("confirms", True), ("denies", False)):
            for phrase in fields[field].items():
                phrases.add(parse(phrase, vocabulary), meaning)
        answers[Asked(name)] = Answer(Signal(signal), Level(fields["level"].number(2, 3)), phrases)
    return answers
