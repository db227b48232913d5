from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.double.segments import GSM7, GSM7_EXTENSION, count_segments
from channels.rendering.gsm import LONGEST, MULTI, SINGLE, segments, septets, to_gsm

ALPHABET = GSM7 + GSM7_EXTENSION


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("Halo, apa kabar?", "Halo, apa kabar?", id="plain"),
        pytest.param("\u201cya\u201d, kata \u2018dia\u2019", "\"ya\", kata 'dia'", id="curly quotes"),
        pytest.param("9\u201317, 8\u201410", "9-17, 8-10", id="dashes"),
        pytest.param("tunggu\u2026", "tunggu...", id="ellipsis"),
        pytest.param("\u2022 satu", "- satu", id="bullet"),
        pytest.param("a\u00a0b\u2009c\td", "a b c d", id="other spaces keep words apart"),
        pytest.param("caf\u00e9 ç\u00e3o", "caf\u00e9 cao", id="accents"),
        pytest.param("2\u00d73", "2x3", id="times"),
        pytest.param("\u00bd", "1/2", id="a half is not twelve"),
        pytest.param("halo \U0001f64f", "halo ", id="emoji"),
        pytest.param("a\u200bb\u202ec\x00d", "abcd", id="invisible"),
        pytest.param("\u0627\u0644", "", id="another script"),
        pytest.param("Rp 1.000 \u20ac5 {a}[b]~^|\\", "Rp 1.000 \u20ac5 {a}[b]~^|\\", id="two-septet characters"),
        pytest.param("", "", id="empty"),
    ],
)
def test_writing_in_the_alphabet_of_sms(text: str, written: str) -> None:
    """What the alphabet lacks is written plainly, or left out."""
    assert to_gsm(text) == written


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("", 1, id="empty"),
        pytest.param("a" * SINGLE, 1, id="one full"),
        pytest.param("a" * (SINGLE + 1), 2, id="one more"),
        pytest.param("a" * LONGEST, 2, id="two full"),
        pytest.param("a" * (LONGEST + 1), 3, id="three"),
        pytest.param("{" * 80, 1, id="eighty of two septets"),
        pytest.param("a" + "{" * 80, 2, id="a septet too many"),
        pytest.param("a" * (MULTI - 1) + "{" + "a" * (MULTI - 1), 3, id="a pair is not split, which costs a third"),
        pytest.param("a" * (MULTI - 2) + "{" + "a" * MULTI, 2, id="a pair at the very end of a segment"),
    ],
)
def test_counting_segments(text: str, count: int) -> None:
    """Segments are counted as a phone network does: 160 alone, 153 joined, no pair of septets split."""
    assert segments(text) == count


@given(st.text(ALPHABET, max_size=500))
def test_segments_are_counted_as_the_double_counts_them(text: str) -> None:
    """Two counts written independently agree on any text of the alphabet."""
    assert segments(text) == count_segments(text).count


@given(st.text(max_size=300))
def test_only_the_alphabet_of_sms_is_written(text: str) -> None:
    """Whatever comes in, only GSM-7 goes out, and writing it again changes nothing."""
    written = to_gsm(text)

    assert set(written) <= set(ALPHABET)
    assert to_gsm(written) == written


@given(st.text(ALPHABET, max_size=300))
def test_what_the_alphabet_has_stays(text: str) -> None:
    """Nothing that can be written is changed."""
    assert to_gsm(text) == text.replace("`", "'")


@given(st.text(ALPHABET, max_size=200), st.text(ALPHABET, max_size=50))
def test_a_longer_text_takes_no_fewer_septets(text: str, more: str) -> None:
    """Cutting relies on it: a prefix is never longer than the whole."""
    assert septets(text) <= septets(text + more)
