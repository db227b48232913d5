"""What can go wrong with the rights.

EntitlementError
├── EntitlementDamaged    a record is not what it should be: says file, line and what was expected
└── EntitlementMissing    a topic has no record
"""

from __future__ import annotations


class EntitlementError(Exception):
    """Any trouble with the records of rights."""


class EntitlementDamaged(EntitlementError):
    """A record cannot be used as it is written."""

    def __init__(self, file: str, line: int, expected: str) -> None:
        super().__init__(f"{file}, line {line}: {expected}")
        self.file, self.line, self.expected = file, line, expected


class EntitlementMissing(EntitlementError):
    """No record answers a topic."""
