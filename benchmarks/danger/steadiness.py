"""The development set said a little otherwise: how often that changes a level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.danger.development import Row
from benchmarks.danger.ways import WAYS
from pulang.safety import assess
from pulang.taxonomy import Level


@dataclass(frozen=True)
class Change:
    """A message whose level changed, what it was changed to, its level in truth, and both that were heard."""

    text: str
    other: str
    truth: Level
    before: Level
    after: Level


@dataclass(frozen=True)
class Steadiness:
    """How often one way of saying it otherwise changed a level, out of how many tries."""

    name: str
    tries: int
    changes: tuple[Change, ...]

    @property
    def share(self) -> float:
        """Give the share of the tries that changed a level."""
        return len(self.changes) / self.tries

    @property
    def raised(self) -> int:
        """Count the changes to a higher level."""
        return sum(one.after > one.before for one in self.changes)

    @property
    def lowered(self) -> int:
        """Count the changes to a lower level."""
        return len(self.changes) - self.raised

    @property
    def lost(self) -> int:
        """Count the messages heard as emergencies that fell below 2."""
        return len(self._lost)

    @property
    def missed(self) -> int:
        """Count those of the lost ones that are dangerous in truth; the others were false alarms."""
        return sum(one.truth >= Level.URGENT for one in self._lost)

    @property
    def _lost(self) -> list[Change]:
        return [one for one in self.changes if one.before is Level.EMERGENCY and one.after < Level.URGENT]


def steadiness(name: str, rows: Sequence[Row], levels: Sequence[Level]) -> Steadiness:
    """Say every message otherwise in one of the `WAYS`, and compare with its level as it stands."""
    tries, changes = 0, []
    for row, before in zip(rows, levels, strict=True):
        for other in WAYS[name](row):
            tries += 1
            if (after := assess(other).level) is not before:
                changes.append(Change(row.text, other, row.level, before, after))
    return Steadiness(name, tries, tuple(changes))
