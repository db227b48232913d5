"""What can go wrong between Pulang and its stored data.

StoreError
├── KeyMissing        a stored value was sealed with a key that is no longer configured
└── SchemaOutdated    the database is older than the program
"""

from __future__ import annotations


class StoreError(Exception):
    """Any trouble with stored data."""


class KeyMissing(StoreError):
    """A stored value cannot be opened with the configured keys."""


class SchemaOutdated(StoreError):
    """The database lacks migrations that this program needs."""
