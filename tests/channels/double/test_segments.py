from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.double.segments import GSM7, count_segments, smart_encode


@pytest.mark.parametrize(
    ("text", "encoding", "units", "count"),
    [
        pytest.param("", "GSM-7", 0, 1, id="empty"),
        pytest.param("a" * 160, "GSM-7", 160, 1, id="one full"),
        pytest.param("a" * 161, "GSM-7", 161, 2, id="one over"),
        pytest.param("a" * 306, "GSM-7", 306, 2, id="two full"),
        pytest.param("a" * 307, "GSM-7", 307, 3, id="three"),
        pytest.param("{" * 80, "GSM-7", 160, 1, id="escaped characters take two"),
        pytest.param("a" * 152 + "{" * 77, "GSM-7", 306, 3, id="an escape pair is not split"),
        pytest.param("é", "GSM-7", 1, 1, id="accents of the alphabet"),
        pytest.param("\u2019", "UCS-2", 1, 1, id="a curly quote costs the encoding"),
        pytest.param("ș" * 70, "UCS-2", 70, 1, id="one full in UCS-2"),
        pytest.param("ș" * 71, "UCS-2", 71, 2, id="one over in UCS-2"),
        pytest.param("🏠", "UCS-2", 2, 1, id="an emoji takes two"),
        pytest.param("ș" * 66 + "🏠" * 34, "UCS-2", 134, 3, id="an emoji is not split"),
    ],
)
def test_counts(text: str, encoding: str, units: int, count: int) -> None:
    """Segments are counted as a carrier bills them."""
    counted = count_segments(text)

    assert (counted.encoding, counted.units, counted.count) == (encoding, units, count)


@given(st.text(alphabet=GSM7, max_size=700))
def test_gsm7_needs_no_more_than_its_length_says(text: str) -> None:
    """Plain GSM-7 text takes one segment up to 160 characters and one for each 153 beyond."""
    expected = 1 if len(text) <= 160 else -(-len(text) // 153)

    assert count_segments(text).count == expected


def test_smart_encoding_keeps_text_in_gsm7() -> None:
    """Typographic quotes, dashes and dots become characters that cost nothing extra."""
    text = smart_encode("\u201cPulang\u201d \u2013 it\u2019s\u2026")

    assert text == '"Pulang" - it\'s...'
    assert count_segments(text).encoding == "GSM-7"
