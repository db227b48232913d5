from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "bot" / "data"
PASSES = ROOT / "bot" / "passes.yml"
DEVELOPMENT = ROOT / "tests" / "development"
FILES = ("id", "su", "jv")  # bot/data/nlu_*.yml, each named for most of its rows
NOBODY = frozenset({"plain", "conversation"})  # passes that are lists of sayings, not persons

# The one in C reads the corpus in a second, the other in ten.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Example:
    """A message, what it is about, and who wrote it; `file` is the part of the corpus that it stands in."""

    text: str
    topic: str
    writer: str
    language: str
    file: str
    lookalike: bool = False


@dataclass(frozen=True)
class Writer:
    """Who wrote a pass and how they write; empty where bot/passes.yml does not say."""

    name: str
    who: str = ""
    register: str = ""
    agreed: float | None = None


def training(folder: Path = DATA) -> list[Example]:
    """Give every row that the bot learns from."""
    return [example for file in FILES for example in _rows(folder / f"nlu_{file}.yml", file)]


def development(folder: Path = DEVELOPMENT) -> list[Example]:
    """Give the messages of two writers that are never learnt from; `file` is the writer's."""
    examples = []
    for path in sorted(folder.glob("people-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            lookalike = bool(row.get("lookalike"))
            examples.append(Example(row["text"], row["topic"], path.stem, row["language"], path.stem, lookalike))
    return examples


def writers(names: Iterator[str] | set[str]) -> dict[str, Writer]:
    """Give what is known of each writer, by name."""
    said = load(PASSES) or {}
    return {name: _writer(name, said.get(name) or {}) for name in sorted(names)}


def load(path: Path) -> Any:
    """Read a YAML file."""
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, _Loader)  # noqa: S506 (both loaders are safe ones)


def _rows(path: Path, file: str) -> Iterator[Example]:
    for entry in load(path)["nlu"]:
        for row in entry.get("examples", ()):
            known = row["metadata"]
            lookalike = bool(known.get("lookalike"))
            yield Example(
                row["text"], entry["intent"], known["pass"], known.get("language", file), file, lookalike=lookalike
            )


def _writer(name: str, said: dict[str, Any]) -> Writer:
    return Writer(name, str(said.get("who") or ""), str(said.get("register") or ""), said.get("agreed"))
