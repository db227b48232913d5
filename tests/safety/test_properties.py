"""What holds for every text whatsoever."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pulang.safety import Asked, assess
from pulang.taxonomy import Level

hypothesis = pytest.importorskip("hypothesis")
from hypothesis import example, given, settings  # noqa: E402  # absent in Rasa's environment: skipped above
from hypothesis import strategies as st  # noqa: E402

TEXTS = [
    case[0]
    for case in yaml.safe_load((Path(__file__).parent / "cases.yml").read_text(encoding="utf-8"))["plain"].values()
]
POLITE = ["makasih", "tolong dibalas ya", "mohon bantuannya pak/bu", "terima kasih sebelumnya", "hatur nuhun", "nuwun"]


@given(st.sampled_from(TEXTS))
def test_capitals_change_nothing(text: str) -> None:
    """Upper case keeps the level and the signals."""
    shouted, said = assess(text.upper()), assess(text)
    assert (shouted.level, shouted.signals) == (said.level, said.signals)


@given(st.sampled_from(TEXTS), st.sampled_from(POLITE), st.sampled_from([" ", ". ", ", ", "\n"]))
def test_politeness_changes_nothing(text: str, polite: str, between: str) -> None:
    """A friendly ending keeps the level."""
    assert assess(text + between + polite).level == assess(text).level


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=300), st.sampled_from([None, *Asked]))
@example("\x00mau mati\x00", None)
@example("\u202eitam uam\u202c مرحبا", Asked.SAFE_NOW)
@example("İ" * 50 + "ﷺ" * 10, None)
@example("mau " * 2500, None)
@example("tidak boleh keluar " * 530, None)
@example("\ud800 mati", None)
@example("9" * 5000, Asked.WISH_TO_DIE)
def test_any_text_is_assessed(text: str, asked: Asked | None) -> None:
    """No text raises; every span lies within the text and names a level above routine."""
    assessment = assess(text, asked)
    assert all(0 <= span.start < span.end <= len(text) for span in assessment.spans)
    assert all(span.level > Level.ROUTINE for span in assessment.spans)
    assert assessment.level == max((span.level for span in assessment.spans), default=Level.ROUTINE)


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(TEXTS), st.sampled_from(["\u200b", "\u200d", "\u202e", "\ufeff"]), st.data())
def test_invisible_characters_hide_nothing(text: str, invisible: str, data: st.DataObject) -> None:
    """Zero-width and direction marks anywhere keep the level."""
    place = data.draw(st.integers(0, len(text)))
    assert assess(text[:place] + invisible + text[place:]).level == assess(text).level
