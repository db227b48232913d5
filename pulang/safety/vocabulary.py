from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pulang.language.words import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulang.safety.document import Node

_CLITICS = ("nya", "lah", "kah", "ku", "mu", "pun", "ne", "na")  # the word stays the same under these
_SUFFIXES = ("in", "kan", "aken", "keun", "i", "e")  # these may make another word, so only where we know none
_SHORTEST_STEM = 4
_AGES = {"<under18>": range(1, 18), "<teen>": range(12, 18)}  # sets of numbers, which no file could list readably


@cache
def normal(word: str) -> tuple[str, ...]:
    """Give the normal spelling of a word of our own files: as `read` does for messages."""
    return tuple(found.form for found in read(word))


class Vocabulary:
    """Every word that the cues know, and for a word of a message the atoms of phrases that it stands for.

    An atom is a word (`mati`), a beginning (`sekap*`), an ending (`*kurung`), a middle (`*siksa*`), a set (`<ingin>`)
    or an age (`<under18>`, `<teen>`).
    """

    def __init__(self, sets: Mapping[str, Node]) -> None:
        self._exact: dict[str, set[str]] = {}
        self._begin: dict[str, set[str]] = {}
        self._end: dict[str, set[str]] = {}
        self._middle: dict[str, set[str]] = {}
        self._sets = frozenset(sets)
        for name, node in sets.items():
            for item in node.items():
                self._add(item, item.text(), f"<{name}>")
        self.atoms_of = lru_cache(maxsize=20_000)(self._atoms_of)

    def add(self, node: Node, atom: str) -> str:
        """Take in an atom of a phrase and give it in its normal spelling."""
        if atom.startswith("<"):
            if atom not in _AGES and not (atom.endswith(">") and atom[1:-1] in self._sets):
                node.fail(f"a set of words.yml, not {atom!r}")
            return atom
        return self._add(node, atom, None)

    def knows(self, word: str) -> bool:
        """Tell whether any phrase asks for this very word."""
        return bool(self._hits(word))

    def _add(self, node: Node, written: str, atom: str | None) -> str:
        bare = written.strip("*")
        forms = normal(bare) if bare == written else ()
        if len(forms) > 1 or not bare or "*" in bare:
            node.fail(f"a single word, not {written!r}")
        stem = forms[0] if forms else bare
        begins, ends = written.endswith("*"), written.startswith("*")
        table = {(False, False): self._exact, (True, False): self._begin, (False, True): self._end}.get(
            (begins, ends), self._middle
        )
        atom = atom or f"{'*' * ends}{stem}{'*' * begins}"
        table.setdefault(stem, set()).add(atom)
        return atom

    def _atoms_of(self, word: str) -> frozenset[str]:
        if word.isdecimal():
            ages = {atom for atom, years in _AGES.items() if len(word) < 3 and int(word) in years}
            return frozenset(ages | self._exact.get(word, _NONE))
        found = self._hits(word)
        for ending in _CLITICS if found else _CLITICS + _SUFFIXES:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
                found |= self._hits(word[: -len(ending)])
        return frozenset(found)

    def _hits(self, word: str) -> set[str]:
        found = set(self._exact.get(word, ()))
        for length in range(2, len(word) + 1):
            found |= self._begin.get(word[:length], _NONE) | self._end.get(word[-length:], _NONE)
        for middle, atoms in self._middle.items():
            if middle in word:
                found |= atoms
        return found


_NONE: set[str] = set()
