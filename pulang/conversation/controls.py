"""Control words: obeyed without understanding, and only when they are the whole message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import yaml
from rapidfuzz.distance import OSA

from pulang.conversation.agreement import exactly
from pulang.conversation.plain import bare

_DATA = Path(__file__).parent / "data" / "controls.yml"
_FORGIVING = 5  # letters from which one slip is forgiven
_SHORTEST_SAFE_WORD = 3  # letters
_LONGEST_SAFE_WORD = 3  # words after KATA AMAN; more of them are a sentence


class Control(str, Enum):
    """What a control word asks for."""

    LEAVE = "leave"
    ERASE = "erase"
    STOP = "stop"
    HELP = "help"
    DATA = "data"
    PLAN = "plan"
    DONE = "done"
    MORE = "more"
    CHANGE_PLACE = "change_place"
    LANGUAGE = "language"
    HUMAN = "human"
    SAFE = "safe"
    MISTAKEN = "mistaken"
    SAFE_WORD = "safe_word"


@dataclass(frozen=True)
class Heard:
    """A control word that was heard; `word` is the person's own word after KATA AMAN."""

    control: Control
    word: str | None = None


@dataclass(frozen=True)
class _Words:
    controls: dict[str, Control]
    prefixes: tuple[str, ...]
    deny: frozenset[str]


@cache
def _words() -> _Words:
    data = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    controls = {str(word): Control(name) for name, words in data["controls"].items() for word in words}
    return _Words(controls, tuple(data["safe_word_prefix"]), frozenset(map(str, data["deny"])))


def hear(text: str, safe_word: str | None = None) -> Heard | None:
    """Tell which control word a message is, if it is nothing else; `safe_word` is the person's own one for leaving."""
    plain = bare(text)
    if not plain:
        return None
    if safe_word is not None and plain == bare(safe_word):
        return Heard(Control.LEAVE)
    chosen = _safe_word(plain)
    if chosen is not None:
        return Heard(Control.SAFE_WORD, chosen)
    words = _words()
    control = words.controls.get(plain)
    if control is None and plain not in words.deny and exactly(plain) is None:
        control = _with_a_slip(plain)
    return Heard(control) if control else None


def _safe_word(plain: str) -> str | None:
    """Give what stands after KATA AMAN ("" when nothing does); no slip is forgiven here, "kata Amar" is a sentence."""
    for prefix in _words().prefixes:
        word = f"{plain} ".removeprefix(f"{prefix} ")
        if f"{plain} ".startswith(f"{prefix} ") and len(word.split()) <= _LONGEST_SAFE_WORD:
            return word.strip()
    return None


def _with_a_slip(plain: str) -> Control | None:
    for word, control in _words().controls.items():
        if len(word) >= _FORGIVING and OSA.distance(plain, word, score_cutoff=1) <= 1:
            return control
    return None


def usable_as_safe_word(word: str) -> bool:
    """Tell whether somebody's own word for leaving is one word, and none that an answer or a control word needs."""
    plain = bare(word)
    if len(plain) < _SHORTEST_SAFE_WORD or len(plain.split()) != 1 or plain.isdigit():
        return False
    return exactly(plain) is None and hear(plain) is None
