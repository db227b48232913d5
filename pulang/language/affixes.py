from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pulang.language.dictionary import DATA, Dictionary
from pulang.language.tables import read_groups

_SHORTEST_ROOT = 3
_PASSIVE = re.compile(r"^(di|d(?=[^aiueo]))")
_COMMON = 4_000
_NASALS = ("nge", "ngg", "ng", "ny", "n", "m")
_LOST = {  # what a root may have begun with before the nasal took its place
    "nge": ("",),
    "ngg": ("g",),
    "ng": ("", "k", "h"),
    "ny": ("s", "c"),
    "n": ("t", ""),
    "m": ("p", ""),
}
_LONGEST_SYLLABLE = 4  # letters of a root that takes menge-, as cek does
_NASAL_BEFORE = {
    **dict.fromkeys("aiueoghk", "meng"),
    **dict.fromkeys("bfpv", "mem"),
    **dict.fromkeys("dtcjz", "men"),
    "s": "meny",
}
_STAYS_AFTER_N = "dcjz"
_STAYS_AFTER_M = "bf"
_ENDINGS = ("", "nya", "in", "kan", "i")
_SHORTEST_ACTIVE = 5


class Affixes:
    """Turns the affixes of everyday speech into the written ones: nunggu, bantuin and kebawa; the root stays."""

    def __init__(self, dictionary: Dictionary, root_of: Callable[[str], str]) -> None:
        self._dictionary = dictionary
        self._root_of = root_of
        self._roots = {name: frozenset[str]() for name in ("kan", "i", "ter", "bare", "active")}
        for name, words in read_groups(DATA / "affixes.tsv"):
            self._roots[name] |= frozenset(words)

    def write_out(self, word: str) -> str | None:
        """Give a word with written affixes; None for one that has no everyday ones."""
        return self._with_in(word) or self._nasal(word)

    def _with_in(self, word: str) -> str | None:
        """Turn dibalikin, balikin into dibalikkan, balikkan."""
        written = word.removesuffix("nya")
        if not written.endswith("in"):
            return None
        passive = _PASSIVE.match(written)
        for prefix in (passive[1], "") if passive else ("",):
            root = self._root_of(written[len(prefix) : -2])
            if len(root) < _SHORTEST_ROOT or (not prefix and not self._is_root(root)):
                continue
            if (ending := self._ending(root)) is not None:
                return f"{prefix and 'di'}{root}{ending}{word[len(written) :]}"
        return None

    def _nasal(self, word: str) -> str | None:
        if len(word) < _SHORTEST_ACTIVE:
            return None
        found: dict[str, None] = {}
        for root, ending in self._active(word):
            if ending == "in":
                with_ending = self._ending(root)
                if with_ending is not None:
                    found[_me(root) + with_ending] = None
            elif self._is_root(root) or _me(root) + ending in self._dictionary:
                found[_me(root) + ending] = None
        return self._dictionary.best(list(found)) or next(iter(found), None)

    def _active(self, word: str) -> Iterator[tuple[str, str]]:
        for nasal in _NASALS:
            if not word.startswith(nasal):
                continue
            for ending in _ENDINGS:
                stem = word[len(nasal) : len(word) - len(ending)]
                if not word.endswith(ending) or len(stem) < (_SHORTEST_ROOT if ending == "in" else _SHORTEST_ROOT - 1):
                    continue
                for lost in _LOST[nasal]:
                    if _fits(nasal, lost, stem):
                        yield self._root_of(lost + stem), ending

    def passive(self, word: str) -> str | None:
        """Turn kebawa, that happened to somebody, into terbawa; None for other words."""
        if not word.startswith("ke"):
            return None
        base = word.removesuffix("nya")
        root = self._root_of(base[2:])
        return f"ter{root}{word[len(base) :]}" if root in self._roots["ter"] else None

    def _ending(self, root: str) -> str | None:
        """Give the written ending that stands for -in; None where the root is unknown."""
        if root in self._roots["bare"]:
            return ""
        if root in self._roots["i"]:
            return "i"
        if root in self._roots["kan"]:
            return "kan"
        forms = (_me(root), "di" + root)
        known = self._dictionary.best([form + end for form in forms for end in ("kan", "i")])
        if known is None:
            return "kan" if root in self._dictionary else None
        return "kan" if known.endswith("kan") else "i"

    def _is_root(self, word: str) -> bool:
        rank = self._dictionary.rank(word)
        return (rank is not None and rank < _COMMON) or any(word in roots for roots in self._roots.values())


def _fits(nasal: str, lost: str, stem: str) -> bool:
    if lost:
        return lost not in "kh" or stem[0] in "aiueo" or nasal != "ng"
    if nasal == "n":
        return stem[0] in _STAYS_AFTER_N
    if nasal == "m":
        return stem[0] in _STAYS_AFTER_M
    return nasal == "nge" or stem[0] in "aiueoglrk"


def _me(root: str) -> str:
    """Give the active form of a root as it is written: memukul, menunggu, menyapu, mengambil."""
    first = root[0]
    if sum(letter in "aiueo" for letter in root) == 1 and len(root) <= _LONGEST_SYLLABLE:
        return "menge" + root
    kept = root[1:] if first in "ptsk" and root[1] in "aiueo" else root
    return _NASAL_BEFORE.get(first if first != "s" or kept != root else "c", "me") + kept
