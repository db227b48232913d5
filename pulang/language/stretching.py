from __future__ import annotations

import re
from collections.abc import Collection

from pulang.language.dictionary import DATA, Dictionary
from pulang.language.tables import read_table

_STRETCHED = re.compile(r"([^\W\d_])\1\1")
_SHORTEST = 4
_VOWEL = re.compile("[aiueo]")
_DOUBLE_END = re.compile(r"([abcdghijkmnpqrtuvwxyz])\1+$")


class Stretching:
    """Shortens tolooong, to a word that is rightly written with a doubled letter (maaf) where one fits."""

    def __init__(self, dictionary: Dictionary, lexicon: Collection[str]) -> None:
        self._dictionary = dictionary
        self._lexicon = lexicon
        doubled = [word for (line,) in read_table(DATA / "doubled.tsv", 1) for word in line.split()]
        self._rightly_doubled = frozenset(doubled)
        self._doubled = {_squeeze(word): word for word in doubled}

    def shorten(self, written: str) -> str:
        """Give a word without its stretched letters; a word without any as it stands."""
        squeezed = _squeeze(written)
        if squeezed == written or written in self._rightly_doubled or written in self._dictionary:
            return written
        if squeezed in self._doubled:
            return self._doubled[squeezed]
        if _STRETCHED.search(written):
            twice = re.sub(r"(.)\1+", r"\1\1", written)
            return twice if twice in self._dictionary else squeezed
        if len(written) < _SHORTEST or not _VOWEL.search(written):
            return written
        if squeezed in self._dictionary.everyday or squeezed in self._lexicon:
            return squeezed
        return _DOUBLE_END.sub(r"\1", written)


def _squeeze(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)
