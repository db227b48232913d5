from __future__ import annotations

from typing import TYPE_CHECKING

from pulang.language.errors import LanguageDataDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_table(path: Path, columns: int) -> Iterator[tuple[str, ...]]:
    """Give the rows of a tab-separated file; lines that begin with # are remarks. Raises LanguageDataDamaged."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LanguageDataDamaged(f"{path.name}: expected a readable UTF-8 file") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if len(cells) != columns or not all(cells):
            raise LanguageDataDamaged(
                f"{path.name}, line {number}: expected {columns} filled cells with tabs between them"
            )
        yield cells


def read_unique(path: Path) -> dict[str, str]:
    """Give a two-column table as a mapping. Raises LanguageDataDamaged where a word stands twice."""
    found: dict[str, str] = {}
    for key, value in read_table(path, 2):
        if key in found:
            raise LanguageDataDamaged(f"{path.name}: expected {key!r} only once, it stands twice")
        found[key] = value
    return found
