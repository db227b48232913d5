from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache

from pulang.language.affixes import Affixes
from pulang.language.dictionary import DATA, Dictionary
from pulang.language.digits import Digits
from pulang.language.joining import Joining
from pulang.language.readings import TWO_READINGS, read_among
from pulang.language.sounds import Sounds
from pulang.language.stretching import Stretching
from pulang.language.tables import read_unique
from pulang.language.vowels import Vowels

Words = tuple[str, ...]

STEPS = (
    "lexicon",
    "context",
    "digits",
    "joining",
    "endings",
    "stretching",
    "affixes",
    "sounds",
    "turning",
    "vowels",
    "prefix",
)
_APOSTROPHES = str.maketrans({"\u2019": "'", "`": "'"})
_SHORT_PASSIVE = re.compile(r"^d(?=[bcgjkpst][aiueo][a-z]{2})")
_HYPHENED = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)+$")
_PREFIX_APART = re.compile(r"^(?:di|ke|ter|ber)-[a-z]{3,}$")
_CLITICS = frozenset({"nya", "ku", "mu"})
_DIGRAPH = re.compile(r"ng|ny")
_ROMAN = re.compile(r"^[ivx]{2,5}$")
_LAUGHTER = re.compile(
    r"^(?:a?(?:h+[aei]+){2,}h*|[wk]*(?:wk|kw){2,}[wk]*|(?:wq){2,}w?|(?:xi){2,}|a?(?:wo?k){2,}[a-z]?)$"
)
_SHORTEST_TURNED = 4
_COMMON_TURNED = 3_000
_SHORTEST_STEM = 4


class Speller:
    """Gives a word its normal spelling: the steps are tried from the sure to the guessed, the first that fits decides.

    `without` names steps to leave out, to measure what each is worth.
    """

    def __init__(self, without: Collection[str] = ()) -> None:
        steps = frozenset(STEPS) - frozenset(without)
        self.in_context = "context" in steps
        self._reads_digits = "digits" in steps
        self._lexicon = read_unique(DATA / "variants.tsv")
        if "lexicon" in steps:
            self._lexicon |= read_unique(DATA / "lexicon.tsv")
        self._dictionary = Dictionary(word for said in self._lexicon.values() for word in said.split())
        self._digits = Digits(self._dictionary, self.spell)
        self._stretching = Stretching(self._dictionary, self._lexicon)
        self._sounds = Sounds(self._dictionary)
        joining = Joining(self._dictionary, self._lexicon, self.spell)
        affixes = Affixes(self._dictionary, self._root_of)
        ways: tuple[tuple[str, Callable[[str], Words]], ...] = (
            ("joining", joining.preposition),
            ("affixes", _one(affixes.passive)),
            ("endings", joining.known_before_ending),
            ("", self._as_it_stands),
            ("", _laughter),
            ("stretching", self._shortened),
            ("joining", joining.part),
            ("affixes", _one(affixes.write_out)),
            ("endings", joining.before_ending),
            ("sounds", _one(self._sounds.write_out)),
            ("turning", self._turned),
            ("vowels", _one(Vowels(self._dictionary).restore)),
            ("prefix", _short_passive),
        )
        self._ways = tuple(way for name, way in ways if not name or name in steps)
        self.spell_cached = lru_cache(maxsize=20_000)(self.spell)

    def knows(self, word: str) -> bool:
        """Tell whether a word is right as it stands, by itself or with Indonesian affixes."""
        return word in self._dictionary or self._dictionary.inflects(word)

    def root(self, word: str) -> str:
        """Give the word that affixes stand around; the word itself where none is known."""
        return self._dictionary.root(word)

    def is_root(self, word: str) -> bool:
        """Tell whether an Indonesian word is one that affixes may stand around."""
        return self._dictionary.is_root(word)

    def spell(self, written: str) -> Words:
        """Give the normal spelling of one lower-case word: mostly one word, several for what is written together."""
        if written in self._lexicon:
            return tuple(self._lexicon[written].split())
        if written in TWO_READINGS:
            return read_among((written,), 0)
        if written in self._dictionary:
            return (written,)
        if not written.isalpha():
            return self._spell_mixed(written)
        return next((said for way in self._ways if (said := way(written))), (written,))

    def _spell_mixed(self, written: str) -> Words:
        if self._reads_digits and (read := self._digits.read(written)):
            return read
        plain = written.translate(_APOSTROPHES)
        bare = plain.replace("'", "")
        if bare != plain and bare.isalpha() and (bare in self._lexicon or bare in self._dictionary):
            return self.spell(bare)
        return (self._hyphened(plain),) if _HYPHENED.match(plain) else (plain,)

    def _hyphened(self, written: str) -> str:
        if _PREFIX_APART.match(written):
            return "".join(self.spell(written.replace("-", "")))
        base, _, ending = written.rpartition("-")
        if base.startswith("me") and base[2:] == ending:  # menanya-nanya
            return written
        if ending in _CLITICS and "-" not in base:
            return " ".join(self.spell(base)) + ending
        spelled = [self.spell(part) if part.isalpha() else (part,) for part in written.split("-")]
        if any(len(words) > 1 for words in spelled):
            return written
        first, *others = (words[0] for words in spelled)
        if others == [first] and not written.startswith(first) and first.startswith(("mem", "men")):
            return f"{first}-{first[2:]}"
        return "-".join((first, *others))

    def _as_it_stands(self, word: str) -> Words:
        return (word,) if self._dictionary.inflects(word) or _ROMAN.match(word) else ()

    def _shortened(self, word: str) -> Words:
        shorter = self._stretching.shorten(word)
        return self.spell(shorter) if shorter != word else ()

    def _turned(self, word: str) -> Words:
        """Read a word that is said from back to front, as in Malang: nakam is makan, ngalup is pulang."""
        turned = _DIGRAPH.sub(lambda pair: pair[0][::-1], word)[::-1]
        rank = self._dictionary.rank(turned)
        return (turned,) if len(word) >= _SHORTEST_TURNED and rank is not None and rank < _COMMON_TURNED else ()

    def _root_of(self, written: str) -> str:
        """Give the root that a stem of everyday speech stands for: inget is ingat, liat is lihat."""
        if written in self._dictionary:
            return written
        known = self._lexicon.get(written, "") if len(written) >= _SHORTEST_STEM else ""
        if known and " " not in known and not known.startswith(("me", "ber", "tidak")):
            return known
        return self._sounds.write_out(written) or written


def _one(step: Callable[[str], str | None]) -> Callable[[str], Words]:
    def way(word: str) -> Words:
        found = step(word)
        return () if found is None else (found,)

    return way


def _laughter(word: str) -> Words:
    return ("hahaha",) if _LAUGHTER.match(word) else ()


def _short_passive(word: str) -> Words:
    return (_SHORT_PASSIVE.sub("di", word),) if _SHORT_PASSIVE.match(word) else ()


SPELLER = Speller()
