"""A message comes to its level, for its reason, with the words that showed it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pulang.safety import Asked, Assessment, assess
from pulang.taxonomy import Level

CASES = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "level", "signal"), [pytest.param(*case, id=name) for name, case in CASES["plain"].items()]
)
def test_level_and_signal(text: str, level: int, signal: str) -> None:
    """The level is the expected one and the expected signal is among the reasons."""
    assessment = assess(text)
    assert assessment.level == level
    assert signal in {found.value for found in assessment.signals} | {"-"}
    assert bool(assessment.signals) == (level > 0)


@pytest.mark.parametrize(
    ("text", "asked", "level"), [pytest.param(*case, id=name) for name, case in CASES["answers"].items()]
)
def test_answer_to_a_safety_question(text: str, asked: str, level: int) -> None:
    """A yes raises to what it confirms; a no leaves the assessment of the text itself."""
    assert assess(text, Asked(asked)).level == level


@pytest.mark.parametrize("asked", Asked)
@pytest.mark.parametrize("text", [case[0] for case in CASES["plain"].values()])
def test_a_question_never_lowers(text: str, asked: Asked) -> None:
    """Whatever was asked, the level is at least that of the text alone."""
    assert assess(text, asked).level >= assess(text).level


def test_the_same_word_without_a_question_says_nothing() -> None:
    """A bare yes is dangerous only as an answer."""
    assert assess("iya") == Assessment(Level.ROUTINE, frozenset(), ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("halo kak, sy DISEKAP bos", "DISEKAP", id="capitals"),
        pytest.param("aku pengen\u200b mati 😭", "pengen\u200b mati", id="invisible"),
        pytest.param("tolooong sy d pukul suami", "d pukul", id="written-apart"),
        pytest.param("ﬀ org2 bilang sy disekap", "disekap", id="ligature-before"),
    ],
)
def test_spans_point_into_the_message_as_written(text: str, words: str) -> None:
    """A span's offsets cut the dangerous words out of the original text."""
    assert words in {text[span.start : span.end] for span in assess(text).spans}


def test_level_is_the_highest_span() -> None:
    """Several dangers in one message: the highest counts, each is named."""
    assessment = assess("malu sama tetangga, suami suka mukul, sekarang sy dikurung di kamar")
    assert assessment.level == Level.EMERGENCY == max(span.level for span in assessment.spans)
    assert {"distress", "violence", "captivity"} <= {signal.value for signal in assessment.signals}
    assert {span.signal for span in assessment.spans} == assessment.signals


def test_a_child_raises_by_one() -> None:
    """The same danger counts one level higher for somebody under 18."""
    assert assess("diancam bosnya").level == Level.URGENT
    assert assess("anak smp diancam bosnya").level == Level.EMERGENCY


@pytest.mark.parametrize(
    "number", [f"{prefix}8120000{last:04d}" for prefix in ("0", "+62") for last in range(0, 10_000, 499)]
)
def test_a_telephone_number_says_nothing(number: str) -> None:
    """Whichever it is, the level is that of the words around it."""
    assert assess("\n".join(f"pesan {count} dari {number}" for count in range(3))).level is Level.ROUTINE
    assert assess(f"sy dikunci di kamar sama bos, nomor sy {number}").level is Level.EMERGENCY
