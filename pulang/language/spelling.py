from __future__ import annotations

import re
from pathlib import Path

from pulang.language.tables import read_table, read_unique

_DATA = Path(__file__).parent / "data"
_LEXICON = read_unique(_DATA / "lexicon.tsv")
_KEPT_WITH_2 = frozenset(word for (word,) in read_table(_DATA / "numbered.tsv", 1))


def _squeeze(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


_RIGHTLY_DOUBLED = frozenset(word for (word,) in read_table(_DATA / "doubled.tsv", 1))
_DOUBLED = {_squeeze(word): word for word in _RIGHTLY_DOUBLED}

_STRETCHED = re.compile(r"([^\W\d_])\1\1")
_DOUBLE_END = re.compile(r"([abcdghijkmnpqrtuvwxyz])\1+$")
_TWICE = re.compile(r"^([^\W\d_]{2,})2(nya|an|kan|in|lah|e|ne|na)?$")
_DIGIT_INSIDE = re.compile(r"[^\W\d_][013457][^\W\d_]")
_DIGIT_LETTERS = re.compile(r"^[^\W\d_](?:[^\W\d_]|[013457](?!\d))+$")
_LETTER_OF = str.maketrans("013457", "oieast")
_APOSTROPHES = str.maketrans({"\u2019": "'", "`": "'"})
_SHORT_PASSIVE = re.compile(r"^d([bcgjkpst][aiueo][a-z]{2,})$")
_NUMBER_UNIT = re.compile(r"^(\d+)([a-z]{2,6})$")


def spell(written: str) -> tuple[str, ...]:
    """Give the normal spelling of one lower-case word: mostly one word, several for what is written together."""
    if written in _LEXICON:
        return tuple(_LEXICON[written].split())
    if written.isalpha():
        shorter = _unstretch(written)
        return spell(shorter) if shorter != written else (_SHORT_PASSIVE.sub(r"di\1", written),)
    return _spell_with_digits(written) or (written.translate(_APOSTROPHES),)


def _spell_with_digits(written: str) -> tuple[str, ...]:
    """Read org2 as a doubling, 3bln as a number with its unit, s4y4 as letters; empty where a digit is just a digit."""
    if (twice := _TWICE.match(written)) and twice[1] not in _KEPT_WITH_2:
        base = " ".join(spell(twice[1]))
        return (base,) if " " in base else (f"{base}-{base}{twice[2] or ''}",)
    if (number := _NUMBER_UNIT.match(written)) and number[2] in _LEXICON:
        return (number[1], *spell(number[2]))
    if _DIGIT_LETTERS.match(written) and _DIGIT_INSIDE.search(written):
        return spell(written.translate(_LETTER_OF))
    return ()


def _unstretch(word: str) -> str:
    squeezed = _squeeze(word)
    if squeezed == word or word in _RIGHTLY_DOUBLED:
        return word
    if squeezed in _DOUBLED:
        return _DOUBLED[squeezed]
    return squeezed if _STRETCHED.search(word) else _DOUBLE_END.sub(r"\1", word)
