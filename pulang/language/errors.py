from __future__ import annotations


class LanguageDataDamaged(Exception):
    """A word list is not as expected; the message names the file, the line and what was expected there."""
