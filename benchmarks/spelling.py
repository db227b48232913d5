"""How much of everyday spelling comes to the written one: indo-collex's test part, by kind of change.

`exact`: our spelling is the formal one, letter for letter. `same`: or the formal one comes to the same (its "enggak"
and our "tidak"). Each step is left out in turn, which shows what it is worth. `basa`, a rule-based normaliser, is
measured beside ours where it is installed. Last, the time that a message of fifteen words takes, and a few words whose
meaning a normaliser must not change. Runs on both Pythons and needs nothing started: `python -m benchmarks.spelling`.
"""

from __future__ import annotations

import csv
import importlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import percentile, table
from benchmarks.unmeasured import Unmeasured
from pulang.language.spelling import SPELLER, STEPS, Speller
from pulang.language.words import read

ROOT = Path(__file__).parents[1]
PAIRS = ROOT.parent / "shared" / "data" / "indo-collex" / "data" / "informal_to_formal" / "test.csv"
ALL_PAIRS = PAIRS.parents[1] / "full.csv"
MESSAGES = ROOT / "benchmarks" / "data" / "messages.txt"
MESSAGE_WORDS = 15
MEANT = {
    "nagih upah": "menagih upah",
    "kk saya diculik": "kakak saya diculik",
    "nomor kk hilang": "nomor kk hilang",
    "ditodong pisau": "ditodong pisau",
    "dirumahkan": "dirumahkan",
    "gardu": "gardu",
    "teu terang": "teu terang",
    "ora mangan": "ora mangan",
}
Normalise = Callable[[str], str]


@dataclass(frozen=True)
class Pair:
    """A form as it was typed, the formal one, and the kind of change between them."""

    written: str
    formal: str
    kind: str


def main() -> None:
    """Print every figure."""
    if not PAIRS.exists():
        raise Unmeasured(f"{PAIRS} is not there")
    pairs = list(_pairs(PAIRS))
    ours = _spelled(SPELLER)
    print("indo-collex, test part: exact / same, by kind of change")
    for kind, count in Counter(pair.kind for pair in pairs).most_common():
        print(f"  {kind:<14} {count:>4}  {_shares([pair for pair in pairs if pair.kind == kind], ours)}")
    print(f"  {'all':<14} {len(pairs):>4}  {_shares(pairs, ours)}")
    print("\nwithout one step")
    for step in STEPS:
        print(f"  {step:<14}       {_shares(pairs, _spelled(Speller(without={step})))}")
    print(f"  {'every step':<14}       {_shares(pairs, _spelled(Speller(without=STEPS)))}")
    everything = list(_pairs(ALL_PAIRS))
    print(f"\nall parts together, {len(everything)} pairs: {_shares(everything, ours)}")
    print("\nmeaning kept")
    basa = _basa()
    table([(written, f"{ours(written)}{_aside(basa, written)}") for written in MEANT])
    table([("kept by ours", _kept(ours)), ("kept by basa", "not installed" if basa is None else _kept(basa))])
    if basa is not None:
        print(f"\nbasa: {_shares(pairs, basa)}")
    _times()


def _pairs(path: Path) -> Iterator[Pair]:
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield Pair(row["transformed"], row["original-for"].lower(), row["transformation"])


def _spelled(speller: Speller) -> Normalise:
    return lambda text: " ".join(word.form for word in read(text, speller))


def _shares(pairs: list[Pair], normalise: Normalise) -> str:
    exact = sum(normalise(pair.written) == pair.formal for pair in pairs)
    same = sum(normalise(pair.written) in {pair.formal, normalise(pair.formal)} for pair in pairs)
    return f"{exact / len(pairs):.3f} / {same / len(pairs):.3f}"


def _basa() -> Normalise | None:
    try:
        normalise: Normalise = importlib.import_module("basa").normalize
    except ImportError:
        return None
    return normalise


def _aside(basa: Normalise | None, written: str) -> str:
    return "" if basa is None else f"   (basa: {basa(written)})"


def _kept(normalise: Normalise) -> str:
    return f"{sum(normalise(written) == meant for written, meant in MEANT.items())} of {len(MEANT)}"


def _times() -> None:
    words = MESSAGES.read_text(encoding="utf-8").split()
    messages = [" ".join(words[at : at + MESSAGE_WORDS]) for at in range(0, len(words), MESSAGE_WORDS)]
    cold, cached = [], []
    for message in messages:
        SPELLER.spell_cached.cache_clear()
        for times in (cold, cached):
            start = time.perf_counter()
            read(message)
            times.append((time.perf_counter() - start) * 1000)
    print(f"\na message of {MESSAGE_WORDS} words, ms (middle, 99th percentile)")
    table(
        [
            (name, f"{percentile(t, 50):.3f}, {percentile(t, 99):.3f}")
            for name, t in (("cold", cold), ("cached", cached))
        ]
    )


if __name__ == "__main__":
    main()
