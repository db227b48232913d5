from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Language(str, Enum):
    """A language that people write to us in; our texts know no Malay, it is answered in Indonesian."""

    ID = "id"
    SU = "su"
    JV = "jv"
    EN = "en"
    MS = "ms"

    @property
    def for_texts(self) -> Language:
        """Give the language that our texts are said in: Indonesian for Malay, itself for the others."""
        return Language.ID if self is Language.MS else self


@dataclass(frozen=True)
class Identified:
    """The language a text is in; confidence runs from 0.0 (no word told) to 1.0 (every telling word agrees)."""

    language: Language
    confidence: float
