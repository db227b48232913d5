"""Figures that must not fall, or rise: tests/development/floors-danger.yml, which `make test` holds."""

from __future__ import annotations

import yaml

from benchmarks.danger.development import FOLDER

FILE = FOLDER / "floors-danger.yml"


def floors() -> dict[str, float]:
    """Read the limit of every figure of `figures`."""
    return {name: float(floor) for name, floor in yaml.safe_load(FILE.read_text(encoding="utf-8")).items()}
