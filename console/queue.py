"""The queue: who waits, the most dangerous first; nobody's words are shown before somebody claims the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.access import answering, wants_fragment
from console.claiming import claim_case, claim_next, holder_of
from console.desk import Desk
from console.member import Member, me
from pulang.counselling import cases
from pulang.counselling.duty import somebody_on_duty
from pulang.store.tables import Audit, Case, CaseState, Counsellor
from pulang.taxonomy import Level


@dataclass(frozen=True)
class Waiting:
    """One case as the queue shows it: everything but what was written."""

    id: str
    level: int
    signals: tuple[str, ...]
    channel: str
    opened_at: datetime
    minutes: int
    calmed: bool
    sealed: bool
    holder: str | None


@dataclass(frozen=True)
class Queue:
    """The open cases as one counsellor sees them."""

    waiting: tuple[Waiting, ...]
    mine: tuple[Waiting, ...]
    others: tuple[Waiting, ...]
    on_duty: bool
    anybody: bool  # whether somebody is on duty at all
    now: datetime

    @property
    def emergencies(self) -> tuple[str, ...]:
        """List the emergencies that nobody has claimed."""
        return tuple(case.id for case in self.waiting if case.level == Level.EMERGENCY)


def see(session: Session, member: Member, now: datetime) -> Queue:
    """Look at the queue."""
    names = {row.id: row.name for row in session.execute(select(Counsellor.id, Counsellor.name))}
    open_cases = cases.waiting(session)
    seen = {
        case.id: Waiting(
            id=case.id,
            level=case.level,
            signals=tuple(case.signals),
            channel=case.channel,
            opened_at=case.opened_at,
            minutes=max(int((now - case.opened_at).total_seconds() // 60), 0),
            calmed=case.calmed_at is not None,
            sealed=case.sealed_at is not None,
            holder=names.get(case.claimed_by or ""),
        )
        for case in open_cases
    }
    return Queue(
        waiting=tuple(seen[case.id] for case in open_cases if case.state is CaseState.WAITING),
        mine=tuple(seen[case.id] for case in open_cases if case.claimed_by == member.id),
        others=tuple(seen[case.id] for case in open_cases if case.claimed_by not in {None, member.id}),
        on_duty=member.on_duty,
        anybody=somebody_on_duty(session),
        now=now,
    )


def add(board: Blueprint, desk: Desk) -> None:
    """Add the pages of the queue."""

    @board.get("/")
    def queue() -> ResponseReturnValue:
        if not me().answers:
            return render_template("console/other_role.html")
        with desk.store.read() as reading:
            seen = see(reading, me(), desk.clock())
        return render_template("console/queue_cases.html" if wants_fragment() else "console/queue.html", queue=seen)

    @board.post("/next")
    @answering
    def take_next() -> ResponseReturnValue:
        with desk.store.write() as writing:
            case_id = claim_next(writing, me(), desk)
        if case_id is None:
            flash("", "nothing_waits")
            return redirect(url_for("console.queue"))
        desk.wake_sender()
        return redirect(url_for("console.conversation", case_id=case_id))

    @board.post("/cases/<case_id>/claim")
    @answering
    def claim(case_id: str) -> ResponseReturnValue:
        with desk.store.write() as writing:
            won = claim_case(writing, case_id, me(), desk)
            case = writing.get(Case, case_id)
            mine = case is not None and case.state is CaseState.CLAIMED and case.claimed_by == me().id
            holder = holder_of(writing, case)
        if won:
            desk.wake_sender()
        elif not mine:
            flash(holder or "", "taken" if holder else "no_longer_waits")
            return redirect(url_for("console.queue"))
        return redirect(url_for("console.conversation", case_id=case_id))

    @board.post("/duty")
    @answering
    def duty() -> ResponseReturnValue:
        on_duty = request.form.get("on") == "1"
        with desk.store.write() as writing:
            writing.get_one(Counsellor, me().id).on_duty = on_duty
            event = "duty_began" if on_duty else "duty_ended"
            writing.add(Audit(at=desk.clock(), counsellor_id=me().id, event=event))
        return redirect(url_for("console.queue"))
