from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pulang.language.spelling import spell


@dataclass(frozen=True)
class Word:
    """One word (or mark, or emoji) in its normal spelling, and the stretch of the message that it was read from."""

    form: str
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        """Tell punctuation and emoji from words."""
        return not self.form[0].isalnum()


_TOKEN = re.compile(r"[^\W_]+(?:['\u2019`-][^\W_]+)*|[.!?…]+|[^\w\s]|_", re.UNICODE)
_UNITS = frozenset({"km", "g", "m"})  # after a number these are measures, not words


def read(text: str) -> tuple[Word, ...]:
    """Give the words of a text in their normal spelling, each with its place in the text as it was written."""
    clean, places = _clean(text)
    words: list[Word] = []
    for token in _TOKEN.finditer(clean):
        written = token.group()
        start, end = places[token.start()], places[token.end() - 1] + 1
        if not written[0].isalnum() or (written in _UNITS and words and words[-1].form.isdigit()):
            words.append(Word(written, start, end))
        else:
            words.extend(Word(form, start, end) for form in _forms(written))
    return tuple(words)


@lru_cache(maxsize=20_000)
def _forms(written: str) -> tuple[str, ...]:
    return spell(written)


def _clean(text: str) -> tuple[str, list[int] | range]:
    """Lower the case, drop what cannot be seen, fold look-alike letters; with the old place of every character."""
    if text.isascii() and text.isprintable():
        return text.lower(), range(len(text))
    clean: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character in "\n\r\t":
            kept = "\n" if character == "\n" else " "
        elif unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"}:
            continue
        else:
            kept = unicodedata.normalize("NFKC", character).lower()
            if len(kept) == 1 and not kept.isascii():  # é is typed for e, and a combining dot is left by lower("İ")
                kept = unicodedata.normalize("NFD", kept)[0] if kept.isalpha() else kept
        clean.append(kept)
        places.extend([place] * len(kept))
    return "".join(clean), places
