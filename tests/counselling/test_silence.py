"""A counsellor's silence gives the case back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from channels.rendering import Renderer
from pulang.conversation.messages import Channel
from pulang.counselling import cases, silence
from pulang.counselling.conversation import Speaker, Written, announce_claim, write
from pulang.store import Store, jobs
from pulang.store.tables import (
    Case,
    CaseState,
    Counsellor,
    InboxRow,
    InboxState,
    Job,
    OutboxRow,
    Person,
    Quiet,
    Role,
    Turn,
)
from pulang.texts import Catalogue


@dataclass
class Watched:
    """One claimed case, its person and its counsellor, and the worker that looks after it."""

    store: Store
    clock: Any
    speaker: Speaker
    level: int
    channel: str = "sms"
    ids: list[str] = field(default_factory=list)
    _received: int = 0

    def begin(self) -> None:
        """Let a person write, and a counsellor claim the case."""
        with self.store.write() as session:
            counsellor = Counsellor(name="Sari", role=Role.COUNSELLOR, created_at=self.clock())
            person = Person(created_at=self.clock())
            session.add_all([counsellor, person])
            session.flush()
            case = Case(person_id=person.id, channel=self.channel, level=self.level, opened_at=self.clock())
            session.add(case)
            session.flush()
            self.ids = [case.id, person.id, counsellor.id]
        self.hear("tolong")
        self.claim()

    def claim(self) -> None:
        """Let the counsellor claim the case."""
        case_id, _, counsellor_id = self.ids
        with self.store.write() as session:
            assert cases.claim(session, case_id, counsellor_id, self.clock())
            announce_claim(session, session.get_one(Case, case_id), self.speaker, self.clock())
            silence.watch(session, case_id, self.clock())

    def hear(self, text: str, outcome: str = "counsellor", quiet: Quiet = Quiet.NO) -> None:
        """Let the person write, as a turn leaves it behind."""
        self._received += 1
        with self.store.write() as session:
            person = session.get_one(Person, self.ids[1])
            person.quiet = quiet
            turn = Turn(person_id=person.id, started_at=self.clock(), finished_at=self.clock(), outcome=outcome)
            session.add(turn)
            session.flush()
            row = InboxRow(
                provider_id=f"SM{self._received}", person_id=person.id, channel=self.channel, content={"text": text},
                received_at=self.clock(), state=InboxState.DONE, case_id=self.ids[0], turn_id=turn.id,
            )  # fmt: skip
            session.add(row)

    def answer(self, text: str) -> Written:
        """Let the counsellor write."""
        with self.store.write() as session:
            return write(session, self.ids[0], text, counsellor_id=self.ids[2], speaker=self.speaker, now=self.clock())

    def pass_time(self, **time: float) -> None:
        """Let time pass, doing the jobs that fall due on the way as a worker does."""
        end = self.clock() + timedelta(**time)
        while self.clock() < end:
            with self.store.write() as session:
                next_one = session.scalar(select(func.min(Job.due_at))) or end
                self.clock.forward(seconds=max((min(next_one, end) - self.clock()).total_seconds(), 1))
                due = jobs.take_due(session, "worker", self.clock())
                for job in due:
                    silence.return_forgotten(session, job.key, self.clock(), self.speaker)
                    session.flush()
                    jobs.done(session, job, "worker")

    def waits(self) -> bool:
        """Tell whether the case is back in the queue."""
        with self.store.read() as session:
            return session.get_one(Case, self.ids[0]).state is CaseState.WAITING

    @property
    def sent(self) -> list[str]:
        """Read what went to the person."""
        with self.store.read() as session:
            return [row.part["body"] for row in session.scalars(select(OutboxRow).order_by(OutboxRow.seq))]


@pytest.fixture
def speaker(texts: Catalogue) -> Speaker:
    """Give our real texts, cut for real channels."""
    render = Renderer(texts)
    return Speaker(texts, lambda reply, channel: render(reply, Channel(channel)))


@pytest.fixture
def watched(store: Store, clock: Any, speaker: Speaker) -> Watched:
    """Give an urgent case that was just claimed."""
    made = Watched(store, clock, speaker, 2)
    made.begin()
    return made


@pytest.mark.parametrize(
    ("level", "minutes"), [(3, 3), (2, 15), (1, 60), (0, 60)], ids=["emergency", "urgent", "sensitive", "routine"]
)
def test_no_first_word(store: Store, clock: Any, speaker: Speaker, level: int, minutes: int) -> None:
    """A counsellor who claims and says nothing loses the case after the level's time, and the person is told."""
    made = Watched(store, clock, speaker, level)
    made.begin()
    made.pass_time(minutes=minutes, seconds=-5)
    assert not made.waits()
    made.pass_time(seconds=5)
    assert made.waits()
    assert made.sent[1:] == [speaker.texts.source("counsellor.returned", sms=True)]


