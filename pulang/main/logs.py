"""Logs are events with keys, one JSON object a line; texts and numbers of people have no way in."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

# Children that run other people's programs: they may log what a person wrote.
_FOREIGN = frozenset({"actions", "rasa", "redis"})
_SAFE = ("event", "level", "library", "error")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,79}")
_TRACE = re.compile(rb"([A-Za-z_][\w.]{0,79}(?:Error|Exception|Refused|Missing))(?::|\s*$)")


def configure(part: str, stream: TextIO = sys.stderr) -> None:
    """Set up logging for one process; of libraries' own logs only where and how bad is kept, never their words."""
    structlog.configure(
        processors=[
            _of_part(part),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _no_traces,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_WhereOnly(part))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def _of_part(part: str) -> Processor:
    """Name the process in every event, whichever thread it comes from."""

    def named(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event["part"] = part
        return event

    return named


def _no_traces(_logger: Any, _method: str, event: EventDict) -> EventDict:
    event.pop("exc_info", None)
    event.pop("stack_info", None)
    return event


class _WhereOnly(logging.Formatter):
    """Keeps a library's logger, level and place; its message could quote a person."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part

    def format(self, record: logging.LogRecord) -> str:
        kept = {
            "event": "library_log",
            "level": record.levelname.lower(),
            "library": record.name,
            "part": self._part,
            "where": f"{record.filename}:{record.lineno}",
        }
        if record.exc_info and record.exc_info[0]:
            kept["error"] = record.exc_info[0].__name__
        return json.dumps(kept, sort_keys=True)


class Sieve:
    """A stream for a child's output: events of ours pass, of others their name and level, of a trace the error's class.

    Everything else a child says is dropped, because it could quote a person.
    """

    def __init__(self, part: str, stream: TextIO) -> None:
        self._part = part
        self._stream = stream
        self._half = b""

    def __call__(self, data: bytes) -> None:
        """Take a piece of what the child said."""
        *lines, self._half = (self._half + data).split(b"\n")
        self._half = self._half[-65536:]
        for line in lines:
            kept = self._ours(line)
            if kept is not None:
                self._stream.write(kept + "\n")
        self._stream.flush()

    def _ours(self, line: bytes) -> str | None:
        try:
            event = json.loads(line)
        except ValueError:
            trace = _TRACE.match(line)
            return self._line(event="child_error", error=trace.group(1).decode()) if trace else None
        if not isinstance(event, dict) or not _named(event.get("event")):
            return None
        if self._part in _FOREIGN:
            return self._line(**{key: event[key] for key in _SAFE if _named(event.get(key))})
        return json.dumps(event, sort_keys=True)

    def _line(self, **event: str) -> str:
        return json.dumps({**event, "part": self._part}, sort_keys=True)


def _named(value: Any) -> bool:
    """Tell whether a value is a fixed name; prose and numbers are not."""
    return isinstance(value, str) and _NAME.fullmatch(value) is not None
