"""Cuts a text into words with their places in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Word:
    """One word, in lower case, with where it stands."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Give the words of a text."""
    return [Word(match.group().casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]


def key(name: str) -> str:
    """Write a name as it is compared: words in lower case with one space between."""
    return " ".join(word.text for word in words(name))
