"""Logs are events with keys, one JSON object a line; texts and numbers of people have no way in."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any, TextIO

import structlog


def configure(part: str, stream: TextIO = sys.stderr) -> None:
    """Set up logging for one process; of libraries' own logs only where and how bad is kept, never their words."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _no_traces,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    structlog.contextvars.bind_contextvars(part=part)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_WhereOnly(part))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def _no_traces(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
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
    """A stream for a child's output: lines of ours pass, everything else is dropped and counted."""

    def __init__(self, part: str, stream: TextIO) -> None:
        self._part = part
        self._stream = stream
        self._half = b""

    def __call__(self, data: dict[str, Any]) -> None:
        """Take what circus read from the child."""
        *lines, self._half = (self._half + data["data"]).split(b"\n")
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
            return None
        return line.decode() if isinstance(event, dict) and "event" in event else None

    def close(self) -> None:
        """Nothing to close: the stream belongs to the supervisor."""
