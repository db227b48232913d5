"""The conversation of a case as its counsellor reads it: what came, what went out, the words that showed danger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from pulang import places
from pulang.store.tables import Case, CaseState, Counsellor, InboxRow, OutboxRow, OutboxState

# What was said to the bot shortly before the case opened explains it.
BEFORE = timedelta(hours=24)
_BROKEN = frozenset({OutboxState.FAILED, OutboxState.UNDELIVERED})


class Voice(Enum):
    """Who speaks."""

    PERSON = "person"
    BOT = "bot"
    COUNSELLOR = "counsellor"


@dataclass(frozen=True)
class Run:
    """A stretch of a text; with the signal that it showed, if it did."""

    text: str
    signal: str | None = None


@dataclass(frozen=True)
class Bubble:
    """One message of the conversation."""

    key: str
    voice: Voice
    at: datetime
    channel: str
    runs: tuple[Run, ...]
    level: int = 0
    signals: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    near: str | None = None
    state: str | None = None  # of an outgoing message
    broken: bool = False
    error: str | None = None
    writer: str | None = None


def transcript(session: Session, case: Case) -> tuple[Bubble, ...]:
    """Give every message of the case and those shortly before it, in order."""
    names = {row.id: row.name for row in session.execute(select(Counsellor.id, Counsellor.name))}
    since = _since(session, case)
    bubbles = [_received(row) for row in session.scalars(select(InboxRow).where(_belongs(InboxRow, case, since)))]
    bubbles += [_sent(row, names) for row in session.scalars(select(OutboxRow).where(_belongs(OutboxRow, case, since)))]
    # Within one moment the person's words come before the answer to them.
    return tuple(sorted(bubbles, key=lambda bubble: (bubble.at, bubble.voice is not Voice.PERSON, bubble.key)))


def runs(text: str, spans: Sequence[Sequence[Any]]) -> Iterator[Run]:
    """Cut a text where words showed a danger; one that overlaps the one before is shortened, a bad one left out."""
    at = 0
    for start, end, signal in sorted((int(s), int(e), str(signal)) for s, e, signal in spans):
        start, end = max(start, at), min(end, len(text))  # noqa: PLW2901 (an overlap belongs to the earlier span)
        if start >= end:
            continue
        if start > at:
            yield Run(text[at:start])
        yield Run(text[start:end], signal)
        at = end
    if at < len(text):
        yield Run(text[at:])


def _since(session: Session, case: Case) -> datetime:
    """Give the time from which earlier messages may be read: not those of a case that the person declined."""
    declined = session.scalar(
        select(func.max(Case.closed_at)).where(Case.person_id == case.person_id, Case.state == CaseState.DECLINED)
    )
    before = case.opened_at - BEFORE
    return max(before, declined) if declined else before


def _belongs(table: type[InboxRow | OutboxRow], case: Case, since: datetime) -> Any:
    at = table.received_at if table is InboxRow else table.created_at  # type: ignore[union-attr]
    earlier = and_(
        table.person_id == case.person_id, table.case_id.is_(None), at > since, at <= case.opened_at,
    )  # fmt: skip
    return or_(table.case_id == case.id, earlier)


def _received(row: InboxRow) -> Bubble:
    content = row.content or {}
    point = (float(content["point"][0]), float(content["point"][1])) if content.get("point") else None
    near = places.nearest(*point) if point else None
    return Bubble(
        key=f"in-{row.id:012}",
        voice=Voice.PERSON,
        at=row.received_at,
        channel=row.channel,
        runs=tuple(runs(str(content.get("text") or ""), row.spans or ())),
        level=row.level or 0,
        signals=tuple(row.signals),
        media=tuple(content.get("media") or ()),
        point=point,
        near=near.name if near else None,
    )


def _sent(row: OutboxRow, names: dict[str, str]) -> Bubble:
    return Bubble(
        key=f"out-{row.seq:012}",
        voice=Voice.COUNSELLOR if row.written_by else Voice.BOT,
        at=row.created_at,
        channel=row.channel,
        runs=(Run(str(row.part.get("body", ""))),),
        state=row.state.value,
        broken=row.state in _BROKEN,
        error=row.error,
        writer=names.get(row.written_by or ""),
    )