def test_an_answered_person_waits_for_nothing(watched: Watched) -> None:
    """After the counsellor's word the clock stops until the person writes."""
    watched.answer("Saya di sini.")
    watched.pass_time(minutes=40)
    assert not watched.waits()


def test_an_unanswered_message(watched: Watched) -> None:
    """The clock runs from the first message that no word has followed, not from the last."""
    watched.answer("Saya di sini.")
    watched.pass_time(minutes=20)
    watched.hear("dia datang")
    watched.pass_time(minutes=10)
    watched.hear("halo?")
    watched.pass_time(minutes=4, seconds=55)
    assert not watched.waits()
    watched.pass_time(seconds=5)
    assert watched.waits()


def test_a_word_in_time(watched: Watched) -> None:
    """A word just in time keeps the case."""
    watched.pass_time(minutes=14, seconds=50)
    watched.answer("Saya di sini.")
    watched.pass_time(minutes=20)
    assert not watched.waits()


def test_a_level_that_rises(watched: Watched) -> None:
    """When the case becomes an emergency its shorter time counts at once."""
    watched.pass_time(minutes=2)
    with watched.store.write() as session:
        session.get_one(Case, watched.ids[0]).level = 3
    watched.pass_time(minutes=1)
    assert watched.waits()


@pytest.mark.parametrize(
    ("outcome", "quiet"), [("left", Quiet.LEFT), ("stopped", Quiet.STOPPED)], ids=["KELUAR", "BERHENTI"]
)
def test_the_clock_stands_still_while_the_person_is_quiet(watched: Watched, outcome: str, quiet: Quiet) -> None:
    """Nobody may write to a quiet person, so the counsellor's time begins anew when they come back."""
    watched.answer("Saya di sini.")
    watched.pass_time(minutes=1)
    watched.hear("dia marah")
    watched.pass_time(minutes=10)
    watched.hear("keluar", outcome, quiet)
    assert watched.answer("Kamu aman?") is Written.CLOSED
    watched.pass_time(minutes=90)
    assert not watched.waits()
    watched.hear("saya kembali")
    watched.pass_time(minutes=14, seconds=55)
    assert not watched.waits()
    watched.pass_time(seconds=5)
    assert watched.waits()


def test_quiet_before_the_first_word(watched: Watched) -> None:
    """Also a counsellor who has not said a first word gets the whole time when the person comes back."""
    watched.pass_time(minutes=14)
    watched.hear("keluar", "left", Quiet.LEFT)
    watched.pass_time(minutes=30)
    watched.hear("halo")
    watched.pass_time(minutes=14, seconds=55)
    assert not watched.waits()
    watched.pass_time(seconds=5)
    assert watched.waits()


def test_a_closed_window(store: Store, clock: Any, speaker: Speaker) -> None:
    """Where WhatsApp lets nobody write, silence is nobody's fault; it counts from the message that opens the window."""
    made = Watched(store, clock, speaker, 3, "whatsapp")
    made.begin()
    with store.write() as session:
        cases.release(session, made.ids[0], made.ids[2])
    clock.forward(hours=25)
    made.claim()
    made.pass_time(minutes=10)
    assert not made.waits()
    made.hear("masih ada?")
    made.pass_time(minutes=2, seconds=55)
    assert not made.waits()
    made.pass_time(seconds=5)
    assert made.waits()


def test_the_watch_ends(watched: Watched) -> None:
    """A case that was returned or closed is not looked at any more."""
    watched.pass_time(minutes=16)
    with watched.store.read() as session:
        assert session.scalars(select(Job)).all() == []
    watched.claim()
    with watched.store.write() as session:
        cases.close(session, watched.ids[0], watched.ids[2], cases.Outcome.HELPED, watched.clock())
    watched.pass_time(minutes=1)
    with watched.store.read() as session:
        assert session.scalars(select(Job)).all() == []


def test_a_second_counsellor_has_their_own_time(watched: Watched) -> None:
    """A supervisor who takes a case over has the whole time again."""
    watched.pass_time(minutes=10)
    with watched.store.write() as session:
        boss = Counsellor(name="Rina", role=Role.SUPERVISOR, created_at=watched.clock())
        session.add(boss)
        session.flush()
        assert cases.take_over(session, watched.ids[0], watched.ids[2], boss.id, watched.clock())
        assert not cases.take_over(session, watched.ids[0], watched.ids[2], boss.id, watched.clock())
    watched.pass_time(minutes=14, seconds=55)
    assert not watched.waits()
    watched.pass_time(seconds=5)
    assert watched.waits()


def test_log_out_returns_all(watched: Watched) -> None:
    """All cases of one counsellor go back at once, and each person is told."""
    with watched.store.write() as session:
        assert silence.return_all(session, watched.ids[2], watched.clock(), watched.speaker) == 1
        assert silence.return_all(session, watched.ids[2], watched.clock(), watched.speaker) == 0
    assert watched.waits()
    assert watched.sent[1:] == [watched.speaker.texts.source("counsellor.returned", sms=True)]
