from __future__ import annotations

import re

import pytest

from pulang.directory import Kind
from pulang.entitlements import Confidence, Door, Entitlement, EntitlementMissing, Entitlements, Who
from pulang.taxonomy import ASSISTANCE, Topic

RECORDS = Entitlements().all()
IDS = [record.id for record in RECORDS]
DEEP = (Topic.SHELTER, Topic.MEDICAL, Topic.DOCUMENTS, Topic.WAGES, Topic.RESTITUTION, Topic.RELATIVE_ABROAD)

# GSM 03.38 without its escape: every character is one septet.
GSM7 = set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 \n"
    "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà"
)
NEVER = (
    "akan dapat",
    "korban",
    "perkosa",
    "dijual",
    "hiv",
    "bunuh diri",
    "trafficking",
    "perdagangan orang",
    "ilegal",
    "pasti dapat",
)
NOT_BY_SMS = (*NEVER, "pelaku", "kekerasan", "seksual", "disekap", "dikurung", "dipukul")


@pytest.fixture(params=RECORDS, ids=IDS)
def record(request: pytest.FixtureRequest) -> Entitlement:
    """Give each record in turn."""
    found: Entitlement = request.param
    return found


def test_every_kind_of_help_has_a_record() -> None:
    """No topic of assistance is left without an answer."""
    assert {record.topic for record in RECORDS} == set(ASSISTANCE)
    assert len(RECORDS) == 25


def test_talk_has_no_record() -> None:
    """Topics of the conversation itself have none, and say so."""
    with pytest.raises(EntitlementMissing):
        Entitlements().of(Topic.GREET)


def test_law_is_sourced(record: Entitlement) -> None:
    """Every law says where it was read, how sure that is, and when."""
    for law in record.law:
        assert law.source.strip()
        assert isinstance(law.confidence, Confidence)
        assert law.read_on.year >= 2026
    assert any(law.spoken for law in record.law)


def test_law_in_the_answer(record: Entitlement) -> None:
    """The law is cited both on WhatsApp and by SMS, and low confidence is never spoken."""
    assert record.law_line.startswith("Dasarnya: ")
    spoken = [law for law in record.law if law.spoken]
    assert all(law.confidence is not Confidence.LOW for law in spoken)
    assert any(law.name in record.sms for law in spoken)


def test_words_never_used(record: Entitlement) -> None:
    """Nothing promises, blames or exposes."""
    said = " ".join(record.texts()).lower()
    assert [phrase for phrase in NEVER if phrase in said] == []


def test_words_not_by_sms(record: Entitlement) -> None:
    """An SMS that others may read says nothing of what happened."""
    assert [phrase for phrase in NOT_BY_SMS if phrase in record.sms.lower()] == []


def test_lengths(record: Entitlement) -> None:
    """The answer fits: about 1,100 characters on WhatsApp, 300 by SMS, 120 a step."""
    parts = (record.right, *record.how, record.papers, record.cost, record.deadline, record.law_line, record.caution)
    assert len("\n\n".join(parts)) <= 1_100
    assert len(record.sms) <= 300
    assert all(len(step) <= 120 for step in record.how)
    assert max((len(variant.text) for variant in record.variants), default=0) <= 200


def test_sms_alphabet(record: Entitlement) -> None:
    """Every text can go by SMS in seven bits a character."""
    assert set("".join(record.texts())) <= GSM7


def test_two_general_rules(record: Entitlement) -> None:
    """Nobody is sent away for papers, and everybody hears what it costs."""
    assert "Tanpa surat pun bisa mulai" in record.papers
    assert "tanpa surat" in record.sms.lower()
    assert re.search(r"[Gg]ratis|gratis|ditanggung negara", record.cost)


def test_asks_and_does_not_promise(record: Entitlement) -> None:
    """The right says what one may ask for."""
    assert re.search(r"berhak|boleh", record.right)


def test_no_numbers_in_the_records(record: Entitlement) -> None:
    """Telephone numbers live in the directory alone, where they have a date; SAPA 129 is a name."""
    text = " ".join(record.texts()).replace("SAPA 129", "")
    assert not re.search(r"\b(110|112|119|129|148|171|1500-630)\b|0-?8\d\d|\(0\d\d\)|\+62", text)


@pytest.mark.parametrize("topic", DEEP, ids=lambda topic: topic.value)
def test_deep_records(topic: Topic) -> None:
    """The six that people ask for most know what differs for some people, and have steps enough."""
    record = Entitlements().of(topic)
    assert len(record.how) >= 4
    assert len(record.law) >= 4
    assert len(record.variants) >= 3


WOMEN_FIRST = {Door.SAPA, Door.UPTD_PPA, Door.KOMNAS}


def test_men_have_other_first_doors(record: Entitlement) -> None:
    """A man is never sent first to a door built for women and children."""
    doors = record.doors(Who.MAN)
    if Who.MAN in record.audience:
        assert doors[0] not in WOMEN_FIRST


def test_women_and_men_differ_for_shelter() -> None:
    """Who asks for a place to stay gets the first door that takes them in."""
    shelter = Entitlements().of(Topic.SHELTER)
    assert shelter.doors(Who.WOMAN)[0] is Door.SAPA
    assert shelter.doors(Who.MAN)[0] is Door.KEMENSOS
    assert shelter.doors(None) == shelter.door


def test_doors_are_kinds_of_the_directory() -> None:
    """Rights and directory call organisations by the same words."""
    assert {door.value for door in Door} == {kind.value for kind in Kind}
