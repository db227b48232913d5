from __future__ import annotations

import time
import warnings

from benchmarks.danger import report
from benchmarks.danger.bwise import bwise
from benchmarks.danger.cmd1 import cmd1
from benchmarks.danger.development import development
from benchmarks.danger.figures import figures
from benchmarks.danger.findings import Findings
from benchmarks.danger.hearings import ablations, hearings
from benchmarks.danger.steadiness import steadiness
from benchmarks.danger.timing import times
from benchmarks.danger.ways import WAYS
from benchmarks.danger.writers import unread
from benchmarks.figures import table
from pulang.safety.learn import examples

_BEGAN = time.monotonic()


def main() -> None:
    """Measure everything and write docs/danger.md."""
    rows = development()
    _say("timing the assessment")
    taken = times(rows)
    _say("hearing the development set, whole and by parts")
    product, parts = hearings(rows), ablations(rows)
    _say("saying it otherwise")
    steady = [steadiness(name, rows, [one.level for one in product.assessments]) for name in WAYS]
    _say("the peers")
    known = examples()
    peers = bwise(rows), cmd1(known, rows)
    _say("judging each writer by a model that has not read them")
    found = Findings(rows, product, parts, *peers, len(known), unread(known), steady, taken)
    report.write(found)
    measured = figures(rows, product.levels)
    table([*((one.says, f"{one.value:.3f}") for one in measured), ("report", report.REPORT)])
    _say("done")


def _say(what: str) -> None:
    print(f"{time.monotonic() - _BEGAN:5.0f} s  {what}", flush=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
