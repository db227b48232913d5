from __future__ import annotations

from enum import IntEnum


class Level(IntEnum):
    """How dangerous a message sounds; the higher of two that fit is taken."""

    ROUTINE = 0
    SENSITIVE = 1
    URGENT = 2
    EMERGENCY = 3
