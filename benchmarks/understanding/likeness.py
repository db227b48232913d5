"""Which messages are so alike that one of them teaches and proves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pulang.language import normalise

LETTERS = 4  # in a piece
ALIKE = 0.5  # share of the pieces of both that are common, from which two messages are near-duplicates
LONG = 20  # letters from which a message is compared by its pieces
_NOT_SAID = re.compile(r"[\W_]+")


def near_duplicates(texts: Sequence[str]) -> Iterator[tuple[str, str, float]]:
    """Give each pair of long texts whose pieces are alike, and how alike (Jaccard)."""
    pieced = sorted(
        ((_pieces(said), text) for text in texts if len(said := _bare(text)) >= LONG),
        key=lambda one: len(one[0]),
    )
    for at, (pieces, text) in enumerate(pieced):
        for others, other in pieced[at + 1 :]:
            if len(pieces) <= ALIKE * len(others):
                break  # the rest is longer still
            common = len(pieces & others)
            alike = common / (len(pieces) + len(others) - common)
            if alike > ALIKE:
                yield text, other, alike


def equals(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give each text that is an earlier one over again when both are spelled plainly."""
    first: dict[str, str] = {}
    for text in texts:
        said = _bare(normalise(text))
        if said in first:
            yield first[said], text
        first.setdefault(said, text)


def _bare(text: str) -> str:
    """Give a text without its case and its marks, unless it is nothing but marks."""
    return _NOT_SAID.sub(" ", text.casefold()).strip() or text.strip()


def _pieces(text: str) -> frozenset[str]:
    return frozenset(text[at : at + LETTERS] for at in range(len(text) - LETTERS + 1))
