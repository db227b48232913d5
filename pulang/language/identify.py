from __future__ import annotations

from collections import Counter
from pathlib import Path

from pulang.language.errors import LanguageDataDamaged
from pulang.language.language import Identified, Language
from pulang.language.tables import read_table
from pulang.language.words import read

_PATH = Path(__file__).parent / "data" / "function_words.tsv"
_PRIOR = 0.5  # Indonesian is what most people write: one telling word of another language outweighs it, none does not
_CERTAIN_FROM = 3.0  # telling words that leave no doubt


def load_telling(path: Path) -> dict[str, Language]:
    """Give the words that stand for one language alone; a word listed for several counts for none."""
    languages: dict[str, set[Language]] = {}
    for language, words in read_table(path, 2):
        try:
            spoken = Language(language)
        except ValueError as error:
            expected = ", ".join(known.value for known in Language)
            raise LanguageDataDamaged(
                f"{path.name}: expected one of {expected} before the words, not {language!r}"
            ) from error
        for word in words.split():
            languages.setdefault(word, set()).add(spoken)
    return {word: spoken for word, (spoken, *others) in languages.items() if not others}


_TELLING = load_telling(_PATH)


def identify(text: str) -> Identified:
    """Tell the language of a text by its function words; Indonesian without confidence where none tells."""
    votes: Counter[Language] = Counter()
    for word in read(text):
        if language := _TELLING.get(word.form):
            votes[language] += 1
    if not votes:
        return Identified(Language.ID, 0.0)
    language = max(Language, key=lambda one: votes[one] + (_PRIOR if one is Language.ID else 0.0))
    agreeing = votes[language] / votes.total()
    return Identified(language, round(agreeing * min(1.0, votes[language] / _CERTAIN_FROM), 3))
