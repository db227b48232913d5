"""What happens when something sounds dangerous."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from pulang.conversation.messages import Channel, Media
from pulang.conversation.people import remember
from pulang.counselling import cases
from pulang.store.tables import Case, CaseState, InboxRow, OutboxRow, Person

if TYPE_CHECKING:
    from pulang.store import Store
    from pulang.texts import Catalogue
    from tests.conversation.conftest import Clock, Phone
    from tests.conversation.rasa_double import RasaDouble

LOCKED = "saya dikurung majikan sekarang"
THREAT = "saya diancam agen"
WISH = "pengen mati aja"
BLEEDING = "darahnya banyak banget ga berhenti"


def knows(store: Store, phone: Phone, **facts: str) -> None:
    """Have the person's row know something."""
    with store.write() as session:
        remember(session.get_one(Person, phone.id), **facts)


def test_an_emergency(phone: Phone, rasa: RasaDouble, store: Store, texts: Catalogue) -> None:
    """At level 3 the numbers come at once, before everything, without the bot and without a notice; a case is open."""
    (part,) = phone.say(LOCKED)
    assert part.body.startswith(texts.source("emergency.captivity"))
    assert rasa.asked == []
    case = phone.case
    assert case is not None
    assert (case.level, case.signals, case.state) == (3, ["captivity"], CaseState.WAITING)
    with store.read() as session:
        assert session.scalars(select(OutboxRow.emergency)).all() == [True]
        row = session.scalars(select(InboxRow)).one()
    assert (row.level, row.case_id) == (3, case.id)
    assert row.spans


@pytest.mark.parametrize(
    ("text", "opening"),
    [(LOCKED, "captivity"), (BLEEDING, "medical"), ("saya mau dibunuh suami sekarang dia bawa pisau", "danger")],
)
@pytest.mark.parametrize("channel", list(Channel))
def test_how_it_begins(phone: Phone, texts: Catalogue, text: str, opening: str, channel: Channel) -> None:
    """The first sentence fits the danger, on both channels."""
    phone.channel = channel
    assert phone.answers(text).startswith(texts.source(f"emergency.{opening}", sms=channel is Channel.SMS)[:50])


@pytest.mark.parametrize(
    ("facts", "text", "has", "lacks"),
    [
        pytest.param({"place": "32.12"}, LOCKED, ["110", "112", "129"], ["KBRI"], id="at home"),
        pytest.param({"country": "MY"}, LOCKED, ["999", "KBRI", "Malaysia", "+62 21 2924 4800"], ["110"], id="abroad"),
        pytest.param({"country": "TW"}, LOCKED, ["110", "119", "KBRI"], ["SAPA"], id="numbers by service"),
        pytest.param({}, LOCKED, ["110", "112", "KBRI", "+62 21 2924 4800"], [], id="unknown: both"),
        pytest.param({}, f"{LOCKED} di malaysia", ["999", "Malaysia", "110"], [], id="a country is named: both"),
        pytest.param({"place": "32.12"}, BLEEDING, ["119", "112"], ["KBRI"], id="a doctor, at home"),
        pytest.param({}, BLEEDING, ["119", "112", "KBRI"], [], id="a doctor, unknown"),
        pytest.param({"country": "SA"}, BLEEDING, ["911", "Arab Saudi"], ["119"], id="a doctor, abroad"),
    ],
)
def test_the_numbers_fit_the_place(
    *, phone: Phone, store: Store, facts: dict[str, str], text: str, has: list[str], lacks: list[str]
) -> None:
    """In Indonesia the Indonesian ones, abroad that country's, and both where nobody knows."""
    phone.write("halo")
    knows(store, phone, **facts)
    phone.turns.take(phone.id)
    said = phone.answers(text)
    assert [number for number in has if number not in said] == []
    assert [number for number in lacks if number in said] == []


def test_nobody_is_on_duty(phone: Phone, texts: Catalogue) -> None:
    """It is said when no counsellor is there, and what answers now."""
    assert texts.source("emergency.human_nobody") in phone.answers(LOCKED)


@pytest.mark.usefixtures("on_duty")
def test_somebody_is_on_duty(phone: Phone, texts: Catalogue) -> None:
    """It is said when one is."""
    assert texts.source("emergency.human_on_duty") in phone.answers(LOCKED)


