"""Said otherwise, every message of the development set keeps its level, but for what the data file admits."""

from __future__ import annotations

import pytest

from benchmarks.danger.development import development
from benchmarks.danger.steadiness import steadiness
from benchmarks.danger.ways import WAYS, limits, routine
from pulang.safety import assess
from pulang.taxonomy import Level

ROWS = development()
LIMITS = limits()


@pytest.fixture(scope="module")
def levels() -> list[Level]:
    """Give the level of every message as it stands."""
    return [assess(row.text).level for row in ROWS]


@pytest.mark.parametrize("way", WAYS)
def test_said_otherwise_it_keeps_its_level(levels: list[Level], way: str) -> None:
    """No more levels change, and no more emergencies fall below 2, than the data file admits."""
    found = steadiness(way, ROWS, levels)
    assert found.share <= LIMITS[way].changed, found.changes[:5]
    assert found.lost <= LIMITS[way].lost
    assert found.missed <= LIMITS[way].missed


@pytest.mark.parametrize("way", WAYS)
def test_what_is_admitted_is_said(way: str) -> None:
    """Every way has its aim; case, emoji and courtesy hold by construction and are never admitted anything."""
    assert LIMITS[way].changed >= LIMITS[way].aim
    if way in {"case", "emoji", "politeness"}:
        assert (LIMITS[way].changed, LIMITS[way].lost) == (0, 0)


@pytest.mark.parametrize("sentence", routine())
def test_routine_sentences_are_routine(sentence: str) -> None:
    """What is put before and behind is no danger by itself."""
    assert assess(sentence).level is Level.ROUTINE
