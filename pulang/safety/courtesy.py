from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from pulang.language.words import read
from pulang.safety.document import Node, open_document

_FIELDS = ("opens", "closes", "address", "titles", "particles")
_PATH = Path(__file__).parent / "courtesy.yml"
_LONGEST = 4  # words of a phrase
_LONG_NUMBER = re.compile(r"[0-9-]{8,}")

_POLITE = frozenset(
    word
    for line in (Path(__file__).parent / "data" / "polite.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)


def is_weighed(word: str) -> bool:
    """Tell whether a word says anything: emoji, words of courtesy and the numbers of telephones and cards do not."""
    return word[0].isalnum() and word not in _POLITE and not _LONG_NUMBER.fullmatch(word)


_Phrases = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class Courtesy:
    """Greetings and thanks, and whom they are said to; courtesy.yml says each one's words."""

    opens: _Phrases
    closes: _Phrases
    address: _Phrases
    titles: _Phrases
    particles: _Phrases

    def between(self, words: Sequence[str], breaks: Collection[int]) -> tuple[int, int]:
        """Give the first word after the greeting, and the place behind the last one before the thanks.

        `breaks` are the places that a mark stands before. A message of courtesy alone is left whole.
        """
        first, last = self._opened(words, breaks), self._closed(words)
        return (first, last) if first < last else (0, len(words))

    def _opened(self, words: Sequence[str], breaks: Collection[int]) -> int:
        place = 0
        while size := _after(words, place, self.opens | self.address) or self._title(words, place, breaks):
            place += size
        return place

    def _title(self, words: Sequence[str], place: int, breaks: Collection[int]) -> int:
        """Count the titles that stand here, one or several, where a mark follows."""
        end = place
        while _after(words, end, self.titles):
            end += 1
        return next((at - place for at in range(end, place, -1) if at in breaks), 0)

    def _closed(self, words: Sequence[str]) -> int:
        place = closed = len(words)
        while size := (closes := _before(words, place, self.closes)) or _before(words, place, self._said_along):
            place -= size
            closed = place if closes else closed
        return closed

    @property
    def _said_along(self) -> _Phrases:
        return self.address | self.particles


def _after(words: Sequence[str], place: int, phrases: _Phrases) -> int:
    """Count the words of the longest phrase that begins here; 0 where none does."""
    sizes = range(min(_LONGEST, len(words) - place), 0, -1)
    return next((size for size in sizes if tuple(words[place : place + size]) in phrases), 0)


def _before(words: Sequence[str], place: int, phrases: _Phrases) -> int:
    """Count the words of the longest phrase that ends here; 0 where none does."""
    sizes = range(min(_LONGEST, place), 0, -1)
    return next((size for size in sizes if tuple(words[place - size : place]) in phrases), 0)


def load_courtesy(path: Path) -> Courtesy:
    """Read the words of courtesy. Raises CuesDamaged."""
    fields = open_document(path).mapping(_FIELDS, _FIELDS)
    return Courtesy(*(_phrases(fields[name]) for name in _FIELDS))


def _phrases(node: Node) -> _Phrases:
    return frozenset(tuple(word.form for word in read(text)) for text in node.texts())


COURTESY = load_courtesy(_PATH)
