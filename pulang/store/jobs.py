"""Things that are due later: kept in the database, taken by compare-and-set, done by whichever worker sweeps first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.orm import Session

from pulang.store.tables import Job

# A worker that dies with a job in its hands loses it after this time.
HOLD = timedelta(seconds=60)


def schedule(session: Session, kind: str, key: str, due_at: datetime, payload: dict[str, Any] | None = None) -> None:
    """Plan a job; one already planned under the same kind and key is moved to the new time."""
    job = session.scalar(select(Job).where(Job.kind == kind, Job.key == key))
    if job is None:
        session.add(Job(kind=kind, key=key, due_at=due_at, payload=payload))
    else:
        job.due_at, job.payload, job.taken_by, job.taken_until = due_at, payload, None, None
    session.flush()


def cancel(session: Session, kind: str, key: str) -> None:
    """Drop a planned job, if there is one."""
    session.execute(delete(Job).where(Job.kind == kind, Job.key == key))


def take_due(session: Session, owner: str, now: datetime, limit: int = 20) -> list[Job]:
    """Take the jobs that are due and that nobody holds."""
    free = or_(Job.taken_until.is_(None), Job.taken_until < now)
    candidates = session.scalars(select(Job).where(Job.due_at <= now, free).order_by(Job.due_at).limit(limit)).all()
    taken = []
    for job in candidates:
        won = session.execute(
            update(Job)
            .where(Job.id == job.id, free)
            .values(taken_by=owner, taken_until=now + HOLD, attempts=Job.attempts + 1)
        )
        assert isinstance(won, CursorResult)
        if won.rowcount == 1:
            taken.append(job)
    return taken


def done(session: Session, job: Job, owner: str) -> None:
    """Remove a job that was done, unless somebody has planned it anew meanwhile."""
    session.execute(delete(Job).where(Job.id == job.id, Job.taken_by == owner))
