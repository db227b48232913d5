"""What language a message is in, and its words spelled the one way that the rest of Pulang knows."""

from pulang.language.errors import LanguageDataDamaged
from pulang.language.identify import identify
from pulang.language.language import Identified, Language
from pulang.language.normalise import normalise
from pulang.language.spelling import SPELLER

is_root = SPELLER.is_root

__all__ = ["Identified", "Language", "LanguageDataDamaged", "identify", "is_root", "normalise"]
