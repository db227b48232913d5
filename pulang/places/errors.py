"""What can go wrong with the tables of places."""

from __future__ import annotations


class PlacesDamaged(Exception):
    """A table of places cannot be read: says file, line and what was expected."""

    def __init__(self, file: str, line: int, expected: str) -> None:
        super().__init__(f"{file}, line {line}: expected {expected}")
        self.file, self.line, self.expected = file, line, expected
