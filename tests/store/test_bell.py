"""Redis: wake-ups and counts, and doing without."""

from __future__ import annotations

import time

from pulang.store.bell import Bell

NOBODY = "redis://127.0.0.1:1/0"


def test_rings_arrive_in_order(redis_url: str) -> None:
    """What was rung first is heard first, by one listener."""
    bell, other = Bell(redis_url), Bell(redis_url)
    bell.ring("a")
    bell.ring("b")
    assert [other.wait(1), bell.wait(1), bell.wait(0.05)] == ["a", "b", None]


def test_bells_with_two_names(redis_url: str) -> None:
    """The sender's bell does not wake the worker."""
    Bell(redis_url, "send").ring("a")
    assert Bell(redis_url, "wake").wait(0.05) is None


def test_counts(redis_url: str) -> None:
    """Events are counted by their fixed name."""
    bell = Bell(redis_url)
    for event in ("inbound", "inbound", "bot_slow"):
        bell.count(event)
    assert bell.counts() == {"inbound": 2, "bot_slow": 1}
    assert bell.ping()


def test_without_redis() -> None:
    """Everything does without, at once."""
    bell, began = Bell(NOBODY), time.monotonic()
    bell.ring("a")
    bell.count("x")
    assert (bell.wait(5), bell.counts(), bell.ping()) == (None, {}, False)
    assert time.monotonic() - began < 3
