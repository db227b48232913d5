from __future__ import annotations

from functools import lru_cache

from pulang.language.dictionary import DATA
from pulang.language.spelling import SPELLER
from pulang.language.tables import read_unique

_GLOSSES = {word: tuple(gloss.split()) for word, gloss in read_unique(DATA / "glosses.tsv").items()}
_SAMBAS = "nye"  # what the Malay of Sambas says for -nya
_THE = (_SAMBAS, "nipun", "ipun", "ne", "e", "na")  # Javanese and Sundanese too
_SHORTEST_STEM = 3


def gloss(word: str) -> tuple[str, ...] | None:
    """Say a listed word of Sundanese, Javanese, Malay, slang in plain Indonesian; None for any other."""
    return _GLOSSES.get(word)


@lru_cache(maxsize=50_000)
def in_indonesian(word: str) -> tuple[str, ...]:
    """Say a word (in its normal spelling) in plain Indonesian, in one to three words.

    Sundanese, Javanese, Malay, slang and what else people mix in; others come back as they are. What was learned of one
    language so serves the others.
    """
    if (said := gloss(word)) is not None:
        return said
    if not SPELLER.knows(word):
        for ending in _THE:
            said = gloss(word[: -len(ending)]) if word.endswith(ending) else None
            if said is not None and len(word) - len(ending) >= _SHORTEST_STEM:
                return (*said[:-1], said[-1].removesuffix("nya") + "nya")
        stem = word.removesuffix(_SAMBAS)
        if len(word) > len(stem) >= _SHORTEST_STEM and SPELLER.knows(stem):
            return (f"{stem}nya",)
    return (word,)