def test_still_here(phone: Phone, rasa: RasaDouble) -> None:
    """Until a human claims, every message is answered at once and shortly; a plain question gets its short answer."""
    phone.say(LOCKED)
    rasa.script["ktp saya hilang"] = [
        {"custom": {"blocks": [{"source": "Lapor ke Dukcapil."}, {"source": "Langkah lain."}],
                    "choices": [{"title": "Gaji", "payload": "/wages"}]}},
    ]  # fmt: skip
    (part,) = phone.say("ktp saya hilang")
    assert part.body.startswith("Saya masih di sini.")
    assert part.body.endswith("Lapor ke Dukcapil.")
    assert not part.choices
    assert phone.person.menu is None


def test_the_same_danger_again(phone: Phone, texts: Catalogue) -> None:
    """The whole text comes once; a new danger gets its own."""
    phone.answers(LOCKED)
    assert phone.answers("saya masih dikurung majikan").startswith(texts.source("urgent.heard"))
    assert phone.answers(BLEEDING).startswith(texts.source("emergency.medical"))


def test_a_voice_note_in_an_emergency(phone: Phone) -> None:
    """What cannot be read does not bring menus now."""
    phone.say(LOCKED)
    for _ in range(2):
        (part,) = phone.send(Media.VOICE)
        assert part.body.startswith("Saya masih di sini.")
        assert not part.choices


@pytest.mark.parametrize(("word", "text_id"), [("SUDAH AMAN", "control.safe"), ("salah paham", "control.mistaken")])
def test_calm_again(phone: Phone, rasa: RasaDouble, texts: Catalogue, word: str, text_id: str) -> None:
    """The bot answers normally again, the case stays; new danger, also the same one, is an emergency again."""
    phone.say(LOCKED)
    assert phone.answers(word) == texts.say(text_id)
    case = phone.case
    assert case is not None
    assert (case.level, case.state) == (3, CaseState.WAITING)
    assert "Saya masih di sini" not in phone.answers("terima kasih")
    assert phone.answers(LOCKED).startswith(texts.source("emergency.captivity"))
    assert phone.answers("halo").startswith("Saya masih di sini")


@pytest.mark.parametrize("word", ["sudah aman", "saya aman", "salah paham", "kamu salah paham"])
def test_these_words_mean_something_else_at_other_times(known: Phone, rasa: RasaDouble, word: str) -> None:
    """Without an emergency they are sentences: "saya aman" answers another question."""
    known.say(word)
    assert rasa.texts[-1] == word


def test_safe_and_in_danger_at_once(phone: Phone, texts: Catalogue) -> None:
    """Danger in the same burst counts more."""
    phone.say(LOCKED)
    assert phone.answers("sudah aman", BLEEDING).startswith(texts.source("emergency.medical"))
    assert phone.case is not None
    assert phone.case.calmed_at is None


def test_an_emergency_beside_a_control_word(phone: Phone, texts: Catalogue) -> None:
    """The emergency text stands first."""
    assert phone.say("BANTUAN", LOCKED)[0].body.startswith(texts.source("emergency.captivity"))


def test_urgent(phone: Phone, rasa: RasaDouble, texts: Catalogue) -> None:
    """At level 2 the bot helps shortly, and a human is offered as the one question; the case waits at once."""
    rasa.script[THREAT] = [{"custom": {"blocks": [{"source": "Simpan bukti."}, {"source": "Cara lain."}]}}]
    said = phone.say(THREAT)
    text = "\n".join(part.body for part in said)
    for part in (texts.source("urgent.heard"), "Simpan bukti.", texts.source("urgent.offer_nobody")):
        assert part in text
    assert "Cara lain." not in text
    assert [choice.title for choice in said[-1].choices] == ["Ya, mau", "Tidak usah"]
    assert phone.case is not None
    assert phone.case.level == 2


def test_the_offer_fits_into_an_sms(phone: Phone, rasa: RasaDouble) -> None:
    """The question stands in the first SMS, however long the bot's answer is."""
    phone.channel = Channel.SMS
    rasa.script[THREAT] = [{"custom": {"blocks": [{"source": "Simpan bukti dulu. " + "Lalu lapor. " * 30}]}}]
    (part,) = phone.say(THREAT)
    assert "Simpan bukti dulu." in part.body
    assert part.body.endswith("1 Ya, mau\n2 Tidak usah")


