from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING
from uuid import uuid4

from channels.double.errors import TwilioError
from channels.double.limits import check_types

if TYPE_CHECKING:
    import sqlite3

    from channels.double.state import State

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_LINE_BREAK = re.compile(r"[\r\n\t\v\f\u2028\u2029]")


@dataclass(frozen=True)
class Content:
    """A Content resource: texts with numbered places, prepared once and filled at each send."""

    seq: int
    sid: str
    friendly_name: str
    language: str
    variables: dict[str, str]
    types: dict[str, dict[str, object]]
    approval: str | None
    created: float

    def to_json(self, account_sid: str) -> dict[str, object]:
        """Give the Content resource as Twilio's API shows it."""
        url = f"https://content.twilio.com/v1/Content/{self.sid}"
        at = datetime.fromtimestamp(self.created, tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {
            "account_sid": account_sid,
            "date_created": at,
            "date_updated": at,
            "friendly_name": self.friendly_name,
            "language": self.language,
            "links": {
                "approval_create": f"{url}/ApprovalRequests/whatsapp",
                "approval_fetch": f"{url}/ApprovalRequests",
            },
            "sid": self.sid,
            "types": self.types,
            "url": url,
            "variables": self.variables,
        }

    def fill(self, content_variables: str) -> dict[str, dict[str, object]]:
        """Give the types with every place filled; 21656 when a value is missing, empty or breaks the line."""
        values = {**self.variables, **_values(content_variables)}
        filled: dict[str, dict[str, object]] = json.loads(
            json.dumps(self.types), object_hook=lambda o: _filled(o, values)
        )
        return filled


class Contents:
    """Every Content resource of the account."""

    def __init__(self, state: State) -> None:
        self._state = state

    def create(self, payload: object, at: float) -> Content:
        """Keep a new resource; 20001 when its form or a length is wrong."""
        if not isinstance(payload, dict):
            raise TwilioError(20001, "a JSON object is expected")
        language, types, variables = payload.get("language"), payload.get("types"), payload.get("variables") or {}
        if not isinstance(language, str) or not language:
            raise TwilioError(20001, "language is required")
        if not isinstance(variables, dict) or not all(isinstance(value, str) for value in variables.values()):
            raise TwilioError(20001, "variables must be an object of texts")
        check_types(types)
        with self._state.transaction() as connection:
            row = connection.execute(
                "INSERT INTO content (sid, friendly_name, language, variables, types, created)"
                " VALUES (?, ?, ?, ?, ?, ?) RETURNING *",
                (
                    "HX" + uuid4().hex,
                    str(payload.get("friendly_name") or ""),
                    language,
                    json.dumps(variables),
                    json.dumps(types),
                    at,
                ),
            ).fetchone()
        return _content(row)

    def get(self, sid: str) -> Content:
        """Find a resource; 20404 when there is none."""
        with self._state.transaction() as connection:
            row = connection.execute("SELECT * FROM content WHERE sid = ?", (sid,)).fetchone()
        if row is None:
            raise TwilioError(20404)
        return _content(row)

    def page(self, size: int, number: int) -> list[Content]:
        """Give one page, the newest first."""
        with self._state.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM content ORDER BY seq DESC LIMIT ? OFFSET ?", (size, size * number)
            ).fetchall()
        return [_content(row) for row in rows]

    def approve(self, sid: str) -> Content:
        """Approve a resource as a WhatsApp template at once; a list can never be one."""
        if "twilio/list-picker" in self.get(sid).types:
            raise TwilioError(20001, "twilio/list-picker cannot be approved")
        with self._state.transaction() as connection:
            connection.execute("UPDATE content SET approval = 'approved' WHERE sid = ?", (sid,))
        return self.get(sid)

    def delete(self, sid: str) -> None:
        """Forget a resource; 20404 when there is none."""
        self.get(sid)
        with self._state.transaction() as connection:
            connection.execute("DELETE FROM content WHERE sid = ?", (sid,))


def _values(content_variables: str) -> dict[str, str]:
    try:
        values = json.loads(content_variables or "{}")
    except ValueError as error:
        raise TwilioError(21656, "not JSON") from error
    if not isinstance(values, dict):
        raise TwilioError(21656, "not an object")
    for name, value in values.items():
        if not isinstance(value, str) or not value.strip():
            raise TwilioError(21656, f"variable {name} is empty")
        if _LINE_BREAK.search(value):
            raise TwilioError(21656, f"variable {name} holds a line break")
    return values


def _filled(fields: dict[str, object], values: dict[str, str]) -> dict[str, object]:
    def value(match: re.Match[str]) -> str:
        if match.group(1) not in values:
            raise TwilioError(21656, f"variable {match.group(1)} is missing")
        return values[match.group(1)]

    return {name: _PLACEHOLDER.sub(value, text) if isinstance(text, str) else text for name, text in fields.items()}


def _content(row: sqlite3.Row) -> Content:
    return Content(
        seq=row["seq"],
        sid=row["sid"],
        friendly_name=row["friendly_name"],
        language=row["language"],
        variables=json.loads(row["variables"]),
        types=json.loads(row["types"]),
        approval=row["approval"],
        created=row["created"],
    )
