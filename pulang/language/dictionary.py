from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from pulang.language.tables import read_groups, read_table

DATA = Path(__file__).parent / "data"
_ENDINGS = ("nya", "lah", "kah", "pun", "ku", "mu", "kan", "kannya", "an", "annya", "i", "inya")
_BEGINNINGS = {  # what a root may have begun with before the prefix changed it
    **dict.fromkeys(("di", "ter", "ber", "ke", "se", "per", "me", "pe"), ("",)),
    **dict.fromkeys(("mem", "pem"), ("", "p")),
    **dict.fromkeys(("men", "pen"), ("", "t")),
    **dict.fromkeys(("meng", "peng"), ("", "k")),
    **dict.fromkeys(("meny", "peny"), ("s",)),
}
_SHORTEST_ROOT = 4


class Dictionary:
    """The words that are right as they stand: everyday and written Indonesian, Sundanese, Javanese, short forms.

    Indonesian words have a rank, the most frequent the lowest; the others are only known, nothing is spelled into them.
    """

    def __init__(self, spelled: Iterable[str] = (), folder: Path = DATA) -> None:
        self.everyday = dict.fromkeys(chain.from_iterable(words for _, words in read_groups(folder / "everyday.tsv")))
        written = chain.from_iterable(line.split() for (line,) in read_table(folder / "words.tsv", 1))
        roots = chain.from_iterable(words for _, words in read_groups(folder / "affixes.tsv"))
        self._ranks = {
            word: rank for rank, word in enumerate(dict.fromkeys(chain(self.everyday, written, roots, spelled)))
        }
        self._roots = frozenset(chain.from_iterable(line.split() for (line,) in read_table(folder / "roots.tsv", 1)))
        self._left = frozenset(
            chain.from_iterable(
                words
                for name in ("own_words.tsv", "ngapak.tsv", "acronyms.tsv", "kept.tsv")
                for _, words in read_groups(folder / name)
            )
        )

    def __iter__(self) -> Iterator[str]:
        """Give the Indonesian words, most frequent first."""
        return iter(self._ranks)

    def __contains__(self, word: str) -> bool:
        """Tell whether a word is right as it stands."""
        return word in self._ranks or word in self._left or word in self._roots

    def rank(self, word: str) -> int | None:
        """Give how far down the list of Indonesian words a word stands; None for one that is not there."""
        return self._ranks.get(word)

    def best(self, words: list[str]) -> str | None:
        """Give the most frequent of some words; None where none of them is Indonesian."""
        known = [word for word in words if word in self._ranks]
        return min(known, key=self._ranks.__getitem__, default=None)

    def inflects(self, word: str) -> bool:
        """Tell whether a word is a known one with Indonesian affixes around it, as dibalikkan is balik."""
        return next(self._roots_of(word), None) is not None

    def root(self, word: str) -> str:
        """Give the shortest known word in it that affixes may stand around, as balik in dibalikkan; else the word."""
        found = self._roots_of(word)
        return min(found, key=lambda root: (len(root), self._ranks.get(root, len(self._ranks))), default=word)

    def _roots_of(self, word: str) -> Iterator[str]:
        for ending in ("", *_ENDINGS):
            if not word.endswith(ending):
                continue
            stem = word[: len(word) - len(ending)]
            for root in _without_prefix(stem) if not ending else (stem, *_without_prefix(stem)):
                if len(root) >= _SHORTEST_ROOT and self.is_root(root):
                    yield root

    def is_root(self, word: str) -> bool:
        """Tell whether an Indonesian word is one that affixes may stand around."""
        return word in self._ranks or word in self._roots


def _without_prefix(word: str) -> Iterator[str]:
    for prefix, letters in _BEGINNINGS.items():
        if word.startswith(prefix):
            stem = word[len(prefix) :]
            yield from (letter + stem for letter in letters)
