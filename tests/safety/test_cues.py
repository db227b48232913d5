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


@pytest.mark.parametrize(("typed", "read"), [("ketubn", "ketuban"), ("bygon", "baygon"), ("jnten", "janten")])
def test_a_vowel_left_out(typed: str, read: str) -> None:
    """What lacks one is a word of the cues, else the only local word that it can be."""
    assert hear(typed).words == (read,)


@pytest.mark.parametrize("word", ["snten", "istrine", "bosnya", "blk", "sandra", "kendari", "gay"])
def test_no_vowel_left_out(word: str) -> None:
    """What may be two words, or is a word, a name or an abbreviation, stays as it is."""
    assert hear(word).words == (word,)


def test_the_past_of_another_sentence_is_not_this_ones() -> None:
    """Where somebody worked in the past says nothing about tonight."""
    before = hear("Dulu saya kerja di Malaysia dua tahun. anak saya kejang")
    assert max(span.level for span in before.spans | before.hints) is Level.EMERGENCY


def test_a_past_told_in_sentences_is_not_tonight() -> None:
    """Neither the sentence before nor the one behind says when, where one tells of the past and one of the present."""
    heard = hear("Tahun 2015 di Saudi. Saya diperkosa majikan. sekarang saya di kampung, mau lapor")
    assert max(span.level for span in heard.spans | heard.hints) is Level.URGENT


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
