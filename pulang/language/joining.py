from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import chain

from pulang.language.dictionary import DATA, Dictionary
from pulang.language.tables import read_groups

_SHORTEST_DENIAL = 4  # ngaku is no denial
_SHORTEST_BASE = 3

Spell = Callable[[str], tuple[str, ...]]

_PLACED = re.compile(r"^(di|ke|dari)(?=[a-z]{3})")
_NOT = re.compile(r"^(?:nggak|enggak|engga|ngga|gak|gk|ga|tdk|tak)(?=[a-z]{3})")
_CLITIC = re.compile(r"(?:(?<=.)(nya|ny|x|ku|q|mu|lah|kah|pun))$")
_CLITICS = {"ny": "nya", "x": "nya", "q": "ku"}
_TWICE = re.compile(r"^([a-z]{3,})\1(an|nya)?$")


class Joining:
    """Takes apart what is written together: dirumah, gabisa, orangorang; and looks behind endings: orgnya."""

    def __init__(self, dictionary: Dictionary, lexicon: Mapping[str, str], spell: Spell) -> None:
        self._dictionary = dictionary
        self._lexicon = lexicon
        self._spell = spell
        self._denied = frozenset(chain.from_iterable(words for _, words in read_groups(DATA / "denied.tsv")))
        self._places = frozenset(chain.from_iterable(words for _, words in read_groups(DATA / "joined.tsv")))

    def part(self, word: str) -> tuple[str, ...]:
        """Give the words of a joined doubling or denial, orangorang and gabisa; none where the word is one."""
        return self._twice(word) or self._not(word)

    def known_before_ending(self, word: str) -> tuple[str, ...]:
        """Spell what the lexicon has before an ending: senengnya, which is not se-neng-nya; none where it has not."""
        ending = _CLITIC.search(word)
        return self.before_ending(word) if ending and word[: ending.start()] in self._lexicon else ()

    def before_ending(self, word: str) -> tuple[str, ...]:
        """Spell what stands before an ending, orgnya; none where that needs no spelling."""
        ending = _CLITIC.search(word)
        if ending is None or ending.start() < 2:
            return ()
        base, clitic = word[: ending.start()], _CLITICS.get(ending[1], ending[1])
        *before, spelled = self._spell(base)
        if clitic == "pun":
            return (*before, spelled, clitic) if spelled in self._dictionary else ()
        if clitic != ending[1]:
            is_word = len(base) >= _SHORTEST_BASE and self._dictionary.rank(spelled) is not None
            return (*before, spelled + clitic) if is_word else ()
        denial = spelled == "tidak" and len(base) < _SHORTEST_DENIAL
        return () if spelled == base or denial else (*before, spelled + clitic)

    def preposition(self, word: str) -> tuple[str, ...]:
        """Take di, ke and dari from a word of place or time: dirumah; none where the word is one, as dirumahkan."""
        placed = _PLACED.match(word)
        if placed is None:
            return ()
        if word in self._dictionary or _CLITIC.sub("", word) in self._dictionary:
            return ()
        rest = word[placed.end() :]
        bare = _CLITIC.sub("", rest)
        if rest in self._places or bare in self._places:
            return (placed[1], rest)
        spelled = self._lexicon.get(bare, "")
        return (placed[1], spelled + rest[len(bare) :]) if spelled in self._places else ()

    def _twice(self, word: str) -> tuple[str, ...]:
        twice = _TWICE.match(word)
        if twice is None:
            return ()
        base = " ".join(self._spell(twice[1]))
        return (f"{base}-{base}{twice[2] or ''}",) if self._dictionary.rank(base) is not None else ()

    def _not(self, word: str) -> tuple[str, ...]:
        said = _NOT.match(word)
        if said is None:
            return ()
        rest = word[said.end() :]
        return ("tidak", *self._spell(rest)) if rest in self._denied else ()
