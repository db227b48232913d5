"""Tells words of the language from what could be a misspelt name."""

from __future__ import annotations

import re
from functools import lru_cache

from pulang.language import is_root, normalise

_PREFIXES = (
    "", "di", "ke", "se", "ter", "te", "ber", "be", "me", "mem", "men", "meng", "menge", "pe", "pem", "pen", "peng",
    "per", "memper", "diper", "keber", "n", "ng", "ny", "m", "nge", "tak", "ku", "kau", "ka", "pa", "pang", "sa", "si",
)  # fmt: skip
_ENDINGS = re.compile(r"(?:nya|lah|kah|pun|ku|mu|ne|e)$")
_SUFFIXES = re.compile(r"(?:kan|an|in|i|ken|na|ake|keun)$")
_LOST = {
    "mem": "p", "pem": "p", "men": "t", "pen": "t", "meng": "k", "peng": "k", "ng": "k", "ny": "s", "m": "p", "n": "t",
}  # fmt: skip
_COMMON = {"di", "ng", "ny"}


@lru_cache(maxsize=20_000)
def is_word(word: str) -> bool:
    """Tell whether a lower-case word is an ordinary word, a form of one, or known slang for one."""
    if word.isdigit() or is_form(word):
        return True
    usual = normalise(word)
    if _once(usual) == _once(word):  # a letter written twice is no slang
        return is_form(usual)
    return all(map(is_form, usual.split()))


def is_form(word: str) -> bool:
    """Tell whether a word is a root of Indonesian with affixes around it, or none."""
    return _is_stem(word) or ("meny" in word and _is_stem(_meny(word)))


def _once(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _meny(word: str) -> str:
    return re.sub(r"^[mp]eny", "s", word)


def _is_stem(word: str) -> bool:
    for stem in {word, _ENDINGS.sub("", word), _SUFFIXES.sub("", word), _SUFFIXES.sub("", _ENDINGS.sub("", word))}:
        for prefix in _PREFIXES:
            shortest = 2 if not prefix else 3 if len(prefix) > 2 else 4 if prefix in _COMMON else 5
            if not stem.startswith(prefix) or len(stem) - len(prefix) < shortest:
                continue
            rest = stem[len(prefix) :]
            if is_root(rest) or (prefix in _LOST and is_root(_LOST[prefix] + rest)):
                return True
    return False
