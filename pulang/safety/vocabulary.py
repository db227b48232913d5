from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pulang.language import gloss, in_indonesian
from pulang.language.spelling import SPELLER
from pulang.language.vowels import can_be_said
from pulang.language.words import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pulang.safety.document import Node

_CLITICS = ("nya", "lah", "kah", "ku", "mu", "pun", "ne", "na", "e")  # the word stays the same under these
_SUFFIXES = ("in", "kan", "aken", "keun", "i")  # these may make another word, so only where we know none
_SHORTEST_STEM = 4
_LACKING = range(3, 21)  # letters of a word that a vowel may have been left out of
_SHORTEST_GLOSSED = 4  # of one that is no word of the cues: shorter ones are abbreviations
_SHORTEST_SAYABLE = 5  # of one that can be said as it stands
_VOWELS = ("a", "i", "u", "e", "o")
_PARTS = re.compile("<[^>]*>?|[^_<]+")  # the names of sets may hold a "_" themselves
_AGES = {"<under18>": range(1, 18), "<teen>": range(12, 18)}  # sets of numbers, which no file could list readably


@cache
def normal(word: str) -> tuple[str, ...]:
    """Give the normal spelling of a word of our own files: as `read` does for messages."""
    if word.isascii() and word.isalpha():  # nearly all: `read` would come to the same, later
        return tuple(SPELLER.spell(word.lower()))
    return tuple(found.form for found in read(word))


def _apart(written: str) -> Sequence[str]:
    """Take `a_b` apart, and words that normal spelling writes as two ("kemana")."""
    if written[:1] in {"*", ""} or written.endswith("*"):
        return (written,)
    if "_" not in written and "<" not in written:
        return normal(written)
    return [form for part in _PARTS.findall(written) for form in ([part] if part[0] == "<" else normal(part))]


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
        self._spelled: dict[str, str] = {}
        self._sets = frozenset(sets)
        self._added: dict[str, tuple[str, ...]] = {}
        for name, node in sets.items():
            for item in node.items():
                self._add(item, item.text(), f"<{name}>")
        self.atoms_of = lru_cache(maxsize=20_000)(self._atoms_of)
        self.completed = lru_cache(maxsize=20_000)(self.complete)

    def add(self, node: Node, written: str) -> tuple[str, ...]:
        """Take in a word of a phrase and give its atoms in their normal spelling: mostly one, for `a_b` two."""
        atoms = self._added.get(written)
        if atoms is None:
            atoms = self._added[written] = tuple(self._add_atom(node, atom) for atom in _apart(written))
            if len(atoms) == 1 and written.isalpha():
                self._spelled[written] = atoms[0]
        return atoms

    def _add_atom(self, node: Node, atom: str) -> str:
        if atom.startswith("<"):
            if atom not in _AGES and not (atom.endswith(">") and atom[1:-1] in self._sets):
                node.fail(f"a set of words.yml, not {atom!r}")
            return atom
        return self._add(node, atom, None)

    def knows(self, word: str) -> bool:
        """Tell whether any phrase asks for this very word."""
        return bool(self._hits(word))

    def complete(self, word: str) -> str:
        """Give the word that lacks one vowel here ("ketubn", ketuban; "bkul", bakul); else the word as it is.

        Only where nobody knows the word as it stands: first a word of the cues, where all that fit stand for the same
        atoms; then, where it cannot even be said, a glossed one, where all that fit say the same in Indonesian.
        """
        if not word.isalpha() or not may_lack_a_vowel(word) or SPELLER.knows(word) or self.atoms_of(word):
            return word
        for ending in ("", *(ending for ending in _CLITICS if word.endswith(ending))):
            stem = word.removesuffix(ending)
            if SPELLER.knows(stem):
                return word
            found = {self._spelled[whole] for whole in with_a_vowel(stem) if whole in self._spelled}
            if found and frozenset.intersection(*map(self.atoms_of, found)):
                return min(found) + ending
        if len(word) < _SHORTEST_GLOSSED or can_be_said(word) or in_indonesian(word) != (word,):
            return word
        fits = {whole: said for whole in with_a_vowel(word) if whole[-1] == word[-1] and (said := gloss(whole))}
        return min(fits) if len(set(fits.values())) == 1 else word

    def _add(self, node: Node, written: str, atom: str | None) -> str:
        bare = written.strip("*")
        forms = normal(bare) if bare == written else (bare,)
        if len(forms) != 1 or not bare or "*" in bare:
            node.fail(f"a single word, not {written!r}")
        table = self._exact
        if bare != written:
            begins, ends = written.endswith("*"), written.startswith("*")
            table = self._middle if begins and ends else self._begin if begins else self._end
        atom = atom or written.replace(bare, forms[0])
        if table is self._exact:
            self._spelled[bare] = self._spelled[forms[0]] = forms[0]
        table.setdefault(forms[0], set()).add(atom)
        return atom

    def _atoms_of(self, word: str) -> frozenset[str]:
        if word.isdecimal():
            ages = {atom for atom, years in _AGES.items() if len(word) < 3 and int(word) in years}
            return frozenset(ages | self._exact.get(word, _NONE))
        said = in_indonesian(word)
        found = self._hits(word) | (self._hits(said[0]) if said != (word,) and len(said) == 1 else _NONE)
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


def may_lack_a_vowel(word: str) -> bool:
    """Tell whether a vowel may have been left out: short words that can be said are whole ones, names or English."""
    return len(word) in _LACKING and (len(word) >= _SHORTEST_SAYABLE or not can_be_said(word))


def with_a_vowel(word: str) -> Iterator[str]:
    """Give the word with a vowel more, wherever it may have been left out: not before the first letter."""
    if len(word) in _LACKING:
        yield from (word[:at] + vowel + word[at:] for at in range(1, len(word) + 1) for vowel in _VOWELS)


_NONE: set[str] = set()
