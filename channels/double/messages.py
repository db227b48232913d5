from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from channels.double.errors import TwilioError
from channels.double.message import Choice, Details, Draft, Message
from channels.double.segments import count_segments
from channels.double.state import next_tick

if TYPE_CHECKING:
    import sqlite3

    from channels.double.state import State

_UNDERWAY = frozenset({"accepted", "queued"})


@dataclass(frozen=True)
class Filters:
    """What a listing is narrowed to; the times are seconds since 1970, both inclusive."""

    to: str | None = None
    from_: str | None = None
    since: float | None = None
    until: float | None = None


class Messages:
    """Every message, as the API lists them and as a phone shows them."""

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, draft: Draft, at: float) -> Message:
        """Take a message and give it its SID: MM for what is more than plain text, SM else."""
        plain = draft.kind == "text" and not draft.details.choices
        segments = count_segments(draft.body)
        with self._state.transaction() as connection:
            row = connection.execute(
                "INSERT INTO message (sid, phone_id, direction, to_address, from_address, service_sid, body, kind,"
                " details, segments, encoding, status, status_callback, created, sent, updated, changed)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
                (
                    ("SM" if plain else "MM") + uuid4().hex,
                    draft.phone_id,
                    draft.direction,
                    draft.to,
                    draft.from_,
                    draft.service_sid,
                    draft.body,
                    draft.kind,
                    json.dumps(asdict(draft.details)),
                    segments.count,
                    segments.encoding,
                    draft.status,
                    draft.status_callback,
                    at,
                    at if draft.direction == "inbound" else None,
                    at,
                    next_tick(connection),
                ),
            ).fetchone()
        return _message(row)

    def get(self, sid: str) -> Message:
        """Find a message that was not deleted; 20404 when there is none."""
        with self._state.transaction() as connection:
            row = connection.execute("SELECT * FROM message WHERE sid = ? AND NOT deleted", (sid,)).fetchone()
        if row is None:
            raise TwilioError(20404)
        return _message(row)

    def page(self, filters: Filters, size: int, before_seq: int | None) -> list[Message]:
        """Give up to ``size`` messages, the newest first, older than ``before_seq``."""
        when = "coalesce(sent, created)"
        conditions: list[tuple[str, object]] = [
            ("to_address = ?", filters.to),
            ("from_address = ?", filters.from_),
            (f"{when} >= ?", filters.since),
            (f"{when} <= ?", filters.until),
            ("seq < ?", before_seq),
        ]
        wanted = [(sql, value) for sql, value in conditions if value is not None]
        where = " AND ".join(["NOT deleted", *(sql for sql, _ in wanted)])
        with self._state.transaction() as connection:
            rows = connection.execute(
                f"SELECT * FROM message WHERE {where} ORDER BY seq DESC LIMIT ?",  # noqa: S608 - fixed texts above
                (*(value for _, value in wanted), size),
            ).fetchall()
        return [_message(row) for row in rows]

    def conversation(self, phone_id: str, after: int) -> list[Message]:
        """Give what changed on a phone since tick ``after``. What the API deletes or redacts stays on the phone."""
        with self._state.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM message WHERE phone_id = ? AND changed > ? ORDER BY seq", (phone_id, after)
            ).fetchall()
        return [_message(row) for row in rows]

    def move(self, sid: str, status: str, error_code: int | None, at: float) -> Message | None:
        """Give a message its next status; None when there is no such message."""
        with self._state.transaction() as connection:
            row = connection.execute(
                "UPDATE message SET status = ?, error_code = ?, sent = coalesce(sent, ?), updated = ?, changed = ?"
                " WHERE sid = ? RETURNING *",
                (status, error_code, at, at, next_tick(connection), sid),
            ).fetchone()
        return None if row is None else _message(row)

    def redact(self, sid: str, at: float) -> Message:
        """Empty the body that the API shows."""
        self.get(sid)
        with self._state.transaction() as connection:
            connection.execute("UPDATE message SET redacted = 1, updated = ? WHERE sid = ?", (at, sid))
        return self.get(sid)

    def delete(self, sid: str) -> None:
        """Take a message out of the API; 20009 while it is on its way."""
        if self.get(sid).status in _UNDERWAY:
            raise TwilioError(20009)
        with self._state.transaction() as connection:
            connection.execute("UPDATE message SET deleted = 1 WHERE sid = ?", (sid,))


def _message(row: sqlite3.Row) -> Message:
    stored = json.loads(row["details"])
    stored["choices"] = tuple(Choice(**choice) for choice in stored["choices"])
    draft = Draft(
        direction=row["direction"],
        to=row["to_address"],
        from_=row["from_address"],
        body=row["body"],
        kind=row["kind"],
        status=row["status"],
        phone_id=row["phone_id"],
        service_sid=row["service_sid"],
        status_callback=row["status_callback"],
        details=Details(**stored),
    )
    return Message(
        seq=row["seq"],
        sid=row["sid"],
        draft=draft,
        segments=row["segments"],
        encoding=row["encoding"],
        status=row["status"],
        error_code=row["error_code"],
        created=row["created"],
        sent=row["sent"],
        updated=row["updated"],
        changed=row["changed"],
        redacted=bool(row["redacted"]),
    )
