from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from pulang.language.dictionary import DATA
from pulang.language.errors import LanguageDataDamaged
from pulang.language.language import Identified, Language
from pulang.language.spelling import SPELLER
from pulang.language.tables import read_groups, read_rows
from pulang.language.words import read

_PRIOR = 0.5  # Indonesian is what most people write: one telling word of another language outweighs it, none does not
_CERTAIN_FROM = 3.0  # telling words that leave no doubt
_CONTENT = {"own_words.tsv": 0.5, "ngapak.tsv": 0.5, "everyday.tsv": 0.1}  # what a word that is no function word tells

Telling = dict[str, dict[Language, float]]


def load_telling(path: Path) -> Telling:
    """Give how much each word tells for a language, or for several. Raises LanguageDataDamaged."""
    found: Telling = defaultdict(dict)
    for number, (language, weight, words) in read_rows(path, 3):
        try:
            spoken, tells = Language(language), float(weight)
        except ValueError as error:
            expected = ", ".join(known.value for known in Language)
            raise LanguageDataDamaged(
                f"{path.name}, line {number}: expected one of {expected}, and a number, not {language!r} and {weight!r}"
            ) from error
        for word in words.split():
            found[word][spoken] = max(tells, found[word].get(spoken, 0.0))
    return dict(found)


def _with_content(telling: Telling) -> Telling:
    for name, tells in _CONTENT.items():
        for group, words in read_groups(DATA / name):
            spoken = Language.ID if name == "everyday.tsv" else _SPOKEN.get(group)
            if spoken is None:
                continue
            for word in words:
                telling.setdefault(word, {}).setdefault(spoken, tells)
    return telling


_SPOKEN = {"su": Language.SU, "jv": Language.JV}  # the Malay words are mostly Indonesian ones too
_SHORTEST_WITH_ENDING = 5
_WORDS = load_telling(DATA / "function_words.tsv")
_ENDINGS = {word[1:]: tells for word, tells in _WORDS.items() if word.startswith("-")}
_LONGEST_ENDING = max(map(len, _ENDINGS))
_TELLING = _with_content(_WORDS)


def identify(text: str) -> Identified:
    """Tell the language of a text by its words; Indonesian without confidence where none tells."""
    votes: Counter[Language] = Counter()
    heard = [tells for word in read(text) if (tells := _tells(word.form))]
    for tells in heard:
        votes.update(tells)
    if not votes:
        return Identified(Language.ID, 0.0)
    language = max(Language, key=lambda one: votes[one] + (_PRIOR if one is Language.ID else 0.0))
    agreeing = votes[language] / sum(max(tells.values()) for tells in heard)
    return Identified(language, round(agreeing * min(1.0, votes[language] / _CERTAIN_FROM), 3))


def _tells(form: str) -> dict[Language, float] | None:
    if form in _TELLING:
        return _TELLING[form]
    if len(form) < _SHORTEST_WITH_ENDING or SPELLER.knows(form):
        return None
    lengths = range(min(_LONGEST_ENDING, len(form)), 0, -1)
    return next((_ENDINGS[form[-length:]] for length in lengths if form[-length:] in _ENDINGS), None)
