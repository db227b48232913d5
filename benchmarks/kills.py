"""The same five hundred webhooks while twenty random processes are killed; the outcome must not differ."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import threading
import time
from pathlib import Path

import psutil

from benchmarks.figures import table
from benchmarks.order import PERSONS, plan, send, show
from benchmarks.outcome import await_done, judge
from benchmarks.running import Pulang, part_of, running

KILLS, EVERY = 20, 2.5  # how many, seconds between them


def main() -> None:
    """Kill processes without warning and report what was lost, doubled or out of order."""
    chance = random.Random(11)
    with tempfile.TemporaryDirectory(prefix="pulang-kills-") as folder, running(Path(folder), "0.05,0.3") as pulang:
        webhooks = plan(pulang.phones(PERSONS), seed=7)
        killed: list[str] = []
        killer = threading.Thread(target=_kill, args=(pulang, chance, killed))
        began = time.monotonic()
        killer.start()
        sent = send(pulang, webhooks)
        killer.join()
        done = await_done(pulang, 300)
        took = time.monotonic() - began
        outcome = judge(pulang, sent)
    table([("killed", ", ".join(f"{name} {killed.count(name)}" for name in sorted(set(killed))))])
    show(outcome, len(webhooks), took, done=done)


def _kill(pulang: Pulang, chance: random.Random, killed: list[str]) -> None:
    while len(killed) < KILLS:
        time.sleep(EVERY * chance.uniform(0.5, 1.5))
        alive = [process for process in pulang.children() if process.status() != psutil.STATUS_ZOMBIE]
        if not alive:
            continue
        victim = chance.choice(alive)
        try:
            name = part_of(victim.cmdline())
            os.kill(victim.pid, signal.SIGKILL)
        except (psutil.NoSuchProcess, ProcessLookupError):
            continue
        killed.append(name)
