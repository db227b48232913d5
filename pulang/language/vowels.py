from __future__ import annotations

import re
from collections import defaultdict

from pulang.language.dictionary import Dictionary

_SHORTEST = 4
_SHORTEST_READABLE = 5  # letters of a word that can be said as it stands: kluar
_COMMON = 3_000
_COMMON_READABLE = 1_500
_NO_VOWELS = str.maketrans("", "", "aiueo")
_NASAL = re.compile(r"(?<=.)n(?=g)|(?<=.)[nm](?=[bcdgjkpt])")
_SAID = re.compile(r"ng|ny|kh|sy")
_BEGINS = re.compile(
    r"^(?:[bcdfghjklmnpqrstvwxyz]?[aiueo]|(?:b[lr]|d[rw]|f[lr]|g[lr]|k[lrsw]|p[lrs]|s[klmnprtwy]|t[rsw]|n[gy]|kh|st?r)[aiueo])"
)
_CLUSTER_END = re.compile(r"(?:[bcdfghjklmnpqrstvwxyz]{2,})$")
_CLUSTER_INSIDE = re.compile(r"[bcdfghjklmnpqrstvwxyz]{3,}")


class Vowels:
    """Puts dropped vowels back: sekarng, dngr, trnyata; only where one frequent word has these consonants."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._by_consonants: dict[str, list[str]] = defaultdict(list)
        for rank, word in enumerate(dictionary):
            if rank >= _COMMON:
                break
            for consonants in _shortened(_consonants(word)):
                self._by_consonants[consonants].append(word)

    def restore(self, word: str) -> str | None:
        """Give the only frequent word that lost some of its vowels; None where there is none, or two."""
        if len(word) < _SHORTEST:
            return None
        found = [other for other in self._by_consonants.get(_consonants(word), ()) if _lost_vowels(word, other)]
        everyday = [other for other in found if other in self._dictionary.everyday]
        if can_be_said(word):
            if len(word) < _SHORTEST_READABLE:
                return None
            found = [other for other in found if (self._dictionary.rank(other) or 0) < _COMMON_READABLE]
        if len(everyday) == 1:
            return everyday[0]
        return found[0] if len(found) == 1 else None


def _consonants(word: str) -> str:
    return word[0] + word[1:].translate(_NO_VOWELS)


def _shortened(consonants: str) -> set[str]:
    """Give the consonants of a word, and those that people leave of them: sekarang is skrng, skrg."""
    if "n" not in consonants and "m" not in consonants:
        return {consonants}
    return {consonants, consonants[0] + consonants[1:].replace("ng", "g"), _NASAL.sub("", consonants)}


def _lost_vowels(word: str, other: str) -> bool:
    letters = iter(other)
    return len(word) < len(other) and all(letter in letters for letter in word)


def can_be_said(word: str) -> bool:
    """Tell whether a word has its vowels where Indonesian needs them."""
    said = _SAID.sub("n", word)
    return bool(_BEGINS.match(word)) and not _CLUSTER_END.search(said) and not _CLUSTER_INSIDE.search(said)
