"""The way of a turn: once, in order, whatever dies in between."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select

from pulang.conversation import inbox, lease
from pulang.conversation.turn import PATIENCE
from pulang.safety import assess
from pulang.store.tables import InboxRow, InboxState, OutboxRow, Turn
from pulang.taxonomy import Level

if TYPE_CHECKING:
    from pulang.store import Store
    from pulang.store.bell import Bell
    from pulang.texts import Catalogue
    from tests.conversation.conftest import Clock, Phone
    from tests.conversation.rasa_double import RasaDouble

GREETING = "Halo, selamat datang."


class Crash(Exception):
    """The worker dies here."""


def test_the_bot_answers(known: Phone, rasa: RasaDouble) -> None:
    """A sentence goes to the bot, with what it must know, and its answer comes back."""
    (part,) = known.say("gaji saya belum dibayar")
    assert part.body.startswith(GREETING)
    call = rasa.asked[-1]
    assert call["message"] == "gaji saya belum dibayar"
    assert call["sender"] == known.person.conversation_id
    assert call["metadata"]["assessment"] == {"level": 0, "signals": []}
    assert call["metadata"]["person"]["channel"] == "whatsapp"
    assert call["metadata"]["turn_id"]


def test_nothing_waits(known: Phone) -> None:
    """Without a new message there is no turn."""
    assert known.turns.take(known.id) is False


def test_a_burst_is_answered_together(known: Phone, store: Store, rasa: RasaDouble) -> None:
    """Messages that wait when a turn begins are kept one by one, understood together and answered once."""
    assert len(known.say("kak", "mau tanya", "gaji ga dibayar")) == 1
    assert rasa.texts[-1] == "kak\nmau tanya\ngaji ga dibayar"
    with store.read() as session:
        turn = session.scalars(select(Turn).order_by(Turn.started_at.desc(), Turn.id)).all()
        rows = session.scalars(select(InboxRow).where(InboxRow.level.is_not(None))).all()
    assert len(turn) == 2
    assert len(rows) == 4


def test_danger_that_shows_only_in_the_joined_text(known: Phone) -> None:
    """Fragments are assessed together too."""
    fragments = ("saya di", "kurung majikan")
    assert {assess(text).level for text in fragments} == {Level.ROUTINE}
    known.say(*fragments)
    assert known.case is not None


def test_a_message_that_comes_while_the_bot_thinks_waits(known: Phone, rasa: RasaDouble) -> None:
    """A turn keeps to the messages it began with; the next one answers what came later."""

    def write() -> None:
        rasa.while_asked = None
        known.write("kapan?")

    rasa.while_asked = write
    known.say("gaji saya?")
    assert rasa.texts[-1] == "gaji saya?"
    assert known.turns.take(known.id)
    assert rasa.texts[-1] == "kapan?"


def test_a_crash_before_the_bot_was_asked(known: Phone, rasa: RasaDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    """The retried turn takes exactly the same messages and asks the bot once."""
    known.write("satu pertanyaan")
    with monkeypatch.context() as broken:
        broken.setattr("pulang.conversation.turn.understanding.question", _crash)
        with pytest.raises(Crash):
            known.turns.take(known.id)
    known.write("dan satu lagi")
    asked = len(rasa.asked)
    assert known.turns.take(known.id)
    assert rasa.texts[asked:] == ["satu pertanyaan"]
    assert known.turns.take(known.id)
    assert rasa.texts[asked:] == ["satu pertanyaan", "dan satu lagi"]


def test_a_crash_after_the_bot_answered(known: Phone, rasa: RasaDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer already given to this turn is used: the bot is not asked again, so its actions do nothing twice."""
    rasa.script["hak saya?"] = [{"custom": {"message": "conversation.thanks"}}]
    known.write("hak saya?")
    with monkeypatch.context() as broken:
        broken.setattr("pulang.conversation.turn.end", _crash)
        with pytest.raises(Crash):
            known.turns.take(known.id)
    asked, before = len(rasa.asked), len(known.heard())
    rasa.script.clear()
    assert known.turns.take(known.id)
    assert len(rasa.asked) == asked
    assert [part.body for part in known.heard()[before:]] == ["Sama-sama. Ada lagi yang mau ditanyakan?"]


