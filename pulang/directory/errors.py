"""What can go wrong with the directory.

DirectoryError
└── DirectoryDamaged    a file of the directory cannot be read: says file, line and what was expected
"""

from __future__ import annotations


class DirectoryError(Exception):
    """Any trouble with the directory of services."""


class DirectoryDamaged(DirectoryError):
    """A file of the directory is not what it should be."""

    def __init__(self, file: str, line: int, expected: str) -> None:
        super().__init__(f"{file}, line {line}: expected {expected}")
        self.file, self.line, self.expected = file, line, expected
