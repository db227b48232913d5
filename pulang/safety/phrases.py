from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, product
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pulang.safety.document import Node
    from pulang.safety.vocabulary import Vocabulary

T = TypeVar("T")
_GAPS = {"..": 2, "...": 5}


class Step(NamedTuple):
    """One word of a phrase: what it may be, and how many other words may stand before it."""

    atoms: frozenset[str]
    gap: int = 0


def parse(node: Node, vocabulary: Vocabulary) -> tuple[tuple[Step, ...], ...]:
    """Read a phrase: `a|b` either, `a?` perhaps, `a_b` two words, `..` up to two other words, `...` up to five.

    Gives one or several sequences of steps: with and without what may be missing, and one for each alternative of two
    words.
    """
    ways: list[list[tuple[Step, ...]]] = []
    gap = 0
    for written in node.text().split():
        if written in _GAPS:
            gap = _GAPS[written]
            continue
        ways.append(_alternatives(node, written, gap, vocabulary))
        gap = 0
    phrases = tuple(tuple(chain.from_iterable(parts)) for parts in product(*ways))
    if gap or any(not steps or steps[0].gap for steps in phrases):
        node.fail("a phrase that begins and ends with a word")
    return phrases


def _alternatives(node: Node, written: str, gap: int, vocabulary: Vocabulary) -> list[tuple[Step, ...]]:
    single: list[str] = []
    several: list[tuple[Step, ...]] = []
    for alternative in written.rstrip("?").split("|"):
        first, *rest = vocabulary.add(node, alternative)
        if rest:
            several.append((Step(frozenset({first}), gap=gap), *(Step(frozenset({atom})) for atom in rest)))
        else:
            single.append(first)
    missing: list[tuple[Step, ...]] = [()] if written.endswith("?") else []
    return [*([(Step(frozenset(single), gap),)] if single else []), *several, *missing]


@dataclass(frozen=True)
class Found(Generic[T]):
    """A phrase found in a message: the words `start` up to `end` (not included), and what it stands for."""

    start: int
    end: int
    meaning: T


class Phrases(Generic[T]):
    """Many phrases, looked for together: by first and last word, so that what a message lacks costs nothing."""

    def __init__(self) -> None:
        self._phrases: list[tuple[tuple[Step, ...], T]] = []
        self._by_ends: dict[str, dict[str, list[int]]] = {}  # first word, last word: places in the list

    def add(self, phrase: tuple[tuple[Step, ...], ...], meaning: T) -> None:
        """Take in a phrase (its sequences of steps) and what it stands for."""
        for steps in phrase:
            for first, last in product(steps[0].atoms, steps[-1].atoms):
                self._by_ends.setdefault(first, {}).setdefault(last, []).append(len(self._phrases))
            self._phrases.append((steps, meaning))

    def find(self, words: Sequence[frozenset[str]], breaks: frozenset[int]) -> Iterator[Found[T]]:
        """Give every phrase in a message (its words as atoms); none reaches over a break before a word."""
        for start, likely in enumerate(self._likely(words, breaks)):
            for steps, meaning in map(self._phrases.__getitem__, sorted(likely)):
                end = _match(steps, 1, words, start + 1, breaks)
                if end is not None:
                    yield Found(start, end, meaning)

    def _likely(self, words: Sequence[frozenset[str]], breaks: frozenset[int]) -> list[set[int]]:
        """Give for each word the phrases that begin with it, and whose last word follows before the next break."""
        found: list[set[int]] = []
        following: set[str] = set()
        for start in range(len(words) - 1, -1, -1):
            if start + 1 in breaks:
                following.clear()
            following |= words[start]
            by_last = [self._by_ends[atom] for atom in words[start] if atom in self._by_ends]
            found.append({at for lasts in by_last for last in lasts.keys() & following for at in lasts[last]})
        return found[::-1]


def _match(
    steps: tuple[Step, ...], at: int, words: Sequence[frozenset[str]], place: int, breaks: frozenset[int]
) -> int | None:
    """Give the place after the match of the steps from `at` on, or None."""
    if at == len(steps):
        return place
    step = steps[at]
    for here in range(place, min(place + step.gap + 1, len(words))):
        if here in breaks:
            break
        if not step.atoms.isdisjoint(words[here]):
            end = _match(steps, at + 1, words, here + 1, breaks)
            if end is not None:
                return end
    return None
