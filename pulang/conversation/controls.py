"""Control words: obeyed without understanding, and only when they are the whole message."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import yaml
from rapidfuzz.distance import OSA

_DATA = Path(__file__).parent / "data" / "controls.yml"
_FORGIVING = 5  # letters from which one slip is forgiven
_SHORTEST_SAFE_WORD = 3  # letters
_LONGEST_SAFE_WORD = 3  # words after KATA AMAN; more of them are a sentence
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
    beside_answers: frozenset[str]
    begins_yes: frozenset[str]
    but: frozenset[str]


@cache
def _words() -> _Words:
    data = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    controls = {str(word): Control(name) for name, words in data["controls"].items() for word in words}
    answers = {str(word): answer for answer in Answer for word in data[f"answer_{answer.value}"]}
    beside, begins, but = (frozenset(map(str, data[f"answer_{name}"])) for name in ("beside", "begins", "but"))
    return _Words(
        controls, tuple(data["safe_word_prefix"]), frozenset(map(str, data["deny"])), answers, beside, begins, but
    )


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
    if control is None and plain not in words.deny and plain not in words.answers:
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


def yes_or_no(text: str) -> Answer | None:
    """Tell whether a message is a plain yes or no: "iya", "boleh kak", "iya mau", "ga usah bu, makasih"."""
    words, plain = _words(), bare(text)
    if plain in words.answers:
        return words.answers[plain]
    said = [word for word in plain.split() if word not in words.beside_answers]
    meant = (
        {words.answers.get(" ".join(said))} if " ".join(said) in words.answers else set(map(words.answers.get, said))
    )
    return meant.pop() if len(meant) == 1 else None


def begins_with_yes(text: str) -> bool:
    """Tell whether a sentence begins with a clear yes and takes nothing of it back: "iya kak, dia mau ke sini"."""
    words, said = _words(), bare(text).split()
    taken_back = any(word in words.but or words.answers.get(word) is Answer.NO for word in said)
    return bool(said) and said[0] in words.begins_yes and not taken_back


def usable_as_safe_word(word: str) -> bool:
    """Tell whether somebody's own word for leaving is one word, and none that an answer or a control word needs."""
    plain = bare(word)
    if len(plain) < _SHORTEST_SAFE_WORD or len(plain.split()) != 1 or plain.isdigit():
        return False
    return yes_or_no(plain) is None and hear(plain) is None


def bare(text: str) -> str:
    """Take case, punctuation, marks that cannot be seen and extra spaces off a message."""
    seen = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return " ".join(_NOT_A_LETTER.sub(" ", "".join(seen).casefold()).split())
