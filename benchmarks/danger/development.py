from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pulang.taxonomy import Level, Signal

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "development"


@dataclass(frozen=True)
class Row:
    """A message of the development set; `lookalike` only sounds dangerous, `buried` hides it in a routine question."""

    text: str
    level: Level
    signals: frozenset[Signal]
    language: str
    writer: str
    lookalike: bool
    buried: bool

    @property
    def words(self) -> int:
        """Give how many words it has, as they are written."""
        return len(self.text.split())


def development() -> list[Row]:
    """Give the messages of the four lists that are never learnt from."""
    paths = sorted(FOLDER.glob("*.jsonl"))
    return [_row(line, path.stem) for path in paths for line in path.read_text(encoding="utf-8").split("\n") if line]


def _row(line: str, writer: str) -> Row:
    said = json.loads(line)
    return Row(
        said["text"],
        Level(said["level"]),
        frozenset(Signal(name) for name in said["signals"]),
        said["language"],
        writer,
        bool(said.get("lookalike")),
        bool(said.get("buried")),
    )