@pytest.mark.parametrize("answer", ["tidak", "jangan", "ga usah", "2", "Tidak usah", "no"])
def test_a_human_is_declined(phone: Phone, store: Store, answer: str) -> None:
    """No closes the case as declined; only a count remains."""
    phone.say(THREAT)
    assert phone.answers(answer).endswith("Kalau berubah pikiran, balas ORANG kapan saja.")
    with store.read() as session:
        assert session.scalars(select(Case.state)).all() == [CaseState.DECLINED]
        assert set(session.scalars(select(InboxRow.case_id))) == {None}


def test_a_human_is_declined_with_a_question(phone: Phone, rasa: RasaDouble) -> None:
    """A no among several messages closes the case, and the others are answered."""
    phone.say(THREAT)
    said = phone.answers("tidak", "gaji saya gimana?")
    assert "Kalau berubah pikiran" in said
    assert "selamat datang" in said
    assert rasa.texts[-1] == "gaji saya gimana?"
    assert phone.case is None


@pytest.mark.parametrize(
    "answer", ["ya", "1", "mau", "iya mau", "Ya, mau", "boleh kak, tolong", "iya aman", "Iya bu saya di rumah"]
)
def test_a_human_is_wanted(phone: Phone, texts: Catalogue, answer: str) -> None:
    """Yes keeps the case; it is said whether somebody is there."""
    phone.say(THREAT)
    assert texts.source("human.nobody") in phone.answers(answer)
    assert phone.case is not None


def test_a_yes_with_a_question_gets_both(phone: Phone, rasa: RasaDouble, texts: Catalogue) -> None:
    """What stands behind the yes is answered too."""
    phone.say(THREAT)
    said = phone.answers("iya kak, gaji saya gimana?")
    assert texts.source("human.nobody") in said
    assert "selamat datang" in said
    assert rasa.texts[-1] == "iya kak, gaji saya gimana?"


def test_a_yes_among_several_messages(phone: Phone, texts: Catalogue) -> None:
    """A sentence that begins with yes counts also where another message follows."""
    phone.say(THREAT)
    assert texts.source("human.nobody") in phone.answers("iya kak saya di rumah", "tolong cepat")


def test_a_yes_and_a_no_at_once_close_nothing(phone: Phone) -> None:
    """Who says both may be frightened: the case stays."""
    phone.say(THREAT)
    said = phone.answers("tidak", "iya kak saya di rumah sendirian")
    assert "Kalau berubah pikiran" not in said
    assert phone.case is not None


@pytest.mark.parametrize("name", ["human", "decline"])
def test_the_bot_has_no_say_in_a_yes(phone: Phone, rasa: RasaDouble, texts: Catalogue, name: str) -> None:
    """Whatever the bot makes of the words behind a yes, the human is called once and not sent away."""
    phone.say(THREAT)
    said = "iya kak saya mau bicara sama orang"
    rasa.script[said] = [{"custom": {"message": "conversation.human_withdrawn", "command": {"name": name}}}]
    assert phone.answers(said).count(texts.source("human.nobody")) == 1
    assert phone.case is not None


def test_no_to_something_else_later(phone: Phone) -> None:
    """A no that answers another question closes nothing."""
    phone.say(THREAT)
    phone.say("halo")
    phone.say("tidak")
    assert phone.case is not None


@pytest.mark.parametrize(
    ("first", "hours", "level"),
    [
        pytest.param(None, 1, 3, id="within 24 hours"),
        pytest.param(None, 25, 2, id="later"),
        pytest.param("tidak", 1, 3, id="declined meanwhile"),
        pytest.param("tidak", 25, 2, id="declined long ago"),
    ],
)
def test_urgent_again(phone: Phone, clock: Clock, first: str | None, hours: int, level: int) -> None:
    """A second urgent turn within 24 hours makes the case an emergency, also after a case that was declined."""
    phone.say(THREAT)
    if first:
        phone.say(first)
    clock.forward(hours=hours)
    said = phone.answers("dia mengancam saya lagi")
    assert phone.case is not None
    assert phone.case.level == level
    assert ("110" in said, "Saya masih di sini" in said) == (True, level == 3)


