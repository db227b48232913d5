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
        pytest.param("paspor saya ditahan majikan", Language.ID, id="id-without-function-words"),
        pytest.param("beta su pulang, dong sonde bayar", Language.ID, id="id-kupang"),
        pytest.param("awak baru balik, malam ni tidur mana bang", Language.ID, id="id-with-malay-colour"),
        pytest.param("teu boga artos", Language.SU, id="su-short"),
        pytest.param("bojo kula dereng wangsul", Language.JV, id="jv-short"),
        pytest.param("kursuse bayar pira", Language.JV, id="jv-one-word-with-its-ending"),
        pytest.param("saya nak balik, ejen tak bagi gaji", Language.MS, id="ms-short"),
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
    assert identify("xyz") == Identified(Language.ID, 0.0)
    assert 0.0 < identify("kumaha").confidence < identify("kumaha abdi teu terang naon").confidence == 1.0
    assert identify("kumaha abdi teu terang naon, saya tidak tahu").confidence < 1.0


def test_malay_is_answered_in_indonesian() -> None:
    """Malay is reported as itself, our texts for it are the Indonesian ones."""
    assert Language.MS.for_texts is Language.ID
    assert all(language.for_texts is language for language in Language if language is not Language.MS)


def test_shared_words_speak_for_each(tmp_path: Path) -> None:
    """A word that two languages list speaks for both, as much as each list says."""
    path = tmp_path / "words.tsv"
    path.write_text("id\t0.5\tsaya aku\njv\t1\taku ora\n", encoding="utf-8")
    assert load_telling(path) == {
        "saya": {Language.ID: 0.5},
        "aku": {Language.ID: 0.5, Language.JV: 1.0},
        "ora": {Language.JV: 1.0},
    }


@pytest.mark.parametrize("row", [pytest.param("xx\t1\tfoo", id="language"), pytest.param("id\tmuch\tfoo", id="weight")])
def test_a_damaged_list_is_named(tmp_path: Path, row: str) -> None:
    """A list for a language that we do not know, or without a weight, is refused with its line."""
    path = tmp_path / "words.tsv"
    path.write_text(f"id\t1\tsaya\n{row}\n", encoding="utf-8")
    with pytest.raises(LanguageDataDamaged, match=r"words\.tsv, line 2: expected one of id, su, jv, en, ms"):
        load_telling(path)
