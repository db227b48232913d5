from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pulang.language.words import Word, read

if TYPE_CHECKING:
    from pulang.safety.vocabulary import Vocabulary

_SENTENCE_END = re.compile(r"^(?:[.]|[.…]*[!?][.!?…]*)$")
_PREFIXES = {"di": "di", "d": "di", "ke": "ke", "ter": "ter", "di-": "di"}


@dataclass(frozen=True)
class Message:
    """A message as cues are looked for in it: words without marks, and where its sentences and clauses begin."""

    words: tuple[Word, ...]
    sentences: tuple[int, ...]
    commas: frozenset[int]

    def sentence_of(self, place: int) -> int:
        """Give the number of the sentence that a word stands in."""
        return bisect_right(self.sentences, place)


def open_message(text: str, vocabulary: Vocabulary) -> Message:
    """Read a message; a prefix written apart ("di pukul") is put back where the cues know the whole word."""
    words: list[Word] = []
    sentences: list[int] = []
    commas: list[int] = []
    for word in read(text):
        if word.is_mark and unicodedata.category(word.form[0]) != "So":
            breaks = sentences if _SENTENCE_END.match(word.form) else commas
            if not breaks or breaks[-1] != len(words):
                breaks.append(len(words))
            continue
        prefix = _PREFIXES.get(words[-1].form) if words else None
        if prefix and vocabulary.knows(prefix + word.form):
            words[-1] = Word(prefix + word.form, words[-1].start, word.end)
        else:
            words.append(word)
    return Message(tuple(words), tuple(sentences), frozenset(commas))
