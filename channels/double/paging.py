from __future__ import annotations

from datetime import datetime, timedelta, timezone

from channels.double.errors import TwilioError

_DEFAULT, _MOST = 50, 1000


def page_size(text: str | None) -> int:
    """Read PageSize: 50 when absent, 1000 at most."""
    if not text:
        return _DEFAULT
    if not text.isdecimal() or int(text) < 1:
        raise TwilioError(20001, "PageSize")
    return min(int(text), _MOST)


def page_number(text: str | None) -> int:
    """Read Page, which counts from 0."""
    if not text:
        return 0
    if not text.isdecimal():
        raise TwilioError(20001, "Page")
    return int(text)


def moment(text: str | None, *, end: bool = False) -> float | None:
    """Read a date or a time, in UTC, as seconds since 1970; a bare date is its first moment, with ``end`` its last."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise TwilioError(20001, "DateSent") from error
    read = read if read.tzinfo else read.replace(tzinfo=timezone.utc)
    if end and len(text) == len("2026-11-24"):
        read += timedelta(days=1) - timedelta(microseconds=1)
    elif end:
        # Twilio's times have whole seconds: what was sent within that second still counts.
        read += timedelta(seconds=1) - timedelta(microseconds=1)
    return read.timestamp()
