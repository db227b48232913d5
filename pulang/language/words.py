from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pulang.language.readings import TWO_READINGS, read_among
from pulang.language.spelling import SPELLER, Speller


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


def read(text: str, speller: Speller = SPELLER) -> tuple[Word, ...]:
    """Give the words of a text in their normal spelling, each with its place in the text as it was written."""
    clean, places = _clean(text)
    words: list[Word] = []
    waiting: list[int] = []
    for token in _TOKEN.finditer(clean):
        written = token.group()
        start, end = places[token.start()], places[token.end() - 1] + 1
        if not written[0].isalnum():
            words.append(Word(written, start, end))
        elif written in TWO_READINGS:
            waiting.append(len(words))
            words.append(Word(written, start, end))
        else:
            words.extend(Word(form, start, end) for form in speller.spell_cached(written))
    return tuple(_decide(text, words, waiting) if waiting and speller.in_context else words)


def _decide(text: str, words: list[Word], waiting: list[int]) -> list[Word]:
    """Read the forms with two readings among their neighbours, from the left: a decided one tells the next."""
    forms = [word.form for word in words]
    said: dict[int, tuple[str, ...]] = {}
    for place in waiting:
        capitals = not text.isupper() and text[words[place].start : words[place].end].isupper()
        said[place] = read_among(forms, place, capitals=capitals)
        forms[place] = said[place][-1]
    return [
        Word(form, word.start, word.end) for place, word in enumerate(words) for form in said.get(place, (word.form,))
    ]


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
