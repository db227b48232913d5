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
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "•": "-", "\u00a0": " ", "×": "x", "`": "'"}
)


def to_gsm(text: str) -> str:
    """Write a text in the alphabet of SMS: accents that it lacks fall off, what cannot be written disappears."""
    written = []
    for char in text.translate(_PLAIN):
        if char in _BASIC or char in _EXTENDED:
            written.append(char)
        else:
            bare = (part for part in unicodedata.normalize("NFKD", char) if part in _BASIC)
            written.append("".join(bare))
    return "".join(written)


def septets(text: str) -> int:
    """Count the septets of a text that `to_gsm` made."""
    return sum(2 if char in _EXTENDED else 1 for char in text)


def segments(text: str) -> int:
    """Count the SMS segments of a text that `to_gsm` made."""
    length = septets(text)
    return 1 if length <= SINGLE else -(-length // MULTI)
