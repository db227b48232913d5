"""What language a message is in, and its words spelled the one way that the rest of Pulang knows."""

from pulang.language.errors import LanguageDataDamaged
from pulang.language.glosses import gloss, in_indonesian
from pulang.language.identify import identify
from pulang.language.language import Identified, Language
from pulang.language.normalise import normalise
from pulang.language.spelling import SPELLER

is_root = SPELLER.is_root
root = SPELLER.root

__all__ = [
    "Identified",
    "Language",
    "LanguageDataDamaged",
    "gloss",
    "identify",
    "in_indonesian",
    "is_root",
    "normalise",
    "root",
]
