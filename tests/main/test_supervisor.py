from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pulang.main import supervisor
from pulang.main.home import Home, open_home
from pulang.main.settings import Settings, SettingsRefused

ROOT = Path(__file__).parents[2]


@pytest.fixture
def children(
    settings: Settings, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, supervisor.Process]:
    """Give the children of a demo, by name; the model need not be trained for that."""
    for name in ("MODEL", "RASA_PYTHON"):
        (tmp_path / name).touch()
        monkeypatch.setattr(supervisor, name, tmp_path / name)
    monkeypatch.setenv("AWS_SECRET", "not ours")
    return {child.name: child for child in supervisor.processes(settings, home, supervisor.wire(settings, home))}


def test_a_demo_has_every_part(children: dict[str, supervisor.Process]) -> None:
    """Redis, double, actions, Rasa, worker and web."""
    assert set(children) == {"redis", "double", "actions", "rasa", "worker", "web"}


def test_real_credentials_and_own_redis_leave_two_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has a Redis and Twilio starts neither the embedded one nor the double."""
    for name in ("MODEL", "RASA_PYTHON"):
        (tmp_path / name).touch()
        monkeypatch.setattr(supervisor, name, tmp_path / name)
    given = Settings.model_validate(
        {
            "PULANG_HOME": str(tmp_path / "home"),
            "PULANG_REDIS_URL": "redis://10.0.0.1:6379/2",
            "PULANG_SMS_SENDER": "+15005550007",
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 31 + "1",
            "TWILIO_AUTH_TOKEN": "token",
        }
    )
    home = open_home(given)
    found = {child.name for child in supervisor.processes(given, home, supervisor.wire(given, home))}

    assert found == {"actions", "rasa", "worker", "web"}


def test_rasa_gets_no_key_no_number_no_database(children: dict[str, supervisor.Process], home: Home) -> None:
    """Of all secrets the fenced-in process knows its own token and Redis's password, and no more."""
    environment = children["rasa"].environment
    values = " ".join(environment.values())

    keys = home.keys
    assert not [key for key in (*keys.encryption, keys.identity, keys.session, keys.double_token) if key in values]
    assert home.database_url not in values
    assert not [name for name in environment if name.startswith("TWILIO_") or "SENDER" in name]
    assert environment["RASA_TELEMETRY_ENABLED"] == "false"


def test_no_child_inherits_what_is_not_ours(children: dict[str, supervisor.Process]) -> None:
    """The rest of an operator's environment stays outside."""
    assert not [child.name for child in children.values() if "AWS_SECRET" in child.environment]


def test_no_secret_shows_in_a_list_of_processes(children: dict[str, supervisor.Process], home: Home) -> None:
    """Command lines are for everybody to read, so they hold no key and no password."""
    shown = " ".join(word for child in children.values() for word in child.command)
    secrets = [value for value in vars(home.keys).values() if isinstance(value, str)]

    assert not [secret for secret in (*secrets, *home.keys.encryption) if secret in shown]
    assert (home.path / "redis.conf").stat().st_mode & 0o777 == 0o600


def test_an_untrained_bot_is_told(
    settings: Settings, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line that says what to run."""
    monkeypatch.setattr(supervisor, "MODEL", tmp_path / "missing")

    with pytest.raises(SettingsRefused, match="make setup"):
        supervisor.processes(settings, home, supervisor.wire(settings, home))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_child_dies_with_its_parent() -> None:
    """Killing the supervisor leaves nothing running, however it dies."""
    child = f"[{sys.executable!r}, '-m', 'pulang.main.child', 'sleep', '60']"
    parent = f"import subprocess, time; p = subprocess.Popen({child}); print(p.pid, flush=True); time.sleep(60)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True, env=environment
    ) as started:
        assert started.stdout is not None
        pid = int(started.stdout.readline())
        stat = Path(f"/proc/{pid}/comm")
        while stat.read_text() != "sleep\n":
            pass
        descriptor = os.pidfd_open(pid)
        started.send_signal(signal.SIGKILL)
        ended, _, _ = select.select([descriptor], [], [], 5)
        os.close(descriptor)

    assert ended


WATCHED = """
import sys
import time
from pathlib import Path
from pulang.main import supervisor
from pulang.main.home import open_home
from pulang.main.settings import load

mortal = (
    "import json, os, subprocess, sys, time; "
    "subprocess.Popen(['sleep', '3']); "  # a grandchild that keeps what its parent held open
    "print('kata orang'); print(json.dumps({'event': 'alive', 'pid': os.getpid()}), flush=True); time.sleep(60)"
)
supervisor.processes = lambda *_: [
    supervisor.Process(name, (sys.executable, "-u", "-c", mortal), {"PYTHONPATH": sys.argv[1]}) for name in ("a", "b")
]
given = load()
supervisor.up(given, open_home(given), lambda _: None, lambda _: None)
"""


def test_a_killed_child_is_back_within_two_seconds_every_time(tmp_path: Path) -> None:
    """However often and whenever children are killed, each one comes back, and only its events are passed on."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PULANG_HOME": str(tmp_path / "home")}
    with subprocess.Popen(
        [sys.executable, "-c", WATCHED, str(ROOT)], stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path
    ) as started:
        assert started.stderr is not None
        waits, killed_at = [], 0.0
        for line in started.stderr:
            event = json.loads(line)
            assert set(event) == {"event", "pid"}
            if killed_at:
                waits.append(time.monotonic() - killed_at)
            if len(waits) == 12:
                break
            os.kill(event["pid"], signal.SIGKILL)
            killed_at = time.monotonic()
        started.send_signal(signal.SIGTERM)
        started.wait(20)

    assert max(waits) < 2
