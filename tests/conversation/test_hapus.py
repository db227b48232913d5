"""HAPUS: asked once, then everything goes; what a rescue needs is sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from pulang.conversation.people import remember
from pulang.counselling import cases
from pulang.counselling.cases import Outcome
from pulang.store.tables import Address, Case, CaseState, InboxRow, Job, OutboxRow, OutboxState, Person, Quiet, Turn

if TYPE_CHECKING:
    from pulang.conversation.later import Later
    from pulang.store import Store
    from pulang.texts import Catalogue
    from tests.conversation.conftest import Clock, Phone
    from tests.conversation.rasa_double import RasaDouble

LOCKED = "saya dikurung majikan sekarang"


def count(store: Store, table: Any) -> int:
    """Count the rows of a table."""
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def sent(store: Store) -> None:
    """Have everything sent."""
    with store.write() as session:
        for row in session.scalars(select(OutboxRow).where(OutboxRow.state == OutboxState.QUEUED)):
            row.state = OutboxState.SENT


@pytest.mark.parametrize("answer", ["ya", "Ya, hapus", "1", "iya"])
def test_everything_goes(
    *, known: Phone, store: Store, later: Later, rasa: RasaDouble, clock: Clock, texts: Catalogue, answer: str
) -> None:
    """Rows, profile, the bot's memory (twice: a late answer could bring it back), and in the end the person."""
    with store.write() as session:
        remember(session.get_one(Person, known.id), place="32.12")
    old = known.person.conversation_id
    known.say("BANTUAN")
    assert known.say("HAPUS")[0].body.startswith(texts.say("control.erase_ask"))
    (part,) = known.say(answer)
    assert part.body == texts.say("control.erased")
    assert [row.body for row in known.heard()] == [part.body]
    person = known.person
    assert (person.profile, person.menu, person.notice_version) == ({}, None, 0)
    assert person.conversation_id != old
    with store.read() as session:
        assert session.scalars(select(InboxRow.content)).all() == [{}]
    assert count(store, Turn) == 1
    later.sweep()
    assert rasa.forgotten == [old]
    assert rasa.trackers[old] == [{"event": "restart"}]
    clock.forward(seconds=61)
    later.sweep()
    assert rasa.forgotten == [old, old]
    assert count(store, Person) == 1  # the confirmation has not left yet
    sent(store)
    clock.forward(seconds=31)
    later.sweep()
    for table in (Person, Address, InboxRow, OutboxRow, Turn, Job):
        assert count(store, table) == 0, table


@pytest.mark.parametrize("answer", ["jangan", "2", "Jangan", "tidak"])
def test_after_all_not(known: Phone, texts: Catalogue, answer: str) -> None:
    """A no keeps everything."""
    known.say("HAPUS")
    assert known.say(answer)[0].body == texts.say("control.kept")
    assert known.person.notice_version == 1


@pytest.mark.parametrize("between", ["halo", "BAHASA"])
def test_only_a_yes_straight_after(known: Phone, between: str) -> None:
    """A yes that answers something else erases nothing, and neither does a tap on the old button."""
    known.say("HAPUS")
    known.say(between)
    known.say("ya")
    known.tap("do:erase", "Ya, hapus")
    assert known.person.notice_version == 1


def test_a_yes_among_others_does_not_erase(known: Phone) -> None:
    """In a burst a yes could mean anything."""
    known.say("HAPUS")
    known.say("ya", "mau tanya gaji")
    assert known.person.notice_version == 1


def test_unsent_rows_go_when_asked(known: Phone) -> None:
    """HAPUS takes back what is not sent yet, at once."""
    known.say("halo")
    (part,) = known.say("HAPUS")
    assert [row.body for row in known.heard()] == [part.body]


def test_who_comes_back_is_kept(known: Phone, store: Store, later: Later, clock: Clock) -> None:
    """Somebody who writes again meanwhile begins anew; a message that nobody has read yet is not lost."""
    known.say("HAPUS")
    known.say("ya")
    sent(store)
    clock.forward(seconds=61)
    known.write("halo lagi")
    later.sweep()
    assert known.turns.take(known.id)
    assert len(known.heard()) == 3  # the confirmation, the notice, the answer
    assert count(store, Person) == 1


def test_the_bot_cannot_forget_now(known: Phone, store: Store, later: Later, rasa: RasaDouble, clock: Clock) -> None:
    """While Rasa is down the job stays, and is done later."""
    known.say("HAPUS")
    known.say("ya")
    rasa.status = 500
    later.sweep()
    assert count(store, Job) == 2
    rasa.status = 200
    clock.forward(seconds=31)
    later.sweep()
    assert len(rasa.forgotten) == 2


