"""One case: reading it, answering, giving it back, closing it. Only who has claimed it reads what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.access import answering, wants_fragment
from console.claiming import holder_of, take_over
from console.closing import CLOSING, close_case, give_back
from console.desk import Desk
from console.member import Member, me
from console.transcript import Bubble, transcript
from pulang import places
from pulang.counselling.cases import OPEN, waiting
from pulang.counselling.conversation import LONGEST, Written, write
from pulang.counselling.reach import WHATSAPP, Reach, channel_of, reach_of, window_closes_at
from pulang.store.tables import Audit, Case, CaseState, Person
from pulang.taxonomy import Level

SEALED_LASTS = timedelta(hours=72)
_PROBLEMS = {Written.EMPTY: 400, Written.TOO_LONG: 400, Written.CLOSED: 409, Written.NOT_YOURS: 409}


@dataclass(frozen=True)
class Opened:
    """A case as its counsellor sees it."""

    case: Case
    bubbles: tuple[Bubble, ...]
    channel: str
    reach: Reach
    language: str
    place: str | None
    country: str | None
    window_closes_at: datetime | None
    sealed_until: datetime | None
    emergencies: tuple[str, ...]  # elsewhere, waiting for somebody
    now: datetime


def see(session: Session, case: Case, now: datetime) -> Opened:
    """Open a case."""
    person = session.get(Person, case.person_id) if case.person_id else None
    profile: dict[str, Any] = person.profile if person else {}
    place = places.by_code(profile["place"]) if profile.get("place") else None
    country = places.country(profile["country"]) if profile.get("country") else None
    channel = channel_of(session, case)
    return Opened(
        case=case,
        bubbles=transcript(session, case),
        channel=channel,
        reach=reach_of(session, case, now),
        language=person.language if person else "id",
        place=place.name if place else None,
        country=country.name if country else None,
        window_closes_at=window_closes_at(session, person.id) if person and channel == WHATSAPP else None,
        sealed_until=case.sealed_at + SEALED_LASTS if case.sealed_at else None,
        emergencies=tuple(other.id for other in waiting(session) if _alarming(other)),
        now=now,
    )


@dataclass(frozen=True)
class CasePages:
    """The pages of one case."""

    desk: Desk

    @answering
    def conversation(self, case_id: str) -> ResponseReturnValue:
        """Show the conversation to who has claimed the case; to others only that it is there."""
        if wants_fragment():
            return self._fragment(case_id)
        with self.desk.store.write() as writing:
            case = _found(writing, case_id)
            if not _holds(case, me()):
                return render_template("console/case_unclaimed.html", case=case, holder=holder_of(writing, case))
            # Whoever reads a conversation leaves a trace; the script's glances every few seconds do not.
            writing.add(Audit(at=self.desk.clock(), counsellor_id=me().id, event="case_opened", case_id=case_id))
            opened = see(writing, case, self.desk.clock())
        return render_template("console/case.html", opened=opened, outcomes=CLOSING, longest=LONGEST)

    def _fragment(self, case_id: str) -> ResponseReturnValue:
        with self.desk.store.read() as reading:
            case = _found(reading, case_id)
            if not _holds(case, me()):
                return Response(status=409)
            opened = see(reading, case, self.desk.clock())
        return render_template("console/case_parts.html", opened=opened, longest=LONGEST)

    @answering
    def reply(self, case_id: str) -> ResponseReturnValue:
        """Send the counsellor's words."""
        text, now = request.form.get("text", ""), self.desk.clock()
        with self.desk.store.write() as writing:
            written = write(writing, case_id, text, counsellor_id=me().id, speaker=self.desk.speaker, now=now)
            if written is Written.QUEUED:
                writing.add(Audit(at=now, counsellor_id=me().id, event="case_answered", case_id=case_id))
        if written is Written.QUEUED:
            self.desk.wake_sender()
        if wants_fragment():
            return Response(status=_PROBLEMS.get(written, 204))
        if written is not Written.QUEUED:
            flash("", f"reply_{written.value}")
        return redirect(url_for("console.conversation", case_id=case_id, _anchor="reply"))

    @answering
    def release(self, case_id: str) -> ResponseReturnValue:
        """Give the case back to the queue."""
        with self.desk.store.write() as writing:
            done = give_back(writing, _found(writing, case_id), me(), self.desk)
        return self._to_the_queue(done=done, said="given_back")

    @answering
    def close(self, case_id: str) -> ResponseReturnValue:
        """Close the case with an outcome."""
        outcome = next((known for known in CLOSING if known.value == request.form.get("outcome")), None)
        if outcome is None:
            flash("", "outcome_missing")
            return redirect(url_for("console.conversation", case_id=case_id, _anchor="close"))
        with self.desk.store.write() as writing:
            done = close_case(writing, _found(writing, case_id), outcome, me(), self.desk)
        return self._to_the_queue(done=done, said="closed")

    @answering
    def over(self, case_id: str) -> ResponseReturnValue:
        """Take the case over from a colleague; supervisors only."""
        if not me().supervises:
            abort(403)
        with self.desk.store.write() as writing:
            done = take_over(writing, case_id, me(), self.desk)
        if not done:
            flash("", "no_longer_waits")
            return redirect(url_for("console.queue"))
        return redirect(url_for("console.conversation", case_id=case_id))

    def _to_the_queue(self, *, done: bool, said: str) -> ResponseReturnValue:
        if done:
            self.desk.wake_sender()
        flash("", said if done else "not_yours")
        return redirect(url_for("console.queue"))


def add(board: Blueprint, desk: Desk) -> None:
    """Add the pages of one case."""
    pages = CasePages(desk)
    board.add_url_rule("/cases/<case_id>", "conversation", pages.conversation)
    for name, path in (("reply", "reply"), ("release", "release"), ("close", "close"), ("over", "take-over")):
        board.add_url_rule(f"/cases/<case_id>/{path}", name, getattr(pages, name), methods=["POST"])


def _found(session: Session, case_id: str) -> Case:
    """Find an open case; a closed one has nothing more to show."""
    case = session.get(Case, case_id)
    if case is None or case.state not in OPEN:
        abort(404)
    return case


def _alarming(case: Case) -> bool:
    return case.state is CaseState.WAITING and case.level == Level.EMERGENCY


def _holds(case: Case, member: Member) -> bool:
    return case.state is CaseState.CLAIMED and case.claimed_by == member.id
