"""Reads one record and says, when it is damaged, in which line and what was expected there."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import ValidationError

from pulang.entitlements.entitlement import Entitlement
from pulang.entitlements.errors import EntitlementDamaged


def read_record(path: Path) -> Entitlement:
    """Read and check one record; raises EntitlementDamaged."""
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise EntitlementDamaged(path.name, 1, "expected UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise EntitlementDamaged(path.name, line, f"expected YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise EntitlementDamaged(path.name, 1, "expected YAML") from error
    if root is None or not isinstance(values, dict):
        raise EntitlementDamaged(path.name, 1, "expected a record: a mapping of id, topic, title and so on")
    try:
        # Python's own types, not JSON's: YAML has read the dates already.
        record = Entitlement.model_validate(values)
    except ValidationError as error:
        # A key that nobody knows is more likely the mistake than the one that is missing in its stead.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        message = first["msg"].removeprefix("Value error, ")
        # What concerns the record as a whole begins with the key that has to change.
        steps = first["loc"] or (message.split()[0].rstrip(":"),)
        where = ".".join(str(step) for step in first["loc"]) or "record"
        raise EntitlementDamaged(path.name, _line(root, steps), f"{where}: expected {_wanted(message)}") from error
    if not record.id == record.topic.value == path.stem:
        raise EntitlementDamaged(path.name, 1, f"expected id and topic {path.stem}, as the file is called")
    return record


def _wanted(message: str) -> str:
    return message.removeprefix("Input should be ").replace("Field required", "a value")


def _line(node: yaml.Node, steps: tuple[int | str, ...]) -> int:
    """Follow the steps into the document as far as they lead."""
    line = node.start_mark.line + 1
    for step in steps:
        found: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == step), None)
            if pair is not None:
                line, found = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = node.value[step]
            line = found.start_mark.line + 1
        if found is None:
            break
        node = found
    return line
