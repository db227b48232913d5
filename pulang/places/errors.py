"""What can go wrong with the tables of places."""

from __future__ import annotations


class PlacesDamaged(Exception):
    """A table of places cannot be read: file, line and what was expected."""
