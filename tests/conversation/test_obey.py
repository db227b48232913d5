"""What each control word says and does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pulang.conversation.messages import Channel
from pulang.outbox import Part
from pulang.outbox import rows as outbox
from pulang.store.tables import Quiet

if TYPE_CHECKING:
    from pulang.store import Store
    from pulang.texts import Catalogue
    from tests.conversation.conftest import Clock, Phone
    from tests.conversation.rasa_double import RasaDouble

DANGER = "saya dikurung majikan sekarang"


@pytest.mark.parametrize(
    ("word", "text_id"),
    [("KELUAR", "control.leave"), ("BERHENTI", "control.stop"), ("HAPUS", "control.erase_ask"),
     ("BANTUAN", "control.menu"), ("MENU", "control.menu"), ("DATA SAYA", "control.data_kinds"),
     ("RENCANA", "control.plan_none"), ("rencana saya", "control.plan_none"), ("SELESAI", "control.done"),
     ("LANJUT", "control.more_none"), ("GANTI TEMPAT", "control.change_place"), ("BAHASA", "control.language"),
     ("ORANG", "human.nobody"), ("KATA AMAN melati", "control.safe_word_set"),
     ("KATA AMAN", "control.safe_word_missing"), ("KATA AMAN ya", "control.safe_word_missing")],
)  # fmt: skip
@pytest.mark.parametrize("channel", list(Channel))
def test_its_fixed_text(
    *, known: Phone, texts: Catalogue, rasa: RasaDouble, word: str, text_id: str, channel: Channel
) -> None:
    """Each control word answers with its own text, and the bot is not asked."""
    known.channel = channel
    asked = len(rasa.asked)
    said = known.say(word)
    assert "\n".join(part.body for part in said).startswith(texts.source(text_id, sms=channel is Channel.SMS)[:60])
    assert len(rasa.asked) == asked


def test_the_menu(known: Phone, rasa: RasaDouble) -> None:
    """BANTUAN shows the kinds of help first, then a human; a number chooses."""
    (*_, part) = known.say("BANTUAN")
    titles = [choice.title for choice in part.choices]
    assert titles[0] == "Hak apa saja"
    assert titles[-1] == "Bicara dengan orang"
    assert len(titles) <= 10
    known.say("2")
    assert rasa.texts[-1] == "/wages"


@pytest.mark.parametrize(("word", "quiet"), [("KELUAR", Quiet.LEFT), ("metu", Quiet.LEFT), ("BERHENTI", Quiet.STOPPED)])
def test_leaving_takes_back_what_is_not_sent(known: Phone, store: Store, clock: Clock, word: str, quiet: Quiet) -> None:
    """Unsent rows, the open menu and LANJUT go in the same transaction; then the person is left alone."""
    known.say("BANTUAN")
    with store.write() as session:
        outbox.queue(session, [Part("from a counsellor")], person_id=known.id, channel="sms", now=clock())
    assert known.person.menu
    (part,) = known.say(word)
    assert [row.body for row in known.heard()] == [part.body]
    assert known.person.quiet is quiet
    left = known.person
    assert [left.menu, left.pages] == [None, None]


def test_nothing_else_is_said_beside_leaving(known: Phone, rasa: RasaDouble) -> None:
    """In a burst KELUAR wins: neither what stood before it nor what stands after it is answered."""
    asked = len(rasa.asked)
    (part,) = known.say("BANTUAN", "gaji saya?", "KELUAR", "halo")
    assert part.body.startswith("Resep")
    assert len(rasa.asked) == asked


def test_who_left_is_answered_when_they_write_again(known: Phone) -> None:
    """Writing again ends the silence."""
    known.say("KELUAR")
    known.say("halo")
    assert known.person.quiet is Quiet.NO


@pytest.mark.parametrize("word", ["KELUAR", "BERHENTI"])
def test_leaving_wins_after_danger_too(phone: Phone, word: str) -> None:
    """At level 3 too the phone shows something harmless, and the case goes on."""
    phone.say(DANGER)
    (part,) = phone.say(word)
    assert "konselor" not in part.body.casefold()
    assert phone.person.quiet is not Quiet.NO
    assert phone.case is not None
    assert phone.case.level == 3


def test_danger_and_leaving_in_one_burst(phone: Phone) -> None:
    """The danger is on record, and nothing but the harmless text is shown."""
    (part,) = phone.say(DANGER, "KELUAR")
    assert part.body.startswith("Resep")
    assert phone.case is not None


def test_the_own_word(known: Phone) -> None:
    """After KATA AMAN the person's own word leaves, and says nothing of us."""
    known.say("KATA AMAN Melati")
    assert known.say("melati")[0].body.startswith("Resep")