def erased(phone: Phone, *before: str) -> str:
    """Write, then erase; gives the confirmation."""
    for text in before:
        phone.say(text)
    phone.say("HAPUS")
    return phone.say("ya")[0].body


@pytest.mark.parametrize("text", [LOCKED, "saya diancam agen"])
def test_a_rescue_is_sealed(phone: Phone, store: Store, texts: Catalogue, text: str) -> None:
    """At level 2 or 3 the case keeps its rows, the text says so, and the phone side knows nothing more of it."""
    assert erased(phone, text) == texts.say("control.erased_sealed")
    case = phone.case
    assert case is not None
    assert case.sealed_at is not None
    with store.read() as session:
        rows = session.scalars(select(InboxRow.content).where(InboxRow.case_id == case.id).order_by(InboxRow.id)).all()
    assert rows[0]["text"] == text
    said = " ".join(part.body for part in phone.say("halo"))
    assert "Konselor sedang" not in said
    assert "Saya masih di sini" not in said
    assert "selamat datang" in said


def test_the_phone_side_is_answered_though_a_counsellor_has_the_case(
    phone: Phone, store: Store, on_duty: str, clock: Clock
) -> None:
    """Whoever holds the phone now must not notice that somebody else reads along."""
    phone.say(LOCKED)
    assert phone.case is not None
    with store.write() as session:
        assert cases.claim(session, phone.case.id, on_duty, clock())
    phone.say("HAPUS")
    phone.say("ya")
    assert phone.say("halo")
    with store.read() as session:
        last = session.scalars(select(InboxRow).order_by(InboxRow.id.desc())).first()
    assert last is not None
    assert last.case_id is None


def test_erasing_a_counsellors_conversation(known: Phone, store: Store, on_duty: str, clock: Clock) -> None:
    """HAPUS can be confirmed while a counsellor owns the conversation; below level 2 the case just ends."""
    known.say("ORANG")
    assert known.case is not None
    with store.write() as session:
        assert cases.claim(session, known.case.id, on_duty, clock())
    assert erased(known).startswith("Sudah dihapus dari tempat kami.")
    assert known.case is None


def test_new_danger_after_sealing(phone: Phone, texts: Catalogue) -> None:
    """Somebody in danger again is helped again, in the same case."""
    erased(phone, LOCKED)
    assert phone.say(LOCKED)[0].body.startswith(texts.source("emergency.captivity"))
    assert phone.say("halo")[0].body.startswith("Saya masih di sini.")


def test_a_human_after_sealing(phone: Phone) -> None:
    """ORANG makes the case known to the phone again."""
    erased(phone, "saya diancam agen")
    phone.say("ORANG")
    assert phone.case is not None
    assert not cases.forgotten(phone.case)


def test_the_seal_ends_after_72_hours(phone: Phone, store: Store, later: Later, clock: Clock) -> None:
    """Then it is erased, whoever has it; only a count remains."""
    erased(phone, LOCKED)
    sent(store)
    clock.forward(hours=71)
    later.sweep()
    assert phone.case is not None
    clock.forward(hours=1, seconds=1)
    later.sweep()
    later.sweep()
    for table in (Person, Address, InboxRow, OutboxRow, Turn, Job):
        assert count(store, table) == 0, table
    with store.read() as session:
        case = session.scalars(select(Case)).one()
    assert (case.person_id, case.signals) == (None, [])
    assert (case.state, case.outcome) == (CaseState.CLOSED, Outcome.ERASED.value)


def test_what_was_written_since_survives_the_seal(phone: Phone, store: Store, later: Later, clock: Clock) -> None:
    """Somebody who came back in danger keeps the open case, with what was written since."""
    erased(phone, LOCKED)
    phone.say(LOCKED)
    clock.forward(hours=72, seconds=1)
    later.sweep()
    case = phone.case
    assert case is not None
    assert case.sealed_at is None
    with store.read() as session:
        kept = session.scalars(select(InboxRow.content).where(InboxRow.case_id == case.id)).all()
    assert [row["text"] for row in kept] == [LOCKED]


def test_who_came_back_calmly_keeps_what_is_new(phone: Phone, store: Store, later: Later, clock: Clock) -> None:
    """The end of the seal takes the sealed rows, not the new conversation."""
    erased(phone, LOCKED)
    phone.say("halo")
    clock.forward(hours=72, seconds=1)
    later.sweep()
    later.sweep()
    assert phone.person.notice_version == 1
    with store.read() as session:
        assert session.scalars(select(InboxRow.content)).one()["text"] == "halo"


def test_erasing_keeps_quiet_off(known: Phone) -> None:
    """After HAPUS somebody who writes is answered."""
    erased(known)
    assert known.person.quiet is Quiet.NO
    assert known.say("halo")
