"""Messages at a steady pace from many people, and what came of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.figures import milliseconds, percentile, table
from benchmarks.running import MESSAGES, Posted, Reached

Post = Callable[[str, str, str], Posted]


@dataclass(frozen=True)
class Written:
    """One message of the traffic: its id, who wrote it, and how its webhook went."""

    provider_id: str
    address: str
    posted: Posted


def steady(post: Post, addresses: Sequence[str], per_second: float, seconds: float) -> list[Written]:
    """Post messages at a pace that waits for nothing, the addresses in turn; gives them in order."""
    count = int(per_second * seconds)
    began = time.monotonic()

    def one(number: int) -> Written:
        provider_id, address = f"SM{number:032x}", addresses[number % len(addresses)]
        return Written(provider_id, address, post(provider_id, address, MESSAGES[number % len(MESSAGES)]))

    with ThreadPoolExecutor(64) as pool:
        waiting = []
        for number in range(count):
            time.sleep(max(0.0, began + number / per_second - time.monotonic()))
            waiting.append(pool.submit(one, number))
        return [future.result() for future in waiting]


def first_replies(written: Sequence[Written], reached: Sequence[Reached]) -> list[float]:
    """Give the seconds from each message to the first one that the double took for its writer afterwards."""
    arrivals: dict[str, list[float]] = {}
    for message in reached:
        arrivals.setdefault(message.to, []).append(message.at)
    waits = []
    for asked in written:
        later = [at for at in arrivals.get(asked.address, ()) if at > asked.posted.at]
        if later:
            waits.append(min(later) - asked.posted.at)
    return waits


def quiet(reached: Callable[[], Sequence[Reached]], silence: float, limit: float) -> None:
    """Wait until nothing new has come to any phone for a while (seconds)."""
    until, count, since = time.monotonic() + limit, -1, time.monotonic()
    while time.monotonic() < until and time.monotonic() - since < silence:
        now = len(reached())
        if now != count:
            count, since = now, time.monotonic()
        time.sleep(0.25)


def report(written: Sequence[Written], waits: Sequence[float], accepted: int = 200) -> None:
    """Print acknowledgement and reply times; `accepted` is the status that acknowledges."""
    took = [message.posted.took for message in written]
    table(
        [
            ("messages", len(written)),
            ("acknowledged in 15 s", sum(message.posted.status == accepted for message in written)),
            (
                "acknowledgement p50 / p99",
                f"{milliseconds(percentile(took, 50))} / {milliseconds(percentile(took, 99))}",
            ),
            ("answered", len(waits)),
            ("reply p50 / p95", f"{milliseconds(percentile(waits, 50))} / {milliseconds(percentile(waits, 95))}"),
        ]
    )