def test_data_names_kinds_then_contents(known: Phone) -> None:
    """Contents come only when asked a second time, straight after."""
    known.say("GANTI TEMPAT")
    known.say("Indramayu")
    assert "Indramayu" not in known.say("DATA SAYA")[0].body
    assert "Daerah: Indramayu" in known.say("DATA SAYA")[0].body
    known.say("halo")
    assert "Indramayu" not in known.say("DATA SAYA")[0].body


@pytest.mark.parametrize(
    ("answer", "said", "place", "country"),
    [
        ("Indramayu", "Kabupaten Indramayu", "32.12", None),
        ("saya di indramayu kak", "Kabupaten Indramayu", "32.12", None),
        ("Lampung", "Lampung", "18", None),
        ("losrang", "Kecamatan Losarang (Kabupaten Indramayu)", "32.12.20", None),
        ("kec losarang kab indramayu", "Kecamatan Losarang (Kabupaten Indramayu)", "32.12.20", None),
        ("Malaysia", "Malaysia", None, "MY"),
        ("di hong kong", "Hong Kong", None, "HK"),
    ],
)
def test_another_place(known: Phone, answer: str, said: str, place: str | None, country: str | None) -> None:
    """After GANTI TEMPAT the name of a place is understood without the bot, and kept for good."""
    before = known.person.conversation_id
    known.say("GANTI TEMPAT")
    assert known.person.conversation_id != before  # the bot forgets the old place too
    (part,) = known.say(answer)
    assert part.body == f"Baik, saya catat: {said}. Sekarang, apa yang ingin kamu tanyakan?"
    assert (known.person.profile.get("place"), known.person.profile.get("country")) == (place, country)


def test_a_name_of_two_places(known: Phone) -> None:
    """Where two places have the name, it is asked which one is meant."""
    known.say("GANTI TEMPAT")
    (*_, part) = known.say("cirebon")
    assert [choice.title for choice in part.choices] == ["Kabupaten Cirebon", "Kota Cirebon"]
    known.say("2")
    assert known.person.profile["place"] == "32.74"


def test_a_place_and_a_question(known: Phone, rasa: RasaDouble) -> None:
    """A place in a longer sentence is kept, and the sentence is answered."""
    known.say("GANTI TEMPAT")
    known.say("sekarang saya di indramayu, gaji saya tiga bulan belum dibayar")
    assert rasa.texts[-1].startswith("sekarang saya")
    assert rasa.asked[-1]["metadata"]["person"]["place"] == "32.12"


def test_no_place_after_all(known: Phone, rasa: RasaDouble) -> None:
    """Something else than a place goes to the bot."""
    known.say("GANTI TEMPAT")
    known.say("gaji saya belum dibayar")
    assert rasa.texts[-1] == "gaji saya belum dibayar"
    assert "place" not in known.person.profile


def test_a_place_on_a_map(known: Phone, rasa: RasaDouble) -> None:
    """A pin becomes the regency it is in; the bot is asked for the doors there."""
    known.pin(-6.4474, 108.169)
    assert rasa.texts[-1] == '/find_service{"place": "32.12"}'
    assert known.person.profile["place"] == "32.12"
    assert known.person.profile["point"] == [-6.4474, 108.169]


def test_a_place_on_a_map_near_a_border(known: Phone, rasa: RasaDouble) -> None:
    """Near a border the bot is given both regencies to ask about; the answer keeps the pin."""
    known.pin(-6.86, 107.53)
    assert rasa.texts[-1] == '/find_service{"place": ["32.17", "32.77"]}'
    assert known.person.profile.get("place") is None
    rasa.script["yang kota"] = [{"custom": {"message": "place.noted", "command": {"name": "place", "code": "32.77"}}}]
    known.say("yang kota")
    assert known.person.profile["place"] == "32.77"
    assert known.person.profile["point"] == [-6.86, 107.53]


def test_another_language(known: Phone, rasa: RasaDouble) -> None:
    """BAHASA offers the languages; the chosen one stays, and the bot is told."""
    (*_, part) = known.say("BAHASA")
    assert [choice.payload for choice in part.choices][1] == "do:language:su"
    known.say("2")
    assert known.person.language == "su"
    known.say("halo")
    assert rasa.asked[-1]["metadata"]["person"]["language"] == "su"


@pytest.mark.usefixtures("on_duty")
def test_a_human_on_duty(known: Phone, texts: Catalogue) -> None:
    """ORANG opens a case, and the text says that somebody will answer."""
    (part,) = known.say("ORANG")
    assert part.body == texts.say("human.called")
    assert known.case is not None
    assert known.case.level == 0


def test_control_words_in_a_burst_are_each_answered(known: Phone, rasa: RasaDouble) -> None:
    """In order, and the sentence beside them too."""
    said = known.say("RENCANA", "gaji saya belum dibayar", "ORANG")
    assert [part.body[:10] for part in said] == ["Belum ada ", "Sekarang b", "Halo, sela"]
    assert rasa.texts[-1] == "gaji saya belum dibayar"


