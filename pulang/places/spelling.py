"""Finds the name that a misspelt one stands for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from enum import Enum

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_VOWELS = re.compile(r"[aiueo]")
_REPEATED = re.compile(r"(.)\1+")
_DOUBLED = 5  # letters of a name that is known with one of them written twice
_SKELETON = 3  # consonants: fewer say nothing
_MOST = 3  # mistakes in a name, however long


class Trust(Enum):
    """How sure the words around it make that a name stands here; the shortest names with one, two, three mistakes."""

    FULL = (4, 8, 12)
    ASKED = (5, 9, 14)
    PART = (5, 12, 99)
    FAIR = (6, 10, 14)
    WEAK = (7, 11, 99)
    NONE = (8, 15, 99)


_UNSURE = {Trust.WEAK, Trust.NONE}


class Pool:
    """Names, without the spaces inside them, among which a misspelt one is looked for."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = defaultdict(list)
        self._by_skeleton: dict[str, list[str]] = defaultdict(list)
        for form in dict.fromkeys(forms):
            self._by_first[form[0]].append(form)
            self._by_skeleton[_skeleton(form)].append(form)

    def closest(self, written: str, trust: Trust) -> str | None:
        """Give the one name that is nearer than every other; None when it is too far, or two are as near."""
        found = self.nearest(written, trust)
        return found[0] if len(found) == 1 else None

    def nearest(self, written: str, trust: Trust) -> list[str]:
        """Give the nearest names.

        The first letter must be right: people rarely miss it, and other words mostly differ in it.
        """
        if trust in _UNSURE and len(written) < trust.value[0] - 1:
            return []
        forms = self._by_first.get(written[0], [])
        once = _REPEATED.sub(r"\1", written)
        if once != written and len(once) >= _DOUBLED and trust not in _UNSURE and once in forms:
            return [once]
        found = extract(written, forms, scorer=OSA.distance, score_cutoff=_MOST, limit=None)
        near = [(distance, form) for form, distance, _ in found if distance <= _mistakes(form, trust)]
        if not near:
            return self._without_vowels(written, trust)
        nearest = [form for distance, form in near if distance == min(near)[0]]
        if len(nearest) > 1:  # bndung is Bandung without a vowel, not Badung with another letter
            complete = [form for form in nearest if _skeleton(form) == _skeleton(written) and _in_order(written, form)]
            return complete or nearest
        return nearest

    def _without_vowels(self, written: str, trust: Trust) -> list[str]:
        """Read crbn as Cirebon and smrang as Semarang: every consonant, and few of the vowels or nearly all."""
        skeleton = _skeleton(written)
        if trust in _UNSURE or len(skeleton) < _SKELETON + (trust is not Trust.FULL):
            return []
        few = len(written) <= len(skeleton) + 1
        return [
            form
            for form in self._by_skeleton.get(skeleton, ())
            if form[0] == written[0] and (few or len(written) >= len(form) - 2) and _in_order(written, form)
        ]


def _mistakes(form: str, trust: Trust) -> int:
    return sum(len(form) >= shortest for shortest in trust.value)


def _skeleton(form: str) -> str:
    return _VOWELS.sub("", form).replace("ng", "g")


def _in_order(letters: str, form: str) -> bool:
    rest = iter(form)
    return all(letter in rest for letter in letters)
