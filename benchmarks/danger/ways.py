"""The ways in which a message is said otherwise; their words stand in tests/safety/steadiness.yml."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import yaml

from benchmarks.danger.development import ROOT, Row

_STRETCH = 3  # letters more
_SHORTEST = 4  # letters of a word that is typed otherwise
_WORD = re.compile(r"[^\W\d_]+")
_INNER = re.compile(r"(?<=[^\W\d_aeiouAEIOU])[aeiouAEIOU](?=[^\W\d_aeiouAEIOU])")
_SAID: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "safety" / "steadiness.yml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Limit:
    """How often a way of saying it otherwise may change a level: as aimed at, as held; and the emergencies it costs."""

    aim: float
    changed: float
    lost: int
    missed: int


def routine() -> list[str]:
    """Give the routine sentences that are put before and behind."""
    return list(_SAID["routine"])


def limits() -> dict[str, Limit]:
    """Read the limit of every way."""
    return {
        name: Limit(float(one["aim"]), float(one["changed"]), int(one["lost"]), int(one["missed"]))
        for name, one in _SAID["limits"].items()
    }


def _case(row: Row) -> Iterator[str]:
    yield row.text.upper()
    yield row.text.lower()
    yield row.text.title()


def _emoji(row: Row) -> Iterator[str]:
    first, second, third = _some(_SAID["emoji"], row, 3)
    yield f"{first} {row.text}"
    yield f"{row.text}{second}{second}"
    words = row.text.split(" ")
    place = _number(row, "emoji") % len(words)
    yield " ".join([*words[:place], third, *words[place:]])


def _polite(row: Row) -> Iterator[str]:
    return (frame.format(row.text) for frame in _some(_SAID["polite"], row, 4))


def _stretched(row: Row) -> Iterator[str]:
    return _typed(row, lambda text, at: text[:at] + text[at] * _STRETCH + text[at:])


def _dropped(row: Row) -> Iterator[str]:
    return _typed(row, lambda text, at: text[:at] + text[at + 1 :])


def _before(row: Row) -> Iterator[str]:
    return (f"{sentence} {row.text}" for sentence in _some(_SAID["routine"], row, 3))


def _after(row: Row) -> Iterator[str]:
    end = " " if row.text.rstrip()[-1:] in {".", "!", "?"} else ". "
    return (f"{row.text}{end}{sentence}" for sentence in _some(_SAID["routine"], row, 3))


def _before_unmarked(row: Row) -> Iterator[str]:
    return (f"{sentence.rstrip('.?')} {row.text}" for sentence in _some(_SAID["routine"], row, 3))


def _after_unmarked(row: Row) -> Iterator[str]:
    return (f"{row.text.rstrip('.!? ')} {sentence}" for sentence in _some(_SAID["routine"], row, 3))


def _third_person(row: Row) -> Iterator[str]:
    others = _SAID["third_person"].get(row.language, {})
    other = _WORD.sub(lambda word: others.get(word.group().lower(), word.group()), row.text)
    if other != row.text:
        yield other


WAYS: dict[str, Callable[[Row], Iterable[str]]] = {
    "case": _case,
    "emoji": _emoji,
    "politeness": _polite,
    "a stretched word": _stretched,
    "a vowel dropped": _dropped,
    "a routine sentence before": _before,
    "a routine sentence behind": _after,
    "the same before, no mark between": _before_unmarked,
    "the same behind, no mark between": _after_unmarked,
    "third person": _third_person,
}


def _typed(row: Row, change: Callable[[str, int], str]) -> Iterator[str]:
    """Change a vowel between two consonants, in each of two words of the message."""
    words = [
        word for word in _WORD.finditer(row.text) if len(word.group()) >= _SHORTEST and _INNER.search(word.group())
    ]
    for word in _some(words, row, 2):
        (vowel,) = _some(list(_INNER.finditer(word.group())), row, 1)
        yield change(row.text, word.start() + vowel.start())


def _some(things: Sequence[Any], row: Row, count: int) -> list[Any]:
    """Give a few of them, other ones for each message and always the same."""
    start = _number(row, str(len(things)))
    return [things[(start + at) % len(things)] for at in range(min(count, len(things)))]


def _number(row: Row, salt: str) -> int:
    return crc32(f"{salt}{row.text}".encode())
