"""Control words: obeyed without understanding, and only when they are the whole message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import yaml
from rapidfuzz.distance import OSA

_DATA = Path(__file__).parent / "data" / "controls.yml"
_FORGIVING = 5  # letters from which one slip is forgiven
_NOT_A_LETTER = re.compile(r"[^\w\s]|_")


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


class Answer(Enum):
    """A plain yes or no."""

    YES = "yes"
    NO = "no"


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
    answers: dict[str, Answer]


@cache
def _words() -> _Words:
    data = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    controls = {str(word): Control(name) for name, words in data["controls"].items() for word in words}
    answers = {str(word): Answer.YES for word in data["yes"]} | {str(word): Answer.NO for word in data["no"]}
    return _Words(controls, tuple(data["safe_word_prefix"]), frozenset(map(str, data["deny"])), answers)


def hear(text: str, safe_word: str | None = None) -> Heard | None:
    """Tell which control word a message is, if it is nothing else; `safe_word` is the person's own one for leaving."""
    plain = bare(text)
    if not plain:
        return None
    if safe_word is not None and plain == bare(safe_word):
        return Heard(Control.LEAVE)
    words = _words()
    for prefix in words.prefixes:
        if plain.startswith(f"{prefix} "):
            return Heard(Control.SAFE_WORD, plain.removeprefix(prefix).strip())
    if plain in words.controls:
        return Heard(words.controls[plain])
    if len(plain) < _FORGIVING or plain in words.deny or plain in words.answers:
        return None
    for word, control in words.controls.items():
        if len(word) >= _FORGIVING and OSA.distance(plain, word, score_cutoff=1) <= 1:
            return Heard(control)
    return None


def yes_or_no(text: str) -> Answer | None:
    """Tell whether a message is a plain yes or no."""
    return _words().answers.get(bare(text))


def bare(text: str) -> str:
    """Take case, punctuation and extra spaces off a message."""
    return " ".join(_NOT_A_LETTER.sub(" ", text.casefold()).split())
