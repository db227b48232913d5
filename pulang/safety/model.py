from __future__ import annotations

import zlib
from array import array
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from pulang.language import in_indonesian
from pulang.safety import features
from pulang.safety.courtesy import is_weighed
from pulang.safety.errors import CuesDamaged
from pulang.taxonomy import Level, Signal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pulang.safety.features import Evidence
    from pulang.safety.hearing import Heard

PATH = Path(__file__).parent / "data" / "model.bin"
LEVELS = (Level.SENSITIVE, Level.URGENT, Level.EMERGENCY)  # one judgement for each: at least so dangerous?
SIGNALS = tuple(Signal)
_HEAD = b"pulang danger 1\n"
# Scores by which the model must be surer to raise a stretch above a cue that holds there, sure or not.
_SURER = {Level.URGENT: 0.5, Level.EMERGENCY: 3.0}
_CLOSER = 1.75  # and everywhere in the short parts of a long sentence, which it has not learned from
_TELLING = 3  # words that are shown to the counsellor as the reason


@dataclass(frozen=True)
class Arrays:
    """What was learned, as plain numbers: for each bucket its rarity and its weight for every level and signal."""

    digest: str  # of what it was learned from
    thresholds: tuple[float, ...]  # score from which each level is believed
    offsets: tuple[float, ...]  # for every level, then every signal
    rarity: array[float]
    weights: tuple[array[float], ...]  # for every level, then every signal, already times the rarity

    def write(self, path: Path) -> None:
        """Write them to a file that both Pythons read alike."""
        numbers = array("d", (*self.thresholds, *self.offsets))
        body = b"".join(each.tobytes() for each in (numbers, self.rarity, *self.weights))
        path.write_bytes(_HEAD + self.digest.encode() + b"\n" + zlib.compress(body, 9))


@cache
def read(path: Path = PATH) -> Arrays:
    """Read what was learned. Raises CuesDamaged where the file is none of ours."""
    raw = path.read_bytes()
    digest, _, packed = raw.removeprefix(_HEAD).partition(b"\n")
    judgements = len(LEVELS) + len(SIGNALS)
    numbers, body = array("d"), zlib.decompress(packed) if raw.startswith(_HEAD) else b""
    size = features.BUCKETS * array("f").itemsize
    start = (len(LEVELS) + judgements) * numbers.itemsize
    if len(body) != start + size * (judgements + 1):
        raise CuesDamaged(f"{path.name}: expected what `make learn` writes")
    numbers.frombytes(body[:start])
    columns = []
    for at in range(judgements + 1):
        column = array("f")
        column.frombytes(body[start + at * size : start + (at + 1) * size])
        columns.append(column)
    limits, offsets = tuple(numbers[: len(LEVELS)]), tuple(numbers[len(LEVELS) :])
    return Arrays(digest.decode(), limits, offsets, columns[0], tuple(columns[1:]))


@dataclass(frozen=True)
class Window:
    """A stretch of a message that is judged by itself: its words, their places in the message, the evidence there."""

    words: tuple[str, ...]
    places: tuple[int, ...]
    evidence: tuple[str, ...]  # names, in order
    held: Level  # of the highest cue that holds there, sure or not
    close: bool  # a short part of a long sentence: else what stands beside a danger without a mark would hide it

    def features(self) -> Iterator[int]:
        """Give the bucket of everything in it, as often as it stands there."""
        yield from chain.from_iterable(map(features.of_word, self.words))
        yield from map(features.of_several, features.of_neighbours(self.words))
        yield from chain.from_iterable(features.of_evidence(self.evidence))

    def reasons(self) -> Iterator[int]:
        """Give the buckets that tell what the danger is: words, their roots, and the evidence."""
        yield from chain.from_iterable(features.of_word(word)[: features.WHOLE] for word in self.words)
        yield from chain.from_iterable(map(features.of_name, self.evidence))


@dataclass(frozen=True)
class Suspicion:
    """What the model believes of a message: its level, why, and the words (`start` up to `end`) that say it most."""

    level: Level
    signal: Signal
    start: int
    end: int


