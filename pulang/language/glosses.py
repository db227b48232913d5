from __future__ import annotations

from functools import lru_cache

from pulang.language.dictionary import DATA
from pulang.language.spelling import SPELLER
from pulang.language.tables import read_unique

_GLOSSES = {word: tuple(gloss.split()) for word, gloss in read_unique(DATA / "glosses.tsv").items()}
_THE = ("nipun", "ipun", "ne", "e", "na")  # what Javanese and Sundanese say for -nya
_SHORTEST_STEM = 3


@lru_cache(maxsize=50_000)
def in_indonesian(word: str) -> tuple[str, ...]:
    """Say a word (in its normal spelling) in plain Indonesian, in one to three words.

    Sundanese, Javanese, Malay, slang and what else people mix in; others come back as they are. What was learned of one
    language so serves the others.
    """
    if (gloss := _GLOSSES.get(word)) is not None:
        return gloss
    if not SPELLER.knows(word):
        for ending in _THE:
            gloss = _GLOSSES.get(word[: -len(ending)]) if word.endswith(ending) else None
            if gloss is not None and len(word) - len(ending) >= _SHORTEST_STEM:
                return (*gloss[:-1], gloss[-1].removesuffix("nya") + "nya")
    return (word,)
