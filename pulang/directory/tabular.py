"""Reads one table of an HSDS tabular package: a CSV file named as the table, its columns as in HSDS."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Column
from sqlalchemy import Enum as SQLEnum

from pulang.directory.errors import DirectoryDamaged
from pulang.store.tables import Base

Row = TypeVar("Row", bound=Base)


def read_table(folder: Path, kind: type[Row]) -> list[Row]:
    """Read every row of one table; raises DirectoryDamaged with file, line and what was expected.

    A table without rows may be left out. An empty cell means that nothing is known.
    """
    table = kind.__table__
    path = folder / f"{table.name}.csv"  # type: ignore[attr-defined]
    if not path.exists():
        return []
    columns: dict[str, Column[Any]] = {column.name: column for column in table.columns}
    rows: list[Row] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            unknown = set(reader.fieldnames or ()) - set(columns)
            if unknown:
                raise DirectoryDamaged(path.name, 1, f"only columns of {table.name}, not {', '.join(sorted(map(str, unknown)))}")  # type: ignore[attr-defined]  # noqa: E501
            for cells in reader:
                values = {name: _value(columns[name], cell, path, reader.line_num) for name, cell in cells.items() if cell}
                for name, column in columns.items():
                    if not column.nullable and column.default is None and name not in values:
                        raise DirectoryDamaged(path.name, reader.line_num, f"a value for {name}")
                rows.append(kind(**values))
    except (csv.Error, UnicodeDecodeError) as error:
        raise DirectoryDamaged(path.name, len(rows) + 2, f"readable CSV in UTF-8 ({error})") from error
    return rows


def _value(column: Column[Any], cell: str, path: Path, line: int) -> Any:
    kind = column.type
    readers: dict[type, tuple[Callable[[str], Any], str]] = {
        date: (date.fromisoformat, "a date such as 2026-01-31"),
        float: (float, "a number"),
        int: (int, "a whole number"),
        bool: ({"true": True, "false": False}.__getitem__, "true or false"),
    }
    if isinstance(kind, SQLEnum):
        members = kind.enum_class
        assert members is not None
        read, expected = members, "one of " + ", ".join(member.value for member in members)
    elif kind.python_type in readers:
        read, expected = readers[kind.python_type]
    else:
        return cell
    try:
        return read(cell)
    except (ValueError, KeyError) as error:
        raise DirectoryDamaged(path.name, line, f"{column.name} to be {expected}, not {cell!r}") from error