def test_more(known: Phone, rasa: RasaDouble) -> None:
    """On SMS a long answer goes on with LANJUT, page by page; a newer answer ends it."""
    known.channel = Channel.SMS
    rasa.script["hak"] = [{"custom": {"blocks": [{"source": " ".join(f"kata{number}" for number in range(150))}]}}]
    pages = [known.say("hak")[0].body]
    while "tidak ada sambungannya" not in pages[-1]:
        pages.append(known.say("LANJUT")[0].body)
    assert len(pages) > 4
    assert "kata149" in pages[-2]
    known.say("hak")
    known.say("halo")
    assert "tidak ada sambungannya" in known.say("LANJUT")[0].body


def test_the_pages_beside_a_control_word(known: Phone, rasa: RasaDouble) -> None:
    """What does not fit into a turn is kept, also when a control word was answered with it."""
    known.channel = Channel.SMS
    long = " ".join(f"kata{number}" for number in range(80))
    rasa.script["hak"] = [{"custom": {"blocks": [{"source": long}]}}]
    known.say("BANTUAN", "hak")
    heard = " ".join(known.say("LANJUT")[0].body for _ in range(5))
    assert "Bicara dengan orang" in " ".join(part.body for part in known.heard())
    assert "kata79" in heard


@pytest.mark.parametrize(
    ("command", "does"),
    [
        ({"name": "human"}, "case"), ({"name": "leave"}, "left"), ({"name": "stop"}, "stopped"),
        ({"name": "erase"}, "erase"), ({"name": "language", "language": "jv"}, "jv"),
        ({"name": "place", "code": "32.12"}, "32.12"), ({"name": "place", "country": "MY"}, "MY"),
        ({"name": "forget_place"}, None), ({"name": "unheard_of"}, "nothing"),
    ],
)  # fmt: skip
def test_commands_of_the_bot(known: Phone, rasa: RasaDouble, command: dict[str, str], does: str | None) -> None:
    """An action's command does the same as the control word; one we do not know is passed over."""
    known.say("GANTI TEMPAT")
    known.say("Cianjur")
    rasa.script["x"] = [{"custom": {"message": "conversation.thanks", "command": command}}]
    known.say("x")
    person = known.person
    outcomes = {
        "case": known.case is not None, "left": person.quiet is Quiet.LEFT, "stopped": person.quiet is Quiet.STOPPED,
        "erase": person.confirming == "erase", "jv": person.language == "jv",
        "32.12": person.profile.get("place") == "32.12" and "country" not in person.profile,
        "MY": person.profile.get("country") == "MY" and "place" not in person.profile,
        None: "place" not in person.profile, "nothing": person.profile.get("place") == "32.03",
    }  # fmt: skip
    assert outcomes[does]


@pytest.mark.parametrize("beside", [{}, {"blocks": []}], ids=["alone", "with no blocks"])
@pytest.mark.parametrize("name", ["human", "leave", "erase"])
def test_a_command_without_a_word(known: Phone, rasa: RasaDouble, name: str, beside: dict[str, Any]) -> None:
    """Actions may leave all words to the conversation."""
    rasa.script["x"] = [{"custom": {**beside, "command": {"name": name}}}]
    (*_, part) = known.say("x")
    assert not part.body.startswith("Maaf, saya sedang tidak bisa")


def test_the_bot_withdraws_a_human(known: Phone, rasa: RasaDouble) -> None:
    """When somebody says no to the bot's own offer, a waiting case closes."""
    known.say("ORANG")
    rasa.script["ga jadi"] = [{"custom": {"message": "conversation.human_withdrawn", "command": {"name": "decline"}}}]
    known.say("ga jadi")
    assert known.case is None


def test_the_bot_cannot_withdraw_an_emergency(phone: Phone, rasa: RasaDouble) -> None:
    """An emergency is for a human to close."""
    phone.say(DANGER)
    rasa.script["ga jadi"] = [{"custom": {"message": "conversation.human_withdrawn", "command": {"name": "decline"}}}]
    phone.say("ga jadi")
    phone.tap("do:case_no", "Tidak usah")
    assert phone.case is not None


def owed(store: Store, person_id: str, text_id: str) -> Any:
    """Owe a person a word that could not be said."""
    from pulang.store.tables import Person  # noqa: PLC0415 (only here)

    with store.write() as session:
        session.get_one(Person, person_id).owed = text_id


def test_what_was_owed_is_said_once(known: Phone, store: Store, texts: Catalogue) -> None:
    """What could not be said while the phone was quiet comes first when the person writes again; not beside KELUAR."""
    owed(store, known.id, "human.called")
    assert [part.body for part in known.say("KELUAR")] == [texts.say("control.leave")]
    assert known.say("halo")[0].body == texts.say("human.called")
    assert known.say("halo")[0].body != texts.say("human.called")
