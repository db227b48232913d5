from __future__ import annotations


class Unmeasured(Exception):
    """A benchmark cannot run here; the text says why."""
