"""Ten messages a second for a minute, while the double takes 50 to 500 ms to answer."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from benchmarks import traffic
from benchmarks.figures import table
from benchmarks.outcome import without_bot
from benchmarks.running import running

PER_SECOND, SECONDS, PERSONS = 10.0, float(os.environ.get("PULANG_BENCH_SECONDS", "60")), 100
DELAY = "0.05,0.5"


def main() -> None:
    """Measure acknowledgement and webhook-to-reply as seen by the double."""
    with tempfile.TemporaryDirectory(prefix="pulang-load-") as folder, running(Path(folder), DELAY) as pulang:
        addresses = pulang.phones(PERSONS)
        traffic.quiet(pulang.reached, 3, 120)
        written = traffic.steady(pulang.post, addresses, PER_SECOND, SECONDS)
        traffic.quiet(pulang.reached, 5, 120)
        waits = traffic.first_replies(written, pulang.reached())
        memory, silent = pulang.memory(), without_bot(pulang)
    traffic.report(written, waits)
    parts = ", ".join(f"{name} {size:,.0f}" for name, size in sorted(memory.items(), key=lambda part: -part[1]))
    table([("turns without the bot", silent), ("resident memory, MiB", f"{sum(memory.values()):,.0f} ({parts})")])
