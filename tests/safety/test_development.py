"""Danger is heard as well as it once was on messages that nothing is learnt from, and alike in both Pythons."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from benchmarks.danger.development import ROOT, development
from benchmarks.danger.figures import Figure, figures
from benchmarks.danger.floors import floors
from pulang.safety import net
from pulang.safety.origin import digest

OTHER = ROOT / ".venv-rasa" / "bin" / "python"
FLOORS = floors()
TOLD = """
import json
from benchmarks.danger.development import development
from pulang.safety import assess
for row in development():
    said = assess(row.text)
    spans = [[one.start, one.end, one.signal.value, one.level.value] for one in said.spans]
    print(json.dumps([said.level.value, sorted(one.value for one in said.signals), spans]))
"""


def _told(python: object) -> list[str]:
    """Give every assessment of the development set in full, as one Python tells it."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [str(python), "-c", TOLD], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True
    )
    return ran.stdout.splitlines()


@pytest.fixture(scope="module")
def here() -> list[str]:
    """Give what this Python tells."""
    return _told(sys.executable)


@pytest.fixture(scope="module")
def measured(here: list[str]) -> dict[str, Figure]:
    """Give every guarded figure."""
    levels = np.array([json.loads(line)[0] for line in here])
    return {one.name: one for one in figures(development(), levels)}


@pytest.mark.parametrize("figure", FLOORS)
def test_no_figure_falls_below_its_floor(measured: dict[str, Figure], figure: str) -> None:
    """What was heard of the development set still is, and no more is falsely alarmed."""
    assert measured[figure].within(FLOORS[figure]), measured[figure].value


def test_every_figure_is_held(measured: dict[str, Figure]) -> None:
    """No figure that has an aim is left without a floor."""
    assert set(FLOORS) == set(measured)


@pytest.mark.skipif(not OTHER.exists(), reason="Rasa's environment is not set up")
def test_both_pythons_tell_the_same(here: list[str]) -> None:
    """Level, signals and spans of every message are the same where the service runs and where Rasa runs."""
    assert _told(OTHER) == here


def test_the_model_is_not_stale() -> None:
    """What was learnt comes from the rows, cues and spellings that are here: else `make learn`."""
    assert net.read().digest == digest()
