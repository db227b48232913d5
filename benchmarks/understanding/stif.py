"""Whether the same said informally and formally gets the same topic: the pairs of ../shared/data/stif."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.understanding.corpus import ROOT, Example
from benchmarks.understanding.judging import hear, judge
from benchmarks.understanding.measures import Share, share, sure
from benchmarks.understanding.settings import Settings
from benchmarks.unmeasured import Unmeasured
from bot.components.topic_model import TopicModel

FOLDER = ROOT.parent / "shared" / "data" / "stif"
PARTS = ("dev", "test", "train")


@dataclass(frozen=True)
class Agreement:
    """The pairs that get the same topic: of all, and of those where neither is asked about."""

    everything: Share
    answered: Share


def pairs(*parts: str) -> list[tuple[str, str]]:
    """Give the pairs (informal, formal) of some parts. Raises Unmeasured without the data."""
    if not FOLDER.exists():
        raise Unmeasured(f"{FOLDER} is not there")
    return [pair for part in parts for pair in zip(_lines(f"{part}.inf"), _lines(f"{part}.for"), strict=True)]


def agreement(model: TopicModel, settings: Settings) -> Agreement:
    """Count the pairs of which both get the same topic. Raises Unmeasured without the data."""
    informal, formal = (
        judge(model, hear([Example(text, "", "", "id", "stif") for text in side]), settings)
        for side in zip(*pairs(*PARTS), strict=True)
    )
    same = informal.said() == formal.said()
    both = sure(informal.cascade, settings) & sure(formal.cascade, settings)
    return Agreement(share(same), share(same[both]))


def _lines(name: str) -> list[str]:
    return (FOLDER / name).read_text(encoding="utf-8").splitlines()
