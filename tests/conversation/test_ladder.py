"""What is asked when somebody may wish to die, one question at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pulang.texts import Catalogue
    from tests.conversation.conftest import Phone
    from tests.conversation.rasa_double import RasaDouble

THREAT = "saya diancam agen"
WISH = "pengen mati aja"


def test_the_ladder(phone: Phone, rasa: RasaDouble, texts: Catalogue) -> None:
    """Wish, then means, then the emergency text; none of it needs the bot, and answers do not count as again."""
    assert phone.answers(WISH) == texts.say("ladder.wish")
    assert phone.case is not None
    assert phone.answers("iya") == texts.say("ladder.means")
    assert phone.case is not None
    assert phone.case.level == 2
    said = phone.answers("ada, obat")
    assert said.startswith(texts.source("emergency.self_harm"))
    assert "119" in said
    assert phone.case is not None
    assert phone.case.level == 3
    assert rasa.asked == []


@pytest.mark.parametrize("yes", [0, 1])
def test_no_on_the_ladder(phone: Phone, texts: Catalogue, yes: int) -> None:
    """No never lowers the case; a human is offered."""
    for text in (WISH, "iya")[: 1 + yes]:
        phone.say(text)
    said = phone.say("tidak")
    assert texts.source("urgent.offer_nobody") in said[-1].body or texts.source("urgent.offer_nobody") in said[0].body
    assert phone.case is not None
    assert phone.case.level == 2
    assert phone.answers("jangan").endswith("balas ORANG kapan saja.")
    assert phone.case is None


def test_another_question_on_the_ladder(phone: Phone, rasa: RasaDouble, texts: Catalogue) -> None:
    """Somebody who asks something else gets the answer, and the offer of a human."""
    phone.say(WISH)
    said = phone.answers("gaji saya gimana?")
    assert rasa.texts == ["gaji saya gimana?"]
    assert "selamat datang" in said
    assert texts.source("urgent.offer_nobody") in said


def test_a_wish_to_die_after_a_threat(phone: Phone, texts: Catalogue) -> None:
    """The case rises by repetition, and still the question is asked that fits this message."""
    phone.say(THREAT)
    assert phone.answers(WISH) == texts.say("ladder.wish")
    assert phone.case is not None
    assert phone.case.level == 3


LADDERS = {
    "id": ("capek hidup, pengen mati aja", "iya", "ada, udah beli racun"),
    "su": ("abdi hoyong paeh wae", "muhun", "aya, tos meser racun"),
    "jv-cirebon": ("reang pengen mati bae", "iya", "ana, wis tuku racun"),
    "jv-ngapak": ("inyong pengin mati bae", "iya", "ana, wis tuku racun"),
    "jv-timur": ("aku pengen mati ae", "iyo", "wes nyiapno tali"),
}


@pytest.mark.parametrize("said", [pytest.param(said, id=language) for language, said in LADDERS.items()])
def test_the_ladder_in_every_language(phone: Phone, texts: Catalogue, said: tuple[str, str, str]) -> None:
    """A veiled wish is asked about plainly, then means, one question at a time; a yes to these is an emergency."""
    wish, yes, means = said
    assert texts.source("ladder.wish") in phone.answers(wish)
    assert phone.case is not None
    assert phone.case.level == 2
    assert texts.source("ladder.means") in phone.answers(yes)
    assert texts.source("emergency.self_harm") in phone.answers(means)
    assert phone.case.level == 3


@pytest.mark.parametrize("said", [pytest.param(said, id=language) for language, said in LADDERS.items()])
@pytest.mark.parametrize("no", ["tidak", "henteu", "ora", "enggak kok"])
def test_a_no_on_the_ladder_lowers_nothing(phone: Phone, texts: Catalogue, said: tuple[str, str, str], no: str) -> None:
    """A no is believed for now: a human is offered, and the case stays as high as it was."""
    phone.say(said[0])
    assert texts.source("urgent.offer_nobody")[:30] in phone.answers(no)
    assert phone.case is not None
    assert phone.case.level == 2
