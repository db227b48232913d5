from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import pulang.texts
from actions.cards import cards, lines
from pulang.directory.entry import entries
from pulang.directory.records import from_folder
from pulang.directory.seeding import SEED
from pulang.texts import Catalogue

FOLDER = Path(pulang.texts.__file__).parent / "data"
OURS = {
    text_id: text
    for file in ("entitlements.yml", "services.yml")
    for text_id, text in yaml.safe_load((FOLDER / file).read_text(encoding="utf-8")).items()
}
GSM7 = re.compile(r"[A-Za-z0-9 \n@$_!\"#%&'()*+,\-./:;<=>?{}]*")  # braces hold values and are not sent
VALUES = {"name", "phones", "place", "distance", "date", "country"}


@pytest.mark.parametrize("text_id", sorted(OURS))
def test_texts_can_go_by_sms(text_id: str) -> None:
    """Each text has only letters that an SMS carries, and only values that are filled in."""
    for text in OURS[text_id].values():
        assert GSM7.fullmatch(text)
        assert set(re.findall(r"\{(\w+)\}", text)) <= VALUES


def test_one_question_at_a_time() -> None:
    """No text asks two things."""
    assert [text_id for text_id, text in OURS.items() if text["text"].count("?") > 1] == []


def test_every_kind_of_card_has_its_text(texts: Catalogue) -> None:
    """Whatever card can be made of an offer, its text is there."""
    near = [f"card{age}{where}" for age in ("", "_dated", "_visit") for where in ("", "_far")]
    somewhere = ["card_somewhere", "card_dated_somewhere"]
    national = [f"{kind}{age}" for kind in ("card_national", "line") for age in ("", "_dated", "_undated")]
    for name in (*near, *somewhere, *national):
        assert texts.source(f"services.{name}")


def test_names_of_the_seed_can_go_by_sms() -> None:
    """Names of services are short and plain enough for an SMS."""
    for entry in entries(from_folder(SEED)):
        assert GSM7.fullmatch(entry.name)
        assert len(entry.name) <= 60


def test_nothing_to_say_of_nothing() -> None:
    """No offers make no cards."""
    assert cards([]) == lines([]) == ()
