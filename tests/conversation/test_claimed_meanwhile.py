"""A counsellor who claims a case while the bot is thinking is not talked over."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pulang.counselling import accounts, cases
from pulang.store.tables import Role
from pulang.taxonomy import Level

if TYPE_CHECKING:
    from pulang.store import Store
    from tests.conversation.conftest import Clock, Phone
    from tests.conversation.rasa_double import RasaDouble


def _claim(store: Store, person_id: str, now: datetime) -> None:
    with store.write() as session:
        counsellor = accounts.create(session, "Rini", Role.COUNSELLOR, now)
        session.flush()
        case = cases.open_case_of(session, person_id)
        assert case is not None
        assert cases.claim(session, case.id, counsellor.id, now)


def _open(store: Store, person_id: str, now: datetime) -> None:
    with store.write() as session:
        cases.open_or_raise(
            session, person_id=person_id, channel="whatsapp", level=Level.SENSITIVE, signals=(), now=now, turn_id=None
        )


def test_the_bots_late_answer_is_dropped(known: Phone, store: Store, rasa: RasaDouble, clock: Clock) -> None:
    """The answer that was on its way is not said; the message is kept and the turn is done."""
    _open(store, known.id, clock())
    before = len(known.heard())

    def claim() -> None:
        rasa.while_asked = None
        _claim(store, known.id, clock())

    rasa.while_asked = claim
    known.write("gaji saya belum dibayar")
    assert known.turns.take(known.id)
    assert len(known.heard()) == before


def test_the_notice_is_not_lost_with_it(phone: Phone, store: Store, rasa: RasaDouble, clock: Clock) -> None:
    """A first notice that was dropped with the answer still comes, once the counsellor is done."""
    phone.write("halo")
    _open(store, phone.id, clock())
    rasa.while_asked = lambda: _claim(store, phone.id, clock())
    assert phone.turns.take(phone.id)
    assert phone.heard() == []
    assert phone.person.notice_version == 0


def test_without_a_claim_it_is_said(known: Phone, store: Store, rasa: RasaDouble, clock: Clock) -> None:
    """A case that only waits does not silence the bot."""
    _open(store, known.id, clock())
    before = len(known.heard())
    known.write("gaji saya belum dibayar")
    assert known.turns.take(known.id)
    assert len(known.heard()) > before
