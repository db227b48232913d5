from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import yaml

from pulang.safety.errors import CuesDamaged

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

# The C parser reads all cues in a tenth of the time, both the same grammar; texts stay texts, no types are guessed.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class Node:
    """A place in a YAML file that knows its line, so that what is wrong can be said exactly."""

    file: str
    line: int
    raw: yaml.Node

    def fail(self, expected: str) -> NoReturn:
        """Raise CuesDamaged for this place."""
        raise CuesDamaged(f"{self.file}, line {self.line}: expected {expected}")

    def text(self) -> str:
        """Give a scalar as text."""
        if not isinstance(self.raw, yaml.ScalarNode) or not self.raw.value.strip():
            self.fail("a text")
        return str(self.raw.value)

    def number(self, least: int, most: int) -> int:
        """Give a whole number within bounds."""
        value = self.raw.value if isinstance(self.raw, yaml.ScalarNode) else ""
        if not (value.isascii() and value.isdigit()) or not least <= int(value) <= most:
            self.fail(f"a number from {least} to {most}")
        return int(value)

    def items(self) -> list[Node]:
        """Give the entries of a list that is not empty."""
        if not isinstance(self.raw, yaml.SequenceNode) or not self.raw.value:
            self.fail("a list with at least one entry")
        return [self._at(child) for child in self.raw.value]

    def texts(self) -> list[str]:
        """Give a list of texts."""
        return [item.text() for item in self.items()]

    def mapping(self, allowed: Collection[str] | None = None, needed: Collection[str] = ()) -> dict[str, Node]:
        """Give a mapping whose keys are among `allowed` (any, where None) and hold all that are `needed`."""
        if not isinstance(self.raw, yaml.MappingNode) or not self.raw.value:
            self.fail("a mapping of names to values")
        found: dict[str, Node] = {}
        for key, value in self.raw.value:
            name = self._at(key).text()
            if allowed is not None and name not in allowed:
                self._at(key).fail(f"one of {', '.join(sorted(allowed))}, not {name!r}")
            if name in found:
                self._at(key).fail(f"{name!r} only once")
            found[name] = self._at(value)
        if missing := [name for name in needed if name not in found]:
            self.fail(f"{missing[0]!r} to be given here")
        return found

    def _at(self, raw: yaml.Node) -> Node:
        return Node(self.file, raw.start_mark.line + 1, raw)


def open_document(path: Path) -> Node:
    """Read a YAML file. Raises CuesDamaged where it cannot be read at all."""
    try:
        raw = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CuesDamaged(f"{path.name}, line {line}: expected valid YAML ({error.problem})") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CuesDamaged(f"{path.name}, line 1: expected a readable YAML file") from error
    if raw is None:
        raise CuesDamaged(f"{path.name}, line 1: expected a mapping, the file is empty")
    return Node(path.name, 1, raw)
