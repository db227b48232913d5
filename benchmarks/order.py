"""Five hundred webhooks, a fifth of them repeats, from people who write all at once."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.figures import table
from benchmarks.outcome import Outcome, await_done, judge
from benchmarks.running import MESSAGES, Pulang, running

WEBHOOKS, REPEATED, PERSONS = 500, 0.2, 40
GIVE_UP = 60.0  # seconds that the provider's retries go on


def plan(addresses: Sequence[str], seed: int) -> list[tuple[str, str, str]]:
    """Give webhooks (id, address, text) whose people are shuffled while each one's messages keep their order."""
    chance = random.Random(seed)
    distinct = int(WEBHOOKS * (1 - REPEATED))
    writers = [addresses[number % len(addresses)] for number in range(distinct)]
    chance.shuffle(writers)
    fresh = [(f"SM{number:032x}", address, MESSAGES[number % len(MESSAGES)]) for number, address in enumerate(writers)]
    webhooks = list(fresh)
    for again in chance.sample(fresh, WEBHOOKS - distinct):
        # A repeat comes at any time after the first one.
        webhooks.insert(chance.randint(webhooks.index(again) + 1, len(webhooks)), again)
    return webhooks


def send(pulang: Pulang, webhooks: Sequence[tuple[str, str, str]], threads: int = 16) -> Mapping[str, list[str]]:
    """Post all webhooks, each person's in order, again until acknowledged; gives the ids each person sent."""
    lanes: list[list[tuple[str, str, str]]] = [[] for _ in range(threads)]
    people = sorted({address for _, address, _ in webhooks})
    for webhook in webhooks:
        lanes[people.index(webhook[1]) % threads].append(webhook)
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(_lane, pulang, lane) for lane in lanes]:
            done.result()
    sent: dict[str, list[str]] = {}
    for provider_id, address, _ in webhooks:
        mine = sent.setdefault(address, [])
        if provider_id not in mine:
            mine.append(provider_id)
    return sent


def _lane(pulang: Pulang, webhooks: Sequence[tuple[str, str, str]]) -> None:
    for webhook in webhooks:
        until = time.monotonic() + GIVE_UP
        while pulang.post(*webhook).status != 200:
            if time.monotonic() > until:
                raise TimeoutError("a webhook was not acknowledged in a minute")
            time.sleep(0.5)


def main() -> None:
    """Check that every message is handled once and in order."""
    with tempfile.TemporaryDirectory(prefix="pulang-order-") as folder, running(Path(folder), "0.01,0.05") as pulang:
        webhooks = plan(pulang.phones(PERSONS), seed=7)
        began = time.monotonic()
        sent = send(pulang, webhooks)
        done = await_done(pulang, 300)
        took = time.monotonic() - began
        outcome = judge(pulang, sent)
    show(outcome, len(webhooks), took, done=done)


def show(outcome: Outcome, webhooks: int, took: float, *, done: bool) -> None:
    """Print the outcome."""
    table(
        [
            ("webhooks", webhooks),
            *outcome.rows(),
            ("all done", "yes" if done else "NO"),
            ("seconds", f"{took:.0f}"),
            ("verdict", "each handled once, in order" if done and not outcome.faults() else "FAULTS"),
        ]
    )
