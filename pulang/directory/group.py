from __future__ import annotations

from enum import Enum


class Group(str, Enum):
    """Whom a service is for. Many doors were built for women and children; men must not be sent there first."""

    MAN = "man"
    WOMAN = "woman"
    CHILD = "child"
    FAMILY = "family"
