from __future__ import annotations

import zlib
from array import array
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from pulang.safety import features
from pulang.safety.errors import CuesDamaged
from pulang.taxonomy import Level, Signal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pulang.safety.features import Evidence
    from pulang.safety.hearing import Heard

PATH = Path(__file__).parent / "data" / "model.bin"
POLITE = frozenset(
    word
    for line in (Path(__file__).parent / "data" / "polite.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
LEVELS = (Level.SENSITIVE, Level.URGENT, Level.EMERGENCY)  # one judgement for each: at least so dangerous?
SIGNALS = tuple(Signal)
_HEAD = b"pulang danger 1\n"
_SHORTEST = 4  # fewer words are an answer, or the rest of a sentence: cues alone judge them
# Scores by which the model must be surer where context has judged a cue already: it holds at a lower level than
# usual; it holds; it only fails. The first of these that stands in a stretch counts.
_SURER = {"eases": 2.2, "holds": 1.2, "fails": 2.2}
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
    surer: float  # by how much the model must be surer here, because context has judged

    def features(self) -> Iterator[int]:
        """Give the bucket of everything in it, as often as it stands there."""
        for at, word in enumerate(self.words):
            yield from features.of_word(word)
            yield from (features.of_several(self.words[at - size : at + 1]) for size in (1, 2) if at >= size)
        yield from chain.from_iterable(features.of_evidence(self.evidence))


@dataclass(frozen=True)
class Suspicion:
    """What the model believes of a message: its level, why, and the words (`start` up to `end`) that say it most."""

    level: Level
    signal: Signal
    start: int
    end: int


def cut(heard: Heard, shortest: int = _SHORTEST) -> Iterator[Window]:
    """Cut a message into the stretches that are judged: sentences, long ones in overlapping parts.

    Emoji and words of courtesy are left out, so that they change nothing.
    """
    words = heard.words
    kept = [at for at, word in enumerate(words) if word[0].isalnum() and word not in POLITE]
    forms = [words[at] for at in kept]
    breaks = sorted({sum(at < place for at in kept) for place in heard.message.sentences})
    found = _evidence(heard)
    for start, end in features.windows(breaks, len(kept)):
        if end - start < shortest:
            continue
        first, last = kept[start], kept[end - 1]
        inside = [one for one in found if first <= one.start and one.end <= last + 1]
        evidence = tuple(sorted({one.name for one in inside}))
        judged = {one.name.partition(":")[0] for one in inside}
        surer = next((more for verdict, more in _SURER.items() if verdict in judged), 0.0)
        yield Window(tuple(forms[start:end]), tuple(kept[start:end]), evidence, surer)


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
        reached = [at for at in range(len(LEVELS)) if scores[at] >= learned.thresholds[at] + window.surer]
        if reached and (best is None or (LEVELS[reached[-1]], scores[reached[-1]]) > best[:2]):
            best = LEVELS[reached[-1]], scores[reached[-1]], window
    if best is None:
        return None
    level, _, window = best
    return Suspicion(level, _signal(window), *_telling(window, LEVELS.index(level)))


def scores_of(window: Window, learned: Arrays) -> tuple[float, ...]:
    """Give how much a stretch sounds like each level or a higher one."""
    words = window.words
    sums = [_of_word(word) for word in words]
    sums += [_of_several(words[at : at + size]) for size in (2, 3) for at in range(len(words) - size + 1)]
    sums += map(_of_found, features.of_evidence(window.evidence))
    norm = sqrt(sum(one[-1] for one in sums)) or 1.0
    return tuple(sum(one[at] for one in sums) / norm + learned.offsets[at] for at in range(len(LEVELS)))


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> tuple[float, ...]:
    return _sum(features.of_word(word), read())


@lru_cache(maxsize=100_000)
def _of_several(words: tuple[str, ...]) -> tuple[float, ...]:
    return _sum((features.of_several(words),), read())


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
    """Give the signal that the words of a stretch, and what was found there, sound most like.

    Pieces of words and pairs would take most of the time and say little about why.
    """
    sums = [_signals(features.of_word(word)[:1]) for word in window.words]
    sums += [_signals(features.of_name(name)) for name in window.evidence]
    norm = sqrt(sum(one[-1] for one in sums)) or 1.0
    scores = [sum(one[at] for one in sums) / norm + offset for at, offset in enumerate(read().offsets[len(LEVELS) :])]
    return SIGNALS[max(range(len(SIGNALS)), key=scores.__getitem__)]


@lru_cache(maxsize=100_000)
def _signals(found: tuple[int, ...]) -> tuple[float, ...]:
    """Add up what features say for each signal, and last the square of their length."""
    learned = read()
    said = (sum(weights[one] for one in found) for weights in learned.weights[len(LEVELS) :])
    return (*said, sum(learned.rarity[one] ** 2 for one in found))


def _telling(window: Window, at: int) -> tuple[int, int]:
    """Give the stretch from the first to the last of the words that say most."""
    said = sorted(zip(window.words, window.places, strict=True), key=lambda one: -_of_word(one[0])[at])
    places = [place for _, place in said[:_TELLING]]
    return min(places), max(places) + 1
