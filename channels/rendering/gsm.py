"""The alphabet of SMS (GSM 03.38) and how many segments a text takes in it."""

from __future__ import annotations

import unicodedata

SINGLE, MULTI = 160, 153  # septets in a message of one segment, and in each of several
LONGEST = 2 * MULTI

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")  # these take two septets
_PLAIN = str.maketrans(
    {
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{GRAVE ACCENT}": "'",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{BULLET}": "-",
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{FRACTION SLASH}": "/",
    }
)


def to_gsm(text: str) -> str:
    """Write a text in the alphabet of SMS: accents that it lacks fall off, what cannot be written disappears."""
    written = []
    for char in text.translate(_PLAIN):
        if char in _BASIC or char in _EXTENDED:
            written.append(char)
        elif char.isspace():
            written.append(" ")  # words stay apart
        else:
            bare = (part for part in unicodedata.normalize("NFKD", char).translate(_PLAIN) if part in _BASIC)
            written.append("".join(bare))
    return "".join(written)


def septets(text: str) -> int:
    """Count the septets that a text of `to_gsm` takes when it is sent in several segments.

    A character of two septets is never split between segments: one left over at a segment's end stays empty.
    """
    length = 0
    for char in text:
        width = 2 if char in _EXTENDED else 1
        if length % MULTI + width > MULTI:
            length += 1
        length += width
    return length


def segments(text: str) -> int:
    """Count the SMS segments of a text that `to_gsm` made."""
    if sum(2 if char in _EXTENDED else 1 for char in text) <= SINGLE:
        return 1
    return -(-septets(text) // MULTI)
