"""Finds the translatable texts in YAML files for Babel (registered as the extractor `pulang_yaml`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import yaml

_DEFAULT_KEYS = "text sms"

Found = tuple[int, str | None, str, list[str]]


def extract_yaml(file: IO[bytes], _keywords: Any, _comment_tags: Any, options: dict[str, str]) -> Iterator[Found]:
    """Yield (line, function, message, comments) for every text below a key that the option `keys` names."""
    keys = frozenset(options.get("keys", _DEFAULT_KEYS).split())
    root = yaml.compose(file.read().decode("utf-8"), Loader=yaml.SafeLoader)
    if root is not None:
        yield from _walk(root, keys, wanted=False, path="")


def _walk(node: yaml.Node, keys: frozenset[str], *, wanted: bool, path: str) -> Iterator[Found]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(value, keys, wanted=key.value in keys, path=f"{path}.{key.value}".strip("."))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _walk(item, keys, wanted=wanted, path=path)
    elif wanted and isinstance(node, yaml.ScalarNode) and node.value.strip():
        yield node.start_mark.line + 1, None, node.value.strip(), [path]
