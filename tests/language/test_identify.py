"""The language of a message is told by its function words."""

from __future__ import annotations

from pathlib import Path

import pytest

from pulang.language import Identified, Language, LanguageDataDamaged, identify
from pulang.language.identify import load_telling


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("saya mau tanya bagaimana cara lapor", Language.ID, id="id"),
        pytest.param("sy udh plg tp blm dpt bantuan", Language.ID, id="id-abbreviated"),
        pytest.param("abdi hoyong naros, kumaha carana", Language.SU, id="su"),
        pytest.param("salaki kawin deui, budak teu daek ka abdi", Language.SU, id="su-story"),
        pytest.param("aku ora iso mulih, piye carane", Language.JV, id="jv-central"),
        pytest.param("inyong wis ora kuat, kepriwe kiye", Language.JV, id="jv-ngapak"),
        pytest.param("reang wis balik, priben carane", Language.JV, id="jv-cirebon"),
        pytest.param("kula badhe nyuwun tulung pripun caranipun", Language.JV, id="jv-krama"),
        pytest.param("i want to go home, please help me", Language.EN, id="en"),
        pytest.param("saya nak balik kampung tapi ejen tak bagi, macam mana", Language.MS, id="ms"),
        pytest.param("ga", Language.ID, id="one-word"),
        pytest.param("😭😭", Language.ID, id="emoji"),
        pytest.param("", Language.ID, id="empty"),
    ],
)
def test_language(text: str, language: Language) -> None:
    """A text is in the language whose function words it uses most; Indonesian where none tells."""
    assert identify(text).language is language


def test_confidence_grows_with_telling_words() -> None:
    """Nothing tells: 0; one word: some; many that agree: 1; words that disagree: less."""
    assert identify("halo") == Identified(Language.ID, 0.0)
    assert 0.0 < identify("kumaha").confidence < identify("kumaha abdi teu terang naon").confidence == 1.0
    assert identify("kumaha abdi teu terang naon, saya tidak tahu").confidence < 1.0


def test_malay_is_answered_in_indonesian() -> None:
    """Malay is reported as itself, our texts for it are the Indonesian ones."""
    assert Language.MS.for_texts is Language.ID
    assert all(language.for_texts is language for language in Language if language is not Language.MS)


def test_shared_words_count_for_none(tmp_path: Path) -> None:
    """A word that two languages list tells nothing."""
    path = tmp_path / "words.tsv"
    path.write_text("id\tsaya aku\njv\taku ora\n", encoding="utf-8")
    assert load_telling(path) == {"saya": Language.ID, "ora": Language.JV}


def test_an_unknown_language_is_named(tmp_path: Path) -> None:
    """A list for a language that we do not know is refused, naming what was expected."""
    path = tmp_path / "words.tsv"
    path.write_text("xx\tfoo\n", encoding="utf-8")
    with pytest.raises(LanguageDataDamaged, match=r"words\.tsv: expected one of id, su, jv, en, ms"):
        load_telling(path)
