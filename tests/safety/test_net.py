from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pulang.safety import features, net
from pulang.safety.errors import CuesDamaged
from pulang.safety.features import Sentence
from pulang.safety.hearing import hear
from pulang.safety.net import LEVELS, Net
from pulang.taxonomy import Level

LEARNED = net.read()
STORY = "saya mau tanya kartu sehat, kemarin pintu kamar digembok bapak dari luar, kantor buka jam berapa"


def _sentence(text: str) -> Sentence:
    return next(features.sentences(hear(text)))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """A file gives back every array as it was."""
    path = tmp_path / "model.npz"
    LEARNED.write(path)
    again = net.read(path)
    assert all(np.array_equal(getattr(again, name), getattr(LEARNED, name)) for name in Net.__dataclass_fields__)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"pulang danger 1\n"], ids=["empty", "cut", "foreign"])
def test_a_foreign_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """What `make learn` did not write is named, with what to do."""
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(CuesDamaged, match=r"model\.npz: expected what `make learn` writes"):
        net.read(path)


def test_a_file_of_other_features_is_refused(tmp_path: Path) -> None:
    """A model of fewer pieces would be read askew."""
    path = tmp_path / "model.npz"
    replace(LEARNED, pieces=LEARNED.pieces[:100]).write(path)
    with pytest.raises(CuesDamaged, match="other features"):
        net.read(path)


def test_what_tells_adds_up_to_the_score() -> None:
    """The words' shares of a level are the whole of it: what the counsellor is shown is what was judged by."""
    sound = LEARNED.listen(_sentence(STORY))
    for at, level in enumerate(LEVELS):
        shares = sound.telling(level)
        assert len(shares) == sound.heard.shape[1]
        offset = LEARNED.said_offset[:, 0, at].sum()
        assert shares.sum() + offset == pytest.approx(sound.scores[:, at].sum(), abs=1e-3)


def test_the_words_that_tell_are_the_dangerous_ones() -> None:
    """In a routine question with one clause of danger, that clause tells most."""
    sentence = _sentence(STORY)
    loudest = int(LEARNED.listen(sentence).telling(Level.URGENT).argmax())
    assert sentence.words[loudest] in {"pintu", "kamar", "digembok", "bapak", "luar", "kemarin"}


def test_unknown_evidence_is_no_error() -> None:
    """A cue that was written after learning says nothing to the model, until `make learn`."""
    sentence = _sentence(STORY)
    named = replace(sentence, evidence=tuple((*names, "cue:new") for names in sentence.evidence))
    assert np.array_equal(LEARNED.listen(named).scores, LEARNED.listen(sentence).scores)


def test_one_word_can_be_heard() -> None:
    """The shortest message has neighbours of silence."""
    assert np.isfinite(LEARNED.listen(_sentence("golok")).scores).all()


def test_a_word_never_learned_lacks_a_vowel() -> None:
    """Where nobody knows a word, what was learned of the one that has a vowel more is heard."""
    sentence = _sentence("dia mau kirim foto itu before besok")
    mistyped = replace(sentence, words=tuple(word.replace("before", "befre") for word in sentence.words))
    assert mistyped.words != sentence.words
    assert np.array_equal(LEARNED.listen(mistyped).scores, LEARNED.listen(sentence).scores)


def test_a_word_of_the_dictionary_lacks_none() -> None:
    """A rare word, Bangka, is not taken for a learned one, a carcass."""
    sentence = _sentence("saya mau pulang ke bangka besok")
    other = replace(sentence, words=tuple(word.replace("bangka", "bangkai") for word in sentence.words))
    assert "bangka" not in LEARNED.rank
    assert "bangkai" in LEARNED.rank
    assert not np.array_equal(LEARNED.listen(other).scores, LEARNED.listen(sentence).scores)
