from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.rendering.pages import cut


@pytest.mark.parametrize(
    ("text", "limit", "pages"),
    [
        pytest.param("", 10, [], id="nothing"),
        pytest.param("  \n ", 10, [], id="only white space"),
        pytest.param("satu dua", 10, ["satu dua"], id="fits"),
        pytest.param("0123456789", 10, ["0123456789"], id="fits exactly"),
        pytest.param("satu\n\ndua tiga\nempat", 14, ["satu", "dua tiga\nempat"], id="paragraph before line"),
        pytest.param("satu dua\ntiga empat", 14, ["satu dua", "tiga empat"], id="line before word"),
        pytest.param("Satu dua. Tiga empat", 15, ["Satu dua.", "Tiga empat"], id="sentence before word"),
        pytest.param("Sudah? Belum juga", 12, ["Sudah?", "Belum juga"], id="question"),
        pytest.param("satu dua tiga", 9, ["satu dua", "tiga"], id="word"),
        pytest.param("a. bbbbbbbbbb cc", 14, ["a. bbbbbbbbbb", "cc"], id="no page nearly empty"),
        pytest.param("0123456789ab", 10, ["0123456789", "ab"], id="a word longer than a page"),
    ],
)
def test_cutting_at_the_best_seam(text: str, limit: int, pages: list[str]) -> None:
    """A page ends at a paragraph, else a line, a sentence, a word; only a giant word is cut itself."""
    assert cut(text, limit) == pages


@given(st.text(max_size=400), st.integers(5, 60))
def test_nothing_is_lost_and_no_page_is_too_long(text: str, limit: int) -> None:
    """All characters but white space come out, in order, on pages that fit and hold something."""
    pages = cut(text, limit)

    assert "".join("".join(pages).split()) == "".join(text.split())
    assert all(0 < len(page) <= limit for page in pages)


@given(st.text("{a \n", max_size=200), st.integers(6, 40))
def test_pages_fit_by_any_measure(text: str, limit: int) -> None:
    """The measure may count some characters twice."""

    def length(part: str) -> int:
        return len(part) + part.count("{")

    pages = cut(text, limit, length)

    assert "".join("".join(pages).split()) == "".join(text.split())
    assert all(length(page) <= limit for page in pages)
