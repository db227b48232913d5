"""Cuts a text into words with their places in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_DOUBLED = re.compile(r"([^\W\d]{3,})2$")  # toli2 for toli-toli
_JOINT = re.compile(r"[\s.:'/()_-]*$")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}|([^\W\d_])\2$")
_PIECES = {
    "kep": "kepulauan", "sei": "sungai", "sungei": "sungai", "gn": "gunung", "gng": "gunung", "tj": "tanjung",
    "tjg": "tanjung", "tanjong": "tanjung", "utr": "utara", "sltn": "selatan", "slatan": "selatan", "brt": "barat",
    "tmr": "timur", "tim": "timur", "tgh": "tengah", "tngh": "tengah", "tngah": "tengah", "bdr": "bandar",
    "lbk": "lubuk", "bkt": "bukit", "tlk": "teluk", "muaro": "muara",
    "kebon": "kebun", "sumatra": "sumatera",
}  # fmt: skip


@dataclass(frozen=True)
class Word:
    """One word, in lower case, with where it stands. `joined`: no comma divides it from the word before."""

    text: str
    start: int
    end: int
    joined: bool = True


def words(text: str) -> list[Word]:
    """Give the words of a text."""
    clean, origin = _clean(text)
    said: list[Word] = []
    last = 0
    for match in _WORD.finditer(clean):
        joined = bool(_JOINT.match(clean, last, match.start()))
        said.append(
            Word(_DOUBLED.sub(r"\1\1", match.group()), origin[match.start()], origin[match.end() - 1] + 1, joined)
        )
        last = match.end()
    return said


@lru_cache(maxsize=1_000)
def written(name: str) -> tuple[str, ...]:
    """Give the words of a name as they are compared."""
    return tuple(piece(word.text) for word in words(name))


def piece(word: str) -> str:
    """Give a word of a name in full: kep is kepulauan, sei is sungai."""
    return _PIECES.get(word, word)


@lru_cache(maxsize=10_000)
def unstretched(word: str) -> str:
    """Take off what is only emphasis: medannn, kupaaang."""
    return _STRETCHED.sub(lambda found: found.group()[0], word)


def _clean(text: str) -> tuple[str, list[int] | range]:
    """Lower the case, take accents off, drop what cannot be seen; with the old place of every character."""
    if text.isascii():
        return text.lower(), range(len(text))
    clean: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        kept = "".join(
            part
            for part in unicodedata.normalize("NFKD", character).lower()
            if unicodedata.category(part) not in {"Mn", "Me", "Cf"}
        )
        clean.append(kept)
        origin.extend([place] * len(kept))
    return "".join(clean), origin
