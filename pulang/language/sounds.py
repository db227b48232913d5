from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pulang.language.dictionary import Dictionary

_SHORTEST = 4
_REGIONAL = re.compile(r"(?:aken|ake|keun|eun)$")  # endings of Javanese and Sundanese
_PREFIX = re.compile(r"^(di|ke|ter|ber|me|se)(?=[a-z]{4})")
_CLOSED = "[bcdfghjklmnpqrstvwxyz]+"

_AFTER_PREFIX = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (rf"e(?={_CLOSED}$)", "a"),  # malem
        (rf"o(?={_CLOSED}$)", "u"),  # jatoh
        (rf"e(?={_CLOSED}(?:an|in|kan|nya|i|ku|mu)$)", "a"),  # senengnya
        (rf"o(?={_CLOSED}(?:an|in|kan|nya|i|ku|mu)$)", "u"),
        (r"(?<=[aiu])(?=[aiu][a-z])", "h"),  # liat
        (r"nk$", "ng"),  # warunk
        (r"b$", "p"),
        (r"d$", "t"),
    )
)
_OF_EVERYDAY_WORDS = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"e$", "ai"),  # sampe
        (r"e$", "a"),  # muke
        (r"^(?=[aiueo])", "h"),  # abis
        (r"(?<=[aiueo])$", "h"),  # masi
    )
)


class Sounds:
    """Writes a word that is spelled as it sounds, malem or jatoh or abis, the way it is in the dictionary."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary

    def write_out(self, word: str) -> str | None:
        """Give a word that sounds like one that is not in the dictionary; None where none does."""
        if len(word) < _SHORTEST or _REGIONAL.search(word):
            return None
        for other in _alike(word, _AFTER_PREFIX):
            if self._is_word(other):
                return other
        if prefix := _PREFIX.match(word):
            rest = word[prefix.end() :]
            return next(
                (
                    prefix[1] + other
                    for other in _alike(rest, _AFTER_PREFIX)
                    if self._dictionary.rank(other) is not None
                ),
                None,
            )
        return next((other for other in _alike(word, _OF_EVERYDAY_WORDS) if other in self._dictionary.everyday), None)

    def _is_word(self, word: str) -> bool:
        inflected = word.startswith(("ke", "ber", "ter", "di")) and self._dictionary.inflects(word)
        return inflected or self._dictionary.rank(word) is not None


def _alike(word: str, changes: Iterable[tuple[re.Pattern[str], str]]) -> Iterator[str]:
    for pattern, written in changes:
        changed = pattern.sub(written, word)
        if changed != word:
            yield changed
