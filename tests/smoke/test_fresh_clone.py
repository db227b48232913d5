"""A stranger's first minutes: a fresh copy, `make run`, one conversation on each phone, Ctrl-C.

What the training sentences mean is carried over where it was computed already; CI's own clone, which comes first, has
to compute it.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

ROOT = Path(__file__).parents[2]
SET_UP = 900.0  # seconds: both environments are downloaded and the bot is trained
ANSWER = 20.0  # seconds

pytestmark = pytest.mark.timeout(SET_UP + 120)


MEANINGS = Path("bot/models/meanings.npz")  # by hash of the text: two minutes that were spent once already


def _copy(to: Path) -> None:
    """Copy what a clone would hold: tracked files and new ones that git does not ignore; and what sentences mean."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    if (ROOT / MEANINGS).exists():
        (to / MEANINGS).parent.mkdir(parents=True)
        shutil.copy2(ROOT / MEANINGS, to / MEANINGS)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class Running:
    """Pulang as `make run` started it, and the phones that write to it."""

    def __init__(self, folder: Path) -> None:
        self.port = _free_port()
        # Not our own settings: a stranger has none.
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PULANG_", "TWILIO_"))}
        environment |= {"PULANG_PORT": str(self.port), "MAKEFLAGS": "", "PYTHONPATH": ""}
        self.log = folder / "make-run.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                ["make", "run"],
                cwd=folder,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def url(self, path: str) -> str:
        """Give the address of a page."""
        return f"http://127.0.0.1:{self.port}{path}"

    def await_ready(self) -> None:
        """Wait until every part is ready."""
        until = time.monotonic() + SET_UP
        while time.monotonic() < until:
            if self.process.poll() is not None:
                pytest.fail(f"make run ended by itself:\n{self.log.read_text()[-3000:]}")
            try:
                if requests.get(self.url("/healthz"), timeout=3).status_code == 200:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.5)  # not a race: the outer limit is what fails
        pytest.fail(f"make run was not ready in {SET_UP:.0f} s:\n{self.log.read_text()[-3000:]}")

    def phone(self, channel: str) -> str:
        """Get a new person's phone."""
        made = requests.post(self.url("/simulator/api/phones"), json={"channel": channel}, timeout=10)
        made.raise_for_status()
        return str(made.json()["id"])

    def write(self, phone: str, text: str) -> None:
        """Type a message on a phone."""
        sent = requests.post(
            self.url(f"/simulator/api/phones/{phone}/messages"), json={"kind": "text", "body": text}, timeout=40
        )
        sent.raise_for_status()
        assert [webhook["status"] for webhook in sent.json()["webhooks"]] == [200]

    def await_answer(self, phone: str, fragment: str) -> list[dict[str, Any]]:
        """Wait until a message to the phone contains a text; gives all that came."""
        until = time.monotonic() + ANSWER
        came: list[dict[str, Any]] = []
        while time.monotonic() < until:
            shown = requests.get(self.url(f"/simulator/api/phones/{phone}/messages"), timeout=10).json()["messages"]
            came = [message for message in shown if not message["from_person"]]
            if any(fragment.casefold() in message["body"].casefold() for message in came):
                return came
            time.sleep(0.2)
        pytest.fail(f"no answer with {fragment!r}; came: {[message['body'] for message in came]}")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Start Pulang from a fresh copy, and end it as Ctrl-C does."""
    folder = tmp_path_factory.mktemp("clone")
    _copy(folder)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    started = Running(folder)
    try:
        started.await_ready()
        yield started
        _stop(started)
    finally:
        if started.process.poll() is None:
            os.killpg(started.process.pid, signal.SIGKILL)


def _stop(started: Running) -> None:
    """Press Ctrl-C, and make sure that within seconds nothing of Pulang runs any more."""
    os.killpg(started.process.pid, signal.SIGINT)
    started.process.wait(30)
    with pytest.raises(ProcessLookupError):
        os.killpg(started.process.pid, 0)


def test_every_part_is_ready(running: Running) -> None:
    """Nothing is degraded: the bot hears what sentences mean, not words alone."""
    parts = requests.get(running.url("/healthz"), timeout=3).json()
    assert parts == dict.fromkeys(parts, "ready")


def test_whatsapp_conversation_gets_a_true_answer(running: Running) -> None:
    """Somebody asks on WhatsApp about unpaid wages and learns the law and the door."""
    phone = running.phone("whatsapp")
    running.write(phone, "gaji sy 2 th blm dibayar majikan, nagihnya gmn")
    running.await_answer(phone, "UU 18/2017")


def test_sms_conversation_fits_two_segments(running: Running) -> None:
    """A mother asks by SMS and reads on with LANJUT; each message she gets has at most two segments."""
    phone = running.phone("sms")
    running.write(phone, "anak sy di malaysia paspornya dipegang majikan, gaji jg, gmn pulangnya")
    running.await_answer(phone, "Balas LANJUT")
    running.write(phone, "lanjut")
    came = running.await_answer(phone, "\n1 ")
    assert all(message["segments"] <= 2 for message in came)


def test_danger_becomes_a_case_and_gets_the_numbers(running: Running) -> None:
    """Somebody locked up gets the numbers at once."""
    phone = running.phone("whatsapp")
    running.write(phone, "tolong saya dikurung majikan skrg, dipukul terus, pintunya digembok")
    running.await_answer(phone, "110")
