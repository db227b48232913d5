from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from pulang.places.words import Word, written

T = TypeVar("T")
_SPLIT = 8  # letters: shorter names cut in two are ordinary words too often ("tar akan" is not Tarakan)
_PIECE = 3


class Names(Generic[T]):
    """Names and what they stand for, found with or without the spaces inside them: gunung kidul, gunungkidul."""

    def __init__(self) -> None:
        self._values: dict[str, T] = {}
        self._writings: dict[str, set[tuple[str, ...]]] = {}
        self._beginnings: set[str] = set()

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
        self._beginnings.update(form[:length] for length in range(1, len(form) + 1))

    def longest(self, said: Sequence[Word], at: int) -> tuple[int, T] | None:
        """Give the number of words of the longest name that begins at a word, and what it stands for."""
        found: tuple[int, T] | None = None
        pieces: tuple[str, ...] = ()
        for word in said[at:]:
            if pieces and not word.joined:
                break
            pieces += ("kepulauan" if word.text == "kep" else word.text,)
            form = "".join(pieces)
            if form not in self._beginnings:
                break
            if form in self._values and self._writable(form, pieces):
                found = len(pieces), self._values[form]
        return found

    def _writable(self, form: str, pieces: tuple[str, ...]) -> bool:
        if len(pieces) == 1 or pieces in self._writings[form]:
            return True
        return len(form) >= _SPLIT and all(len(piece) >= _PIECE for piece in pieces)