def test_a_crash_in_the_last_transaction(known: Phone, store: Store) -> None:
    """Of a last transaction that fails nothing is written, and the retry writes all of it once."""
    known.write("halo lagi")
    before = len(known.heard())

    def crash(*_args: object) -> None:
        raise Crash

    def on_insert(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE turns SET finished_at"):
            raise Crash

    event.listen(store.engine, "before_cursor_execute", on_insert)
    with pytest.raises(Crash):
        known.turns.take(known.id)
    event.remove(store.engine, "before_cursor_execute", on_insert)
    assert len(known.heard()) == before
    assert known.turns.take(known.id)
    assert len(known.heard()) == before + 1
    assert known.turns.take(known.id) is False


def test_an_emergency_that_was_interrupted(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """The case is on record before anything else happens, and the retry still says the whole emergency text."""
    phone.write("saya dikurung majikan sekarang")
    with monkeypatch.context() as broken:
        broken.setattr("pulang.conversation.turn.end", _crash)
        with pytest.raises(Crash):
            phone.turns.take(phone.id)
    assert phone.case is not None
    assert phone.case.level == 3
    assert phone.turns.take(phone.id)
    (part,) = phone.heard()
    assert "110" in part.body
    assert "Saya dengar kamu." in part.body


def test_an_urgent_turn_that_was_interrupted(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """A retry is no second urgent turn: the case does not rise by it."""
    phone.write("saya diancam agen")
    with monkeypatch.context() as broken:
        broken.setattr("pulang.conversation.turn.end", _crash)
        with pytest.raises(Crash):
            phone.turns.take(phone.id)
    assert phone.turns.take(phone.id)
    assert phone.case is not None
    assert phone.case.level == 2


def test_a_turn_that_always_fails_is_given_up(known: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some attempts the person gets an honest text, and what comes after is answered."""
    known.write("halo kamu")
    with monkeypatch.context() as broken:
        broken.setattr("pulang.conversation.turn.understanding.question", _crash)
        for _ in range(PATIENCE):
            with pytest.raises(Crash):
                known.turns.take(known.id)
        assert known.turns.take(known.id)
    assert known.heard()[-1].body.startswith("Maaf, saya sedang tidak bisa mencari jawaban.")
    assert known.say("halo")[0].body.startswith(GREETING)


def test_the_lease_is_taken(known: Phone, store: Store, clock: Clock) -> None:
    """While another worker holds a person nothing happens; when its lease ran out, the person is answered."""
    known.write("halo")
    with store.write() as session:
        assert lease.take(session, known.id, "worker-b", clock())
    assert known.turns.take(known.id) is False
    with store.read() as session:
        assert inbox.people_waiting(session, clock()) == []
    clock.forward(seconds=10.1)
    with store.read() as session:
        assert inbox.people_waiting(session, clock()) == [known.id]
    assert known.turns.take(known.id)


def test_the_lease_is_lost(known: Phone, store: Store, rasa: RasaDouble, clock: Clock) -> None:
    """A worker that was away too long writes nothing; the one that took over answers."""
    before = len(known.heard())
    other = type(known.turns)(**{**vars(known.turns), "owner": "worker-b"})

    def lose() -> None:
        rasa.while_asked = None
        clock.forward(seconds=11)
        with store.write() as session:
            assert lease.take(session, known.id, "worker-b", clock())

    rasa.while_asked = lose
    known.write("halo")
    assert known.turns.take(known.id) is False
    assert len(known.heard()) == before
    with store.read() as session:
        assert session.scalars(select(InboxRow.state).where(InboxRow.state == InboxState.TAKEN)).one()
    assert other.take(known.id)
    assert len(known.heard()) == before + 1


def test_an_expired_lease_writes_nothing(known: Phone, rasa: RasaDouble, clock: Clock) -> None:
    """Also when nobody took over, a worker whose lease ran out does not write."""
    before = len(known.heard())

    def oversleep() -> None:
        rasa.while_asked = None
        clock.forward(seconds=11)

    rasa.while_asked = oversleep
    known.write("halo")
    assert known.turns.take(known.id) is False
    assert len(known.heard()) == before
    assert known.turns.take(known.id)


def test_waiting_people_are_listed_once(known: Phone, store: Store, clock: Clock) -> None:
    """Somebody who writes very often keeps nobody else off the list."""
    known.write(*["halo"] * 5)
    other = type(known)(store, known.turns, clock, number="+6281200000002", sent=iter(range(900, 999)))
    other.write("halo")
    with store.read() as session:
        waiting = inbox.people_waiting(session, clock(), limit=2)
    assert len(set(waiting)) == 2


def test_the_sender_is_woken(known: Phone, bell: Bell) -> None:
    """When a turn is written, the sender need not wait for its sweep."""
    assert bell.wait(0.1) is not None
    known.say("halo")
    assert bell.wait(0.1) is not None


def test_the_bot_is_asked_to_hurry(known: Phone, rasa: RasaDouble, clock: Clock) -> None:
    """Somebody who has waited for seconds gets the light answer."""
    known.say("halo")
    assert rasa.asked[-1]["metadata"]["light"] is False
    known.write("halo")
    clock.now += timedelta(seconds=3)
    known.turns.take(known.id)
    assert rasa.asked[-1]["metadata"]["light"] is True


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param({"slow": 2.0}, "slow", id="slow"),
        pytest.param({"status": 500}, "down", id="error"),
        pytest.param({"broken": b"<html>"}, "nonsense", id="no JSON"),
        pytest.param({"broken": b'{"a": 1}'}, "nonsense", id="no list"),
        pytest.param({"answer": []}, "nonsense", id="nothing"),
        pytest.param({"answer": [{"text": "hi"}]}, "nonsense", id="no payload"),
        pytest.param({"answer": [{"custom": {"message": "no.such.text"}}]}, "nonsense", id="unknown text"),
        pytest.param({"answer": [{"custom": {"blocks": ["x"]}}]}, "nonsense", id="blocks of another shape"),
        pytest.param({"answer": [{"custom": {"blocks": [{"source": "{a.b}", "values": {"a": 1}}]}}]}, "nonsense",
                     id="a damaged text"),
        pytest.param({"answer": [{"custom": {"blocks": []}}]}, "nonsense", id="empty"),
        pytest.param({"answer": [{"custom": {"command": {"name": "place", "code": "32.12"}}}]}, "nonsense",
                     id="a command without a word"),
    ],
)  # fmt: skip
def test_the_bot_is_unwell(
    *, known: Phone, rasa: RasaDouble, bell: Bell, texts: Catalogue, given: dict[str, object], reason: str
) -> None:
    """The person gets a plain honest text with the lines that answer, and a fresh conversation; it is counted."""
    before = known.person.conversation_id
    for name, value in given.items():
        setattr(rasa, name, value)
    (part,) = known.say("gaji saya belum dibayar")
    assert part.body == texts.say("error.bot_down")
    assert known.person.conversation_id != before
    assert bell.counts() == {f"bot_{reason}": 1}


def test_the_bot_is_down(known: Phone, rasa: RasaDouble, texts: Catalogue) -> None:
    """When nobody listens, the honest text comes too."""
    down = type(known.turns)(**{**vars(known.turns), "bot": type(known.turns.bot)("http://127.0.0.1:1", "t")})
    known.write("halo")
    assert down.take(known.id)
    assert known.heard()[-1].body == texts.say("error.bot_down")


def test_a_damaged_tracker_is_no_answer(known: Phone, rasa: RasaDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not of the agreed shape in a tracker is passed over, and the bot is asked."""
    known.write("halo")
    with monkeypatch.context() as broken:
        broken.setattr("pulang.conversation.turn.end", _crash)
        with pytest.raises(Crash):
            known.turns.take(known.id)
    damaged = ["x", {"event": "bot", "data": None}, {"event": "user", "metadata": 3}]
    rasa.trackers[known.person.conversation_id] = damaged
    asked = len(rasa.asked)
    assert known.turns.take(known.id)
    assert len(rasa.asked) == asked + 1


def test_an_outbox_row_names_its_turn(known: Phone, store: Store) -> None:
    """What is sent can be traced to the turn that said it."""
    with store.read() as session:
        row = session.scalars(select(OutboxRow)).all()[-1]
        turn = session.get_one(Turn, row.turn_id)
    assert turn.outcome == "answered"
    assert turn.finished_at is not None


def _crash(*_args: object) -> None:
    raise Crash
