"""Cuts a text into pages at the best place: between paragraphs, lines, sentences, words, in that order."""

from __future__ import annotations

from collections.abc import Callable

_SEAMS = ("\n\n", "\n", ". ", "? ", "! ", ", ", " ")


def cut(text: str, limit: int, length: Callable[[str], int] = len) -> list[str]:
    """Give the pages of a text, each at most `limit` long; nothing is lost but white space at the seams."""
    pages = []
    rest = text.strip()
    while length(rest) > limit:
        head = _head(rest, limit, length)
        pages.append(head.rstrip())
        rest = rest[len(head) :].lstrip()
    return [*pages, rest] if rest else pages


def _head(text: str, limit: int, length: Callable[[str], int]) -> str:
    end = limit
    while length(text[:end]) > limit:
        end -= 1
    for seam in _SEAMS:
        # A page that ends early in order to end well is fine, but not one that is nearly empty.
        at = text.rfind(seam, end // 3, end)
        if at > 0:
            return text[: at + len(seam)]
    return text[:end]
