from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from werkzeug.serving import make_server

from pulang.main.health import DEGRADED, DOWN, READY, Health
from pulang.main.wiring import Wiring, free_port
from pulang.store import Keyring, Store
from pulang.store.bell import Bell

TOKEN = "token-of-rasa"


@dataclass
class Parts:
    """Everything an installation needs, here as servers that answer what a test tells them."""

    status: dict[str, int] = field(default_factory=lambda: {"/status": 200, "/health": 200, "/double/healthz": 200})
    state: str = '{"meaning": true}'


@pytest.fixture
def parts() -> Parts:
    """Give parts that all answer well."""
    return Parts()


@contextmanager
def serve(app: Flask) -> Iterator[int]:
    """Serve an app in a thread on a free loopback port; gives the port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def health(parts: Parts, store: Store, redis_url: str, tmp_path: Path) -> Iterator[Callable[..., Health]]:
    """Give a function that looks at these parts; any of database, Redis, double and beat may be another one."""
    app = Flask("parts")

    @app.get("/")
    @app.get("/<path:path>")
    def answer(path: str = "") -> tuple[str, int]:
        if path == "status" and request.args.get("token") != TOKEN:
            return "", 401
        if path == "webhooks/state/":
            return parts.state, 200
        return "", parts.status.get(f"/{path}", 404)

    with serve(app) as port:

        def look(
            database: Store = store,
            redis: str = redis_url,
            beat: float | None = 0.0,
            double: int | None = port,
            beaten_by: int | None = None,
        ) -> Health:
            if beat is not None:
                file = tmp_path / "worker.beat"
                file.write_text(str(beaten_by or os.getpid()))
                moment = file.stat().st_mtime - beat
                os.utime(file, (moment, moment))
            return Health(database, Bell(redis), Wiring(redis, None, port, port, double), tmp_path, TOKEN)

        yield look


def test_everything_is_ready(health: Any) -> None:
    """Every part by its name."""
    assert health().parts() == dict.fromkeys(("database", "redis", "rasa", "actions", "worker", "double"), READY)


@pytest.mark.parametrize("state", ['{"meaning": false}', "{}", "[]", "", "not json"])
def test_a_bot_that_hears_words_alone_is_degraded(health: Any, parts: Parts, state: str) -> None:
    """Without the embedding the bot answers, and says that it hears less."""
    parts.state = state

    assert health().parts()["rasa"] == DEGRADED


def test_without_the_double_nobody_asks_for_it(health: Any) -> None:
    """With real credentials there is no such part."""
    assert "double" not in health(double=None).parts()


@pytest.mark.parametrize(("path", "part"), [("/status", "rasa"), ("/health", "actions"), ("/double/healthz", "double")])
@pytest.mark.parametrize("status", [500, 404, 302])
def test_a_part_that_answers_badly_is_down(health: Any, parts: Parts, path: str, part: str, status: int) -> None:
    """Any answer but 200 is no health, and the others are not blamed."""
    parts.status[path] = status
    found = health().parts()

    assert [name for name, state in found.items() if state == DOWN] == [part]


def test_parts_that_do_not_answer_are_down(store: Store, redis_url: str, tmp_path: Path) -> None:
    """Nobody listens: down, within a moment."""
    nobody = Wiring(redis_url, None, free_port(), free_port(), free_port())
    found = Health(store, Bell(redis_url), nobody, tmp_path, TOKEN).parts()

    assert [name for name, state in found.items() if state == DOWN] == ["rasa", "actions", "worker", "double"]


def test_a_database_that_cannot_be_opened_is_down(health: Any, keyring: Keyring, tmp_path: Path) -> None:
    """The database is asked, not assumed."""
    broken = Store(f"sqlite:///{tmp_path / 'missing' / 'pulang.db'}", keyring)

    assert health(database=broken).parts()["database"] == DOWN
    broken.close()


def test_a_redis_that_is_away_is_down(health: Any) -> None:
    """Redis is asked, not assumed."""
    assert health(redis="redis://127.0.0.1:1/0").parts()["redis"] == DOWN


@pytest.mark.parametrize(("age", "state"), [(None, DOWN), (9.0, READY), (11.0, DOWN)])
def test_a_worker_lives_by_its_beat(health: Any, age: float | None, state: str) -> None:
    """No sign of life for ten seconds, or none ever, is a dead worker."""
    assert health(beat=age).parts()["worker"] == state


def test_a_worker_that_just_died_is_down_at_once(health: Any) -> None:
    """A fresh sign of life of a process that is gone counts for nothing."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()

    assert health(beaten_by=gone.pid).parts()["worker"] == DOWN
