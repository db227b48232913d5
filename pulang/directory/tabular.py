"""Reads one table of an HSDS tabular package: a CSV file named as the table, its columns as in HSDS."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Enum as SQLEnum
from sqlalchemy import Table

from pulang.directory.errors import DirectoryDamaged
from pulang.store.tables import Base

Row = TypeVar("Row", bound=Base)

_READERS: dict[type, tuple[Callable[[str], Any], str]] = {
    date: (date.fromisoformat, "a date such as 2026-01-31"),
    float: (float, "a number"),
    int: (int, "a whole number"),
    bool: ({"true": True, "false": False}.__getitem__, "true or false"),
}


def read_table(folder: Path, kind: type[Row]) -> list[Row]:
    """Read every row of one table; raises DirectoryDamaged with file, line and what was expected.

    A table without rows may be left out. An empty cell means that nothing is known.
    """
    table = kind.__table__
    assert isinstance(table, Table)
    path = folder / f"{table.name}.csv"
    if not path.exists():
        return []
    rows: list[Row] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            unknown = {str(name) for name in reader.fieldnames or ()} - set(table.columns.keys())
            if unknown:
                raise DirectoryDamaged(path.name, 1, f"columns of {table.name}, not {', '.join(sorted(unknown))}")
            for cells in reader:
                if None in cells or None in cells.values():
                    raise DirectoryDamaged(path.name, reader.line_num, f"{len(reader.fieldnames or ())} cells")
                rows.append(kind(**_values(table, cells, path, reader.line_num)))
    except (csv.Error, UnicodeDecodeError) as error:
        raise DirectoryDamaged(path.name, len(rows) + 2, f"readable CSV in UTF-8 ({error})") from error
    return rows


def _values(table: Table, cells: dict[str, str], path: Path, line: int) -> dict[str, Any]:
    values = {}
    for name, cell in cells.items():
        if cell:
            read, expected = _reader(table.columns[name].type)
            try:
                values[name] = read(cell)
            except (ValueError, KeyError) as error:
                raise DirectoryDamaged(path.name, line, f"{name} to be {expected}, not {cell!r}") from error
    for name, column in table.columns.items():
        if not column.nullable and column.default is None and name not in values:
            raise DirectoryDamaged(path.name, line, f"a value for {name}")
    return values


def _reader(kind: Any) -> tuple[Callable[[str], Any], str]:
    if isinstance(kind, SQLEnum) and kind.enum_class is not None:
        return kind.enum_class, "one of " + ", ".join(str(member.value) for member in kind.enum_class)
    return _READERS.get(kind.python_type, (str, "text"))
