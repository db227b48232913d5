"""Understands which of the numbered choices a person means: "2", "dua", "yg kedua", the words of the choice, a tap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from pulang.conversation.plain import bare
from pulang.outbox import Choice

_DATA = Path(__file__).parent / "data" / "numbers.yml"
_NUMBER = re.compile(r"(?:ke)?(\d{1,2})")


@cache
def _numbers() -> tuple[dict[str, int], frozenset[str]]:
    data = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    words = {word: number for number, forms in data["words"].items() for word in forms}
    return words, frozenset(data["fillers"])


def chosen(text: str, tapped: str | None, menu: Sequence[Choice]) -> Choice | None:
    """Give the choice of the menu last shown that a message or a tap means."""
    if tapped is not None:
        return next((choice for choice in menu if choice.payload == tapped), None)
    plain = bare(text)
    for choice in menu:
        if plain and plain == bare(choice.title):
            return choice
    number = _number(plain)
    return menu[number - 1] if number is not None and 1 <= number <= len(menu) else None


def _number(plain: str) -> int | None:
    words, fillers = _numbers()
    meant = [token for token in plain.split() if token not in fillers]
    if len(meant) != 1:
        return None
    if meant[0] in words:
        return words[meant[0]]
    digits = _NUMBER.fullmatch(meant[0])
    return int(digits.group(1)) if digits else None
