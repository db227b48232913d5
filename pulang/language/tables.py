from __future__ import annotations

from typing import TYPE_CHECKING

from pulang.language.errors import LanguageDataDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_rows(path: Path, columns: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give the rows of a tab-separated file, each with its line; # begins a remark. Raises LanguageDataDamaged."""
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
        yield number, cells


def read_table(path: Path, columns: int) -> Iterator[tuple[str, ...]]:
    """Give the rows alone. Raises LanguageDataDamaged."""
    for _, cells in read_rows(path, columns):
        yield cells


def read_groups(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the rows of a file of names and the words of each. Raises LanguageDataDamaged."""
    for _, (name, words) in read_rows(path, 2):
        yield name, tuple(words.split())


def read_unique(path: Path) -> dict[str, str]:
    """Give, for each word of a file of names and words, its one name. Raises LanguageDataDamaged where it has two."""
    found: dict[str, str] = {}
    for number, (name, words) in read_rows(path, 2):
        for word in words.split():
            if word in found or word == name:
                raise LanguageDataDamaged(f"{path.name}, line {number}: expected {word!r} only once in the file")
            found[word] = name
    return found