def test_fragments_count_once(phone: Phone) -> None:
    """Two urgent messages of one turn are one urgent turn."""
    phone.say(THREAT, "dia mengancam saya lagi")
    assert phone.case is not None
    assert phone.case.level == 2


def test_sensitive(known: Phone, texts: Catalogue) -> None:
    """At level 1: warmly, and a human is one word away."""
    said = known.answers("saya sering mimpi buruk")
    assert said.startswith(texts.source("sensitive.heard"))
    assert said.endswith(texts.source("sensitive.human_near"))
    assert known.case is None


@pytest.fixture
def claimed(known: Phone, store: Store, on_duty: str, clock: Clock) -> Phone:
    """Give a phone whose conversation a counsellor owns."""
    known.say("ORANG")
    assert known.case is not None
    with store.write() as session:
        assert cases.claim(session, known.case.id, on_duty, clock())
    return known


def test_a_counsellor_owns_the_conversation(claimed: Phone, store: Store, rasa: RasaDouble) -> None:
    """The bot is silent; the message is assessed and belongs to the case."""
    asked = len(rasa.asked)
    assert claimed.say("gaji saya belum dibayar") == []
    assert len(rasa.asked) == asked
    with store.read() as session:
        row = session.scalars(select(InboxRow).order_by(InboxRow.id.desc())).first()
    assert claimed.case is not None
    assert row is not None
    assert (row.case_id, row.level) == (claimed.case.id, 0)


@pytest.mark.parametrize("text", [LOCKED, THREAT, WISH])
def test_danger_while_a_counsellor_owns_it(claimed: Phone, text: str) -> None:
    """The level rises, and still the bot is silent."""
    assert claimed.say(text) == []
    assert claimed.case is not None
    assert claimed.case.level >= 2
    claimed.say("halo")
    assert claimed.case.level >= 2


def test_media_while_a_counsellor_owns_it(claimed: Phone) -> None:
    """A voice note is for the counsellor."""
    assert claimed.send(Media.VOICE) == []


@pytest.mark.parametrize("word", ["KELUAR", "BERHENTI"])
def test_leaving_a_counsellor(claimed: Phone, word: str) -> None:
    """Leaving works all the same."""
    assert len(claimed.say(word)) == 1
    assert claimed.case is not None


@pytest.mark.parametrize("answer", ["ya", "1", "tidak", "Ya, mau"])
def test_an_answer_to_a_counsellor(phone: Phone, store: Store, on_duty: str, clock: Clock, answer: str) -> None:
    """A number or a yes is for the counsellor, not for a question of ours from before."""
    phone.say(THREAT)
    assert phone.case is not None
    with store.write() as session:
        assert cases.claim(session, phone.case.id, on_duty, clock())
    assert phone.say(answer) == []
    assert phone.case is not None


SAD = (
    "tiap malem mimpi buruk dipukul majikan dulu",
    "mimpi buruk lagi kak, malu sama tetangga",
    "semalem mimpi buruk lagi",
)


def test_the_same_trouble_three_times_a_day_offers_a_human_once(phone: Phone, texts: Catalogue) -> None:
    """Not an alarm and no case; the offer comes with the third message, and not again that day."""
    offer = texts.source("urgent.offer_nobody")[:30]
    assert offer not in phone.answers(SAD[0])
    assert offer not in phone.answers(SAD[1])
    assert phone.case is None
    assert offer in phone.answers(SAD[2])
    assert offer not in phone.answers(SAD[0])
    phone.clock.forward(hours=25)
    assert offer not in phone.answers(SAD[1])


def test_who_waits_for_a_human_is_not_asked_again(phone: Phone, texts: Catalogue) -> None:
    """A no to a second offer would close the case that the first one opened."""
    phone.say("orang")
    assert phone.case is not None
    assert all(texts.source("urgent.offer_nobody")[:30] not in phone.answers(text) for text in SAD)
    assert phone.case is not None


def test_a_yes_to_that_offer_opens_a_case(phone: Phone, texts: Catalogue) -> None:
    """The offer is a question like every other offer of a human."""
    for text in SAD:
        phone.say(text)
    phone.say("iya mau")
    assert phone.case is not None
