"""What a message says once everything is taken off that says nothing."""

from __future__ import annotations

import re
import unicodedata

_NOT_A_LETTER = re.compile(r"[^\w\s]|_")


def bare(text: str) -> str:
    """Take case, punctuation, marks that cannot be seen and extra spaces off a message."""
    seen = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return " ".join(_NOT_A_LETTER.sub(" ", "".join(seen).casefold()).split())
