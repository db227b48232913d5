from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from pulang.directory import seed
from pulang.store import Keyring, Store
from pulang.store.tables import Base

ROOT = Path(__file__).parents[2]
IDENTITY = "cd" * 32
SECRET = "rahasia besar +6281200000001"


@dataclass
class Server:
    """A running action server, and where its output goes."""

    url: str
    process: subprocess.Popen[bytes]
    output: Path


def environment(tmp_path: Path, port: int) -> dict[str, str]:
    """Make a database and give the settings that the server needs."""
    key = Keyring.fresh_encryption_key()
    url = f"sqlite:///{tmp_path / 'pulang.db'}"
    store = Store(url, Keyring([key], IDENTITY))
    Base.metadata.create_all(store.engine)
    seed(store)
    store.close()
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PULANG_ACTIONS_PORT": str(port),
        "PULANG_DATABASE_URL": url,
        "PULANG_ENCRYPTION_KEYS": key,
        "PULANG_IDENTITY_KEY": IDENTITY,
    }


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Run the server as the supervisor does, and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    output = tmp_path / "output"
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "actions.server"],
            env=environment(tmp_path, port),
            stdout=log,
            stderr=log,
            cwd=tmp_path,
        )
    started = Server(f"http://127.0.0.1:{port}", process, output)
    try:
        wait_until_up(started)
        yield started
    finally:
        process.terminate()
        process.wait(10)


def wait_until_up(server: Server) -> None:
    """Try until the server answers; give up when it has ended."""
    session = requests.Session()
    retries = requests.adapters.HTTPAdapter(
        max_retries=requests.adapters.Retry(total=12, connect=12, backoff_factor=0.1, backoff_max=2)
    )
    session.mount("http://", retries)
    with session:
        assert session.get(f"{server.url}/health", timeout=5).json() == {"status": "ok"}, server.output.read_text()


@pytest.mark.timeout(60)
def test_rasa_gets_its_answer(server: Server, call_body: Callable[..., dict[str, Any]]) -> None:
    """A real call over loopback is answered in the shape that Rasa expects, and nothing of it reaches the log."""
    with requests.Session() as rasa:
        asked = call_body("action_services", intent="find_service", text=SECRET, slots={"topic": "wages"})
        answer = rasa.post(f"{server.url}/webhook", json=asked, timeout=5)
        assert answer.status_code == 200
        (response,) = answer.json()["responses"]
        assert response["custom"]["blocks"][-1] == {"message": "place.ask", "values": {}}
        assert {"event": "slot", "name": "awaiting", "value": "place"}.items() <= answer.json()["events"][0].items()

        names = {item["name"] for item in rasa.get(f"{server.url}/actions", timeout=5).json()}
        assert "action_entitlement" in names

        # With enable_selective_domain Rasa sends no domain at all.
        without = {key: value for key, value in asked.items() if key != "domain"}
        assert rasa.post(f"{server.url}/webhook", json=without, timeout=5).json() == answer.json()

        # rasa-sdk would write the name of an action that it does not know into its log.
        unknown = rasa.post(f"{server.url}/webhook", json=call_body(f"action {SECRET}"), timeout=5)
        assert unknown.status_code == 404
        broken = rasa.post(f"{server.url}/webhook", json={"next_action": "action_place", "note": SECRET}, timeout=5)
        assert broken.status_code >= 400
    server.process.terminate()
    server.process.wait(10)
    log = server.output.read_text()
    assert "actions_started" in log
    assert "rahasia" not in log
    assert "81200000001" not in log


def test_only_loopback_is_bound(server: Server) -> None:
    """The server listens on 127.0.0.1 alone."""
    port = int(server.url.rsplit(":", 1)[1])
    listening = [
        line.split()[1]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if line.split()[3] == "0A" and int(line.split()[1].split(":")[1], 16) == port
    ]
    assert listening == [f"0100007F:{port:04X}"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PULANG_DATABASE_URL", None, "the setting PULANG_DATABASE_URL is missing"),
        ("PULANG_ACTIONS_PORT", "many", "invalid literal"),
        ("PULANG_IDENTITY_KEY", "ab", "identity key"),
    ],
)
def test_unusable_settings(tmp_path: Path, name: str, value: str | None, said: str) -> None:
    """A missing or malformed setting stops the start with one line and exit code 2."""
    settings = environment(tmp_path, 1) | ({name: value} if value else {})
    if value is None:
        del settings[name]
    ended = subprocess.run(
        [sys.executable, "-m", "actions.server"], env=settings, capture_output=True, text=True, timeout=30, check=False
    )
    assert ended.returncode == 2
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
