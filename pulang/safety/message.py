from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pulang.language.words import Word, read
from pulang.safety.courtesy import COURTESY, is_weighed

if TYPE_CHECKING:
    from pulang.safety.vocabulary import Vocabulary

SHORTEST = 4  # words of a sentence: of fewer too little is said to be judged by the model
_SENTENCE_END = re.compile(r"^(?:[.]|[.…]*[!?][.!?…]*)$")
_PICTURES = frozenset({"So", "Sk"})  # emoji, and the colours of their skin
_PREFIXES = {"di": "di", "d": "di", "ke": "ke", "ter": "ter", "di-": "di"}


@dataclass(frozen=True)
class Message:
    """A message as cues are looked for in it: words without marks, and where its sentences and clauses begin."""

    text: str  # as it was written
    words: tuple[Word, ...]
    sentences: tuple[int, ...]
    commas: frozenset[int]

    def written(self, place: int) -> str:
        """Give a word as it was written, but for capitals."""
        return self.text[self.words[place].start : self.words[place].end].lower()

    def sentence_of(self, place: int) -> int:
        """Give the number of the sentence that a word stands in."""
        return bisect_right(self.sentences, place)

    def length_of(self, sentence: int) -> int:
        """Count the words of a sentence, by its number, that say anything."""
        edges = (0, *self.sentences, len(self.words))
        return sum(is_weighed(word.form) for word in self.words[edges[sentence] : edges[sentence + 1]])


def open_message(text: str, vocabulary: Vocabulary) -> Message:
    """Read a message; a prefix written apart ("di pukul") is put back where the cues know the whole word."""
    words: list[Word] = []
    sentences: list[int] = []
    commas: list[int] = []
    for word in read(_plain(text, vocabulary)):
        if word.is_mark and unicodedata.category(word.form[0]) != "So":
            breaks = sentences if _SENTENCE_END.match(word.form) else commas
            if not breaks or breaks[-1] != len(words):
                breaks.append(len(words))
            continue
        prefix = _PREFIXES.get(words[-1].form) if words else None
        if prefix and vocabulary.knows(prefix + word.form):
            words[-1] = Word(prefix + word.form, words[-1].start, word.end)
        else:
            words.append(Word(vocabulary.completed(word.form), word.start, word.end))
    first, last = COURTESY.between([word.form for word in words], {*sentences, *commas})
    return Message(
        text,
        tuple(words[first:last]),
        tuple(place - first for place in sentences if first < place < last),
        frozenset(place - first for place in commas if first < place < last),
    )


def _plain(text: str, vocabulary: Vocabulary) -> str:
    """Lower the case and blank the emoji that no cue knows, letter by letter, so that every place stays.

    Neither shouting nor a heart between two words is a reason to read them otherwise.
    """
    return text.lower() if text.isascii() else "".join(_plain_letter(one, vocabulary) for one in text)


def _plain_letter(letter: str, vocabulary: Vocabulary) -> str:
    if not letter.isascii() and unicodedata.category(letter) in _PICTURES and not vocabulary.knows(letter):
        return " "
    lower = letter.lower()
    return lower if len(lower) == 1 else letter
