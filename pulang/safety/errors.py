from __future__ import annotations


class CuesDamaged(Exception):
    """A cue or context file is not as expected; the message names the file, the line and what was expected there."""
