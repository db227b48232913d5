from __future__ import annotations

from dataclasses import dataclass

from benchmarks.understanding.ablation import Ablated
from benchmarks.understanding.corpus import Example
from benchmarks.understanding.curve import Point
from benchmarks.understanding.judging import Judged
from benchmarks.understanding.massive import Peer
from benchmarks.understanding.settings import Settings
from benchmarks.understanding.stif import Agreement
from benchmarks.understanding.timing import Times


@dataclass(frozen=True)
class Findings:
    """Everything that was measured; `massive` and `stif` are None where their data is absent."""

    settings: Settings
    learnt: list[Example]
    unseen: list[Example]
    development: Judged
    crossed: list[Example]
    crossing: Judged
    ablations: list[Ablated]
    curve: list[Point]
    massive: list[Peer] | None
    stif: Agreement | None
    times: list[Times]
