"""What cues and the words around them come to, before anything learned is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pulang.safety import Asked, assess
from pulang.safety.context import Mark
from pulang.safety.hearing import RULES, hear
from pulang.safety.message import open_message
from pulang.taxonomy import Level

CASES = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "level", "signal"), [pytest.param(*case, id=name) for name, case in CASES["cues"].items()]
)
def test_cues_alone(text: str, level: int, signal: str) -> None:
    """The highest cue that holds, sure or not, gives the expected level; the expected signal is among the reasons."""
    heard = hear(text)
    spans = heard.spans | heard.hints
    assert max((span.level for span in spans), default=Level.ROUTINE) == level
    assert signal in {span.signal.value for span in spans} | {"-"}


@pytest.mark.parametrize("mark", Mark)
def test_every_mark_has_two_cases(mark: Mark) -> None:
    """What a mark does is shown by cases of its own, in both directions."""
    assert sum(name.split("-")[0] == mark.value for name in CASES["cues"]) >= 2


def test_a_hint_sets_no_level_but_is_told() -> None:
    """Words too often harmless to set a level are evidence for the model all the same."""
    heard = hear("kaki bengkak, periksa dimana")
    assert not heard.spans
    assert "hint:medical.maybe" in {found.name for found in heard.evidence}


def test_a_hint_sets_a_level_where_nothing_else_can() -> None:
    """In a sentence of two words the model has nothing to judge; in an answer about danger nothing is harmless."""
    assert hear("dikurung majikan").spans
    assert not hear("sudah seminggu dikurung majikan").spans
    assert assess("ga ah, tapi pengen mati", Asked.WISH_TO_DIE).level >= Level.URGENT


def test_a_word_under_an_ending_is_the_same_word() -> None:
    """Javanese -e and Indonesian -nya leave a word in its sets, even where phrases know the longer form."""
    message = open_message("racune racunnya", RULES.vocabulary)
    assert all("<racun>" in RULES.vocabulary.atoms_of(word.form) for word in message.words)
