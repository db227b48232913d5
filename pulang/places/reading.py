"""Reads a YAML file so that whatever is wrong in it can be named with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from pulang.places.errors import PlacesDamaged

if TYPE_CHECKING:
    from pathlib import Path


class Value:
    """A value of a YAML file that knows its line; asking it for what it is not raises PlacesDamaged."""

    def __init__(self, file: str, node: yaml.Node) -> None:
        self.file, self._node = file, node

    def damaged(self, expected: str) -> PlacesDamaged:
        """Make the error that names this line."""
        return PlacesDamaged(self.file, self._node.start_mark.line + 1, expected)

    def pairs(self, expected: str) -> dict[str, Value]:
        """Give the mapping that stands here."""
        if not isinstance(self._node, yaml.MappingNode):
            raise self.damaged(expected)
        found: dict[str, Value] = {}
        for key, node in self._node.value:
            if key.value in found:
                raise Value(self.file, key).damaged(f"{key.value} only once")
            found[key.value] = Value(self.file, node)
        return found

    def each(self, expected: str) -> list[Value]:
        """Give the values of the list that stands here."""
        if not isinstance(self._node, yaml.SequenceNode) or not self._node.value:
            raise self.damaged(expected)
        return [Value(self.file, node) for node in self._node.value]

    def text(self, expected: str) -> str:
        """Give the text that stands here, as it is written (000 stays 000)."""
        if not isinstance(self._node, yaml.ScalarNode) or not self._node.value.strip():
            raise self.damaged(expected)
        return str(self._node.value)


def read_yaml(path: Path) -> Value:
    """Read a YAML file; raises PlacesDamaged."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PlacesDamaged(path.name, line, f"YAML ({error.problem})") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PlacesDamaged(path.name, 1, "a readable YAML file in UTF-8") from error
    if node is None:
        raise PlacesDamaged(path.name, 1, "a mapping")
    return Value(path.name, node)
