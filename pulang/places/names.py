from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from pulang.places.words import Word, piece, unstretched, written

T = TypeVar("T")
_SPLIT = 8  # letters: shorter names cut in two are ordinary words too often ("tar akan" is not Tarakan)
_PIECE = 3


class Names(Generic[T]):
    """Names and what they stand for, found with or without the spaces inside them: gunung kidul, gunungkidul."""

    def __init__(self) -> None:
        self._values: dict[str, T] = {}
        self._writings: dict[str, set[tuple[str, ...]]] = {}
        self._longest = 1

    def __contains__(self, name: str) -> bool:
        return "".join(written(name)) in self._values

    def get(self, name: str) -> T | None:
        """Give what a name stands for."""
        return self._values.get("".join(written(name)))

    def put(self, name: str, value: T) -> None:
        """Let a name stand for a value from now on."""
        pieces = written(name)
        form = "".join(pieces)
        self._values[form] = value
        self._writings.setdefault(form, set()).add(pieces)
        self._longest = max(self._longest, len(pieces) + 1)

    def each(self) -> Iterator[tuple[str, T, set[tuple[str, ...]]]]:
        """Give each name without its spaces, what it stands for, and the words that it is written in."""
        for form, value in self._values.items():
            yield form, value, self._writings[form]

    def writings(self, form: str) -> set[tuple[str, ...]]:
        """Give the words that a name, given without its spaces, is written in."""
        return self._writings[form]

    def longest(self, said: Sequence[Word], at: int) -> tuple[int, T] | None:
        """Give the number of words of the longest name that begins at a word, and what it stands for."""
        found: tuple[int, T] | None = None
        pieces: tuple[str, ...] = ()
        plain: tuple[str, ...] = ()
        for word in said[at : at + self._longest]:
            if pieces and not word.joined:
                break
            pieces += (piece(word.text),)
            plain += (unstretched(pieces[-1]),)
            for spelt in (pieces, plain) if plain != pieces else (pieces,):
                form = "".join(spelt)
                if form in self._values and self._writable(form, spelt):
                    found = len(spelt), self._values[form]
                    break
        return found

    def _writable(self, form: str, pieces: tuple[str, ...]) -> bool:
        if len(pieces) == 1 or pieces in self._writings[form]:
            return True
        return len(form) >= _SPLIT and all(len(part) >= _PIECE for part in pieces)
