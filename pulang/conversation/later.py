"""What a worker does later: the kinds of jobs, each with the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pulang.conversation import people
from pulang.conversation.bot import Bot
from pulang.conversation.errors import BotUnavailable
from pulang.counselling import cases, silence
from pulang.counselling.conversation import Speaker
from pulang.outbox.rows import OPEN_STATES
from pulang.store import Store, jobs
from pulang.store.tables import Case, InboxRow, InboxState, Job, OutboxRow, Person

log = structlog.get_logger()

RETRY = timedelta(seconds=30)


class _NotOurs(Exception):
    """A job that this worker cannot do; it belongs to a newer one."""


@dataclass(frozen=True)
class Later:
    """Does the jobs that are due."""

    store: Store
    bot: Bot
    owner: str
    clock: Callable[[], datetime]
    speaker: Speaker | None = None  # how words reach a person, for jobs that say something

    def sweep(self) -> int:
        """Do every job that is due now; gives how many were done."""
        with self.store.write() as session:
            due = jobs.take_due(session, self.owner, self.clock())
        return sum(self._do(job) for job in due)

    def _do(self, job: Job) -> bool:
        does = _KINDS.get(job.kind, Later.unknown)
        try:
            does(self, job)
        except (BotUnavailable, _NotOurs) as error:
            log.warning("job_put_off", kind=job.kind, reason=type(error).__name__)
            with self.store.write() as session:
                jobs.schedule(session, job.kind, job.key, self.clock() + RETRY, job.payload)
            return False
        with self.store.write() as session:
            jobs.done(session, job, self.owner)
        log.info("job_done", kind=job.kind)
        return True

    def forget_conversation(self, job: Job) -> None:
        """Make the bot forget a conversation."""
        self.bot.forget(job.key)

    def forget_person(self, job: Job) -> None:
        """Remove the person's row once the confirmation has left and nobody has written again."""
        if job.payload and job.payload.get("conversation_id"):
            self.bot.forget(job.payload["conversation_id"])
        with self.store.write() as session:
            person = session.get(Person, job.key)
            if person is None or _needed(session, person):
                return
            if _unsent(session, person):
                jobs.schedule(session, job.kind, job.key, self.clock() + RETRY, job.payload)
                return
            session.delete(person)

    def return_silent(self, job: Job) -> None:
        """Give a case back to the queue when its counsellor was silent too long."""
        if self.speaker is None:
            raise _NotOurs
        with self.store.write() as session:
            silence.return_forgotten(session, job.key, self.clock(), self.speaker)

    def unknown(self, _job: Job) -> None:
        """Put off a job of an unknown kind."""
        raise _NotOurs

    def unseal(self, job: Job) -> None:
        """Erase what a counsellor was still handling when the person asked to be forgotten."""
        with self.store.write() as session:
            person = session.get(Person, job.key)
            if person is not None:
                unseal(session, person, self.clock())


def unseal(session: Session, person: Person, now: datetime) -> None:
    """Erase a sealed case's content for good: it has closed, or its 72 hours are over."""
    for case in list(session.scalars(select(Case).where(Case.person_id == person.id, Case.sealed_at.is_not(None)))):
        people.erase_sealed(session, case, now)
    jobs.schedule(session, "forget_person", person.id, now)


def _needed(session: Session, person: Person) -> bool:
    """Tell whether a forgotten person has come back or is being helped; rows that were emptied have no level."""
    written = select(InboxRow.id).where(
        InboxRow.person_id == person.id, or_(InboxRow.level.is_not(None), InboxRow.state != InboxState.DONE)
    )
    return bool(session.scalar(written.limit(1)) or cases.open_case_of(session, person.id))


def _unsent(session: Session, person: Person) -> bool:
    """Tell whether the confirmation has not left yet."""
    unsent = select(OutboxRow.seq).where(OutboxRow.person_id == person.id, OutboxRow.state.in_(OPEN_STATES))
    return session.scalar(unsent.limit(1)) is not None


_KINDS: dict[str, Callable[[Later, Job], None]] = {
    "forget_conversation": Later.forget_conversation,
    "forget_person": Later.forget_person,
    "unseal": Later.unseal,
    silence.KIND: Later.return_silent,
}