def cut(heard: Heard, shortest: int = features.SHORTEST, *, closely: bool = True) -> Iterator[Window]:
    """Cut a message into the stretches that are judged: sentences, long ones in overlapping parts.

    Emoji and words of courtesy are left out, so that they change nothing; what is not Indonesian is heard in
    Indonesian, word by word. A message of fewer than `shortest` words is not judged.
    """
    said = [(at, form) for at, word in enumerate(heard.words) if is_weighed(word) for form in in_indonesian(word)]
    kept, forms = [at for at, _ in said], [form for _, form in said]
    breaks = sorted({sum(at < place for at in kept) for place in heard.message.sentences})
    found = _evidence(heard)
    wide = dict.fromkeys(features.windows(breaks, len(kept)), False)
    parts = features.windows(breaks, len(kept), features.CLOSE, features.CLOSE_STRIDE) if closely else ()
    for (start, end), close in (dict.fromkeys(parts, True) | wide).items():
        if end - start < shortest:
            continue
        first, last = kept[start], kept[end - 1]
        inside = [one for one in found if first <= one.start and one.end <= last + 1]
        evidence = tuple(sorted({one.name for one in inside}))
        held = max((one.level for one in inside), default=Level.ROUTINE)
        yield Window(tuple(forms[start:end]), tuple(kept[start:end]), evidence, held, close)


def _evidence(heard: Heard) -> list[Evidence]:
    """Give what cues and context found, and the sets of words.yml that stand in the message."""
    sets = (
        features.Evidence(f"set:{atom}", at, at + 1)
        for at, atoms in enumerate(heard.atoms)
        for atom in atoms
        if atom.startswith("<")
    )
    return [*heard.evidence, *sets]


def suspect(heard: Heard) -> Suspicion | None:
    """Give the highest level that any stretch of a message reaches; None where none reaches a level."""
    learned = read()
    best: tuple[Level, float, Window] | None = None
    for window in cut(heard):
        scores = scores_of(window, learned)
        reached = [
            at for at, level in enumerate(LEVELS) if scores[at] >= learned.thresholds[at] + _surer(window, level)
        ]
        if reached and (best is None or (LEVELS[reached[-1]], scores[reached[-1]]) > best[:2]):
            best = LEVELS[reached[-1]], scores[reached[-1]], window
    if best is None:
        return None
    level, _, window = best
    return Suspicion(level, _signal(window), *_telling(window, LEVELS.index(level)))


def _surer(window: Window, level: Level) -> float:
    above = _SURER.get(level, 0.0) if Level.ROUTINE < window.held < level else 0.0
    return above + (_CLOSER if window.close else 0.0)


def scores_of(window: Window, learned: Arrays) -> tuple[float, ...]:
    """Give how much a stretch sounds like each level or a higher one."""
    words = window.words
    sums = [_of_word(word) for word in words]
    sums += map(_of_several, features.of_neighbours(words))
    sums += [_of_evidence(window.evidence)] if window.evidence else []
    *said, length = map(sum, zip(*sums, strict=True))
    norm = sqrt(length) or 1.0
    return tuple(one / norm + offset for one, offset in zip(said, learned.offsets, strict=False))


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> tuple[float, ...]:
    return _sum(features.of_word(word), read())


@lru_cache(maxsize=100_000)
def _of_several(words: tuple[str, ...]) -> tuple[float, ...]:
    return _sum((features.of_several(words),), read())


@lru_cache(maxsize=20_000)
def _of_evidence(names: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(map(sum, zip(*map(_of_found, features.of_evidence(names)), strict=True)))


@cache
def _of_found(found: tuple[int, ...]) -> tuple[float, ...]:
    return _sum(found, read())


def _sum(found: Sequence[int], learned: Arrays) -> tuple[float, ...]:
    """Add up what features say for each level, and last the square of their length."""
    rarity, (one, two, three) = learned.rarity, learned.weights[: len(LEVELS)]
    sensitive = urgent = emergency = length = 0.0
    for at in found:  # in one go: most of the time is spent here
        sensitive += one[at]
        urgent += two[at]
        emergency += three[at]
        length += rarity[at] * rarity[at]
    return sensitive, urgent, emergency, length


def _signal(window: Window) -> Signal:
    """Give the signal that the words of a stretch, and what was found there, sound most like."""
    *said, length = map(sum, zip(*map(_of_reason, window.reasons()), strict=True))
    norm = sqrt(length) or 1.0
    scores = [one / norm + offset for one, offset in zip(said, read().offsets[len(LEVELS) :], strict=True)]
    return SIGNALS[max(range(len(SIGNALS)), key=scores.__getitem__)]


@lru_cache(maxsize=50_000)
def _of_reason(found: int) -> tuple[float, ...]:
    """Give what one feature says for each signal, and last the square of its length."""
    learned = read()
    return (*(weights[found] for weights in learned.weights[len(LEVELS) :]), learned.rarity[found] ** 2)


def _telling(window: Window, at: int) -> tuple[int, int]:
    """Give the stretch from the first to the last of the words that say most."""
    said = sorted(zip(window.words, window.places, strict=True), key=lambda one: -_of_word(one[0])[at])
    places = [place for _, place in said[:_TELLING]]
    return min(places), max(places) + 1
