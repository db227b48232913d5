from __future__ import annotations

import io
import json
import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest
import structlog

from pulang.main import logs
from pulang.main.logs import Sieve

TEXT, NUMBER = "saya dipukul majikan", "+6281200000101"


@pytest.fixture
def stream() -> io.StringIO:
    """Give the stream that a process logs to, set up as in production."""
    made = io.StringIO()
    logs.configure("worker", made)
    return made


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """Give what was logged."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_events_are_objects_with_keys(stream: io.StringIO) -> None:
    """One JSON object a line, with event, level, part and time."""
    structlog.get_logger().info("turn_done", turn="t1", level_=2)
    (line,) = lines(stream)

    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "turn_done", "level": "info", "part": "worker", "turn": "t1", "level_": 2}


def test_every_thread_names_its_part(stream: io.StringIO) -> None:
    """The part stands in every event, also in one from a thread."""
    thread = threading.Thread(target=structlog.get_logger().info, args=("sent",))
    thread.start()
    thread.join()

    assert lines(stream)[0]["part"] == "worker"


def _by_format() -> None:
    logging.getLogger("sqlalchemy.pool").warning("%s wrote %s", NUMBER, TEXT)


def _by_exception() -> None:
    try:
        int(f"{NUMBER}: {TEXT}")
    except ValueError:
        logging.getLogger("twilio.http").exception("a request with %s failed", TEXT)


def _by_our_exception() -> None:
    try:
        int(f"{NUMBER}: {TEXT}")
    except ValueError as error:
        structlog.get_logger().exception("send_failed", row="r1")
        structlog.get_logger().error("send_failed", exc_info=error, stack_info=True)


def _by_extra() -> None:
    logging.getLogger("urllib3").error("x", extra={"body": TEXT}, stack_info=True)


def _by_quiet_levels() -> None:
    logging.getLogger("urllib3.connectionpool").debug(TEXT)
    logging.getLogger("werkzeug").info(TEXT)
    structlog.get_logger().debug(TEXT)


@pytest.mark.parametrize("leak", [_by_format, _by_exception, _by_our_exception, _by_extra, _by_quiet_levels])
def test_texts_and_numbers_have_no_way_in(stream: io.StringIO, leak: Callable[[], None]) -> None:
    """Whatever a library says, of it only where and how bad is kept; traces and their values never show."""
    leak()
    said = stream.getvalue()

    assert TEXT not in said
    assert NUMBER not in said
    assert "dipukul" not in said
    assert "Traceback" not in said


def test_a_librarys_warning_keeps_where_and_what_kind(stream: io.StringIO) -> None:
    """An operator still sees which library complained, how loudly, and the error's class."""
    _by_exception()
    (line,) = lines(stream)

    assert (line["event"], line["library"], line["level"], line["error"]) == (
        "library_log", "twilio.http", "error", "ValueError",
    )  # fmt: skip
    assert line["where"].startswith("test_logs.py:")


# --- what children say ---


def sieve(part: str, *pieces: bytes) -> list[dict[str, Any]]:
    """Give what passes of a child's output, read in pieces."""
    stream = io.StringIO()
    through = Sieve(part, stream)
    for piece in pieces:
        through(piece)
    return lines(stream)


def test_our_own_events_pass_whole() -> None:
    """A worker's event comes through as it is."""
    event = {"event": "turn_done", "level": "info", "turn": "t1", "attempt": 1}

    assert sieve("worker", json.dumps(event).encode() + b"\n") == [event]


def test_an_event_may_come_in_pieces() -> None:
    """A pipe breaks lines anywhere."""
    assert sieve("web", b'{"event": "re', b'ady"}\n{"event"', b': "gone"}\n{"ev') == [
        {"event": "ready"}, {"event": "gone"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(TEXT.encode(), id="prose"),
        pytest.param(f'{{"text": "{TEXT}"}}'.encode(), id="an object that is no event"),
        pytest.param(f'{{"event": "{TEXT}"}}'.encode(), id="prose in the place of an event"),
        pytest.param(f'["event", "{TEXT}"]'.encode(), id="a list"),
        pytest.param(b"\xff\xfe" + TEXT.encode(), id="no text"),
        pytest.param(b'  File "turn.py", line 3, in take', id="a line of a trace"),
    ],
)
@pytest.mark.parametrize("part", ["worker", "rasa"])
def test_what_is_no_event_is_dropped(part: str, line: bytes) -> None:
    """Anything a child prints could quote a person."""
    assert sieve(part, line + b"\n") == []


@pytest.mark.parametrize("part", ["rasa", "actions", "redis"])
def test_of_other_programs_events_only_name_and_level_pass(part: str) -> None:
    """Rasa logs message texts as JSON too; nothing of it comes through but what cannot quote."""
    event = {"event": "processor.message.parse", "level": "warning", "text": TEXT, "library": TEXT, "sender": NUMBER}

    assert sieve(part, json.dumps(event).encode() + b"\n") == [
        {"event": "processor.message.parse", "level": "warning", "part": part}
    ]


def test_a_crash_shows_its_kind() -> None:
    """Of a trace the error's class passes, never its words."""
    trace = f"Traceback (most recent call last):\nValueError: {TEXT}\nsqlalchemy.exc.OperationalError: (x) {NUMBER}\n"

    assert [event["error"] for event in sieve("web", trace.encode())] == [
        "ValueError",
        "sqlalchemy.exc.OperationalError",
    ]


def test_a_child_that_never_ends_its_line_takes_no_memory() -> None:
    """Half a line is kept up to a bound."""
    through = Sieve("rasa", io.StringIO())
    for _ in range(5):
        through(b"x" * 65536)

    assert len(through._half) <= 65536
