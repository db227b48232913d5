"""The operating curve: what is found against what it costs in false alarms, as the cut moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.danger.development import Row
from benchmarks.danger.figures import EMERGENCY, URGENT, levels_of
from benchmarks.danger.findings import Findings
from pulang.safety import net
from pulang.taxonomy import Level

COSTS = (0.01, 0.02, 0.05, 0.10, 0.20)


@dataclass(frozen=True)
class Curve:
    """For falling cuts: the share of routine messages that are assessed 2 or 3, and of each level what is found."""

    name: str
    alarms: np.ndarray
    found: dict[int, np.ndarray]

    def at(self, cost: float, level: int) -> float:
        """Give what is found of a level when at most this share of routine messages raises an alarm."""
        affordable = self.found[level][self.alarms <= cost]
        return float(affordable.max()) if len(affordable) else 0.0


def curves(findings: Findings) -> list[Curve]:
    """Give the curves of the product, of its model alone, and of CMD-1's recipe."""
    urgent = net.LEVELS.index(Level.URGENT)
    above = findings.product.scores[:, urgent] - net.read().thresholds[urgent]
    with_cues = np.where(findings.product.by_cues >= URGENT, np.inf, above)
    return [
        _curve("Pulang", with_cues, findings.rows),
        _curve("its model alone", above, findings.rows),
        _curve("CMD-1's recipe", np.where(findings.recipe.passed, findings.recipe.sure, -np.inf), findings.rows),
    ]


def _curve(name: str, scores: np.ndarray, rows: Sequence[Row]) -> Curve:
    truth = levels_of(rows)
    cuts = np.unique(scores)[::-1]

    def reached(those: np.ndarray) -> np.ndarray:
        share: np.ndarray = 1 - np.searchsorted(np.sort(scores[those]), cuts) / those.sum()
        return share

    return Curve(name, reached(truth < URGENT), {level: reached(truth == level) for level in (URGENT, EMERGENCY)})
