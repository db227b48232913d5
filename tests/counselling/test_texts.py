"""What people are told about counsellors."""

from __future__ import annotations

import re

import pytest

from channels.rendering.gsm import SINGLE, septets, to_gsm
from pulang.texts import Catalogue

IDS = ("counsellor.begins", "counsellor.ends", "counsellor.returned")
EXPOSING = ("korban", "perkosa", "dijual", "hiv", "bunuh", "konselor", "trafficking", "dagang")


@pytest.mark.parametrize("text_id", IDS)
def test_texts_fit_a_phone(texts: Catalogue, text_id: str) -> None:
    """Each text is one SMS, in its alphabet, exposes nobody, and promises nothing."""
    text = texts.source(text_id, sms=True)
    assert to_gsm(text) == text == to_gsm(texts.source(text_id)).replace(texts.source(text_id), text)
    assert septets(text) <= SINGLE
    assert not re.search("|".join(EXPOSING), text.lower())
    assert "akan" not in text.split()
