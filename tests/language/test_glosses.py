"""Words of Sundanese, Javanese and what else people mix in, said in Indonesian."""

from __future__ import annotations

import pytest

from pulang.language import in_indonesian, normalise
from pulang.language.dictionary import DATA
from pulang.language.tables import read_groups


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("dikoncian", ("dikunci",)),
        ("imah", ("rumah",)),
        ("lawange", ("pintunya",)),  # the stem is known, the ending is the Javanese -nya
        ("dununganana", ("majikannya",)),
        ("kula", ("saya",)),
        ("perutnye", ("perutnya",)),  # as in Sambas
    ],
)
def test_local_words_are_said_in_indonesian(word: str, said: tuple[str, ...]) -> None:
    """The plainest Indonesian word, with what the endings say."""
    assert in_indonesian(word) == said


@pytest.mark.parametrize("word", ["pintu", "dikunci", "bpjs", "12", "indramayu", "xqzv"])
def test_other_words_stay(word: str) -> None:
    """What is Indonesian already, a number, a name or nothing known."""
    assert in_indonesian(word) == (word,)


def test_every_gloss_is_spelled_normally() -> None:
    """What is said in Indonesian needs no further spelling, and is not itself a word to be said otherwise."""
    glosses = {gloss for gloss, _ in read_groups(DATA / "glosses.tsv")}
    assert [gloss for gloss in glosses if normalise(gloss) != gloss] == []
    assert [word for gloss in glosses for word in gloss.split() if in_indonesian(word) != (word,)] == []
