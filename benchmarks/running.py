"""A private installation, started as an operator starts it, and phones that write to it by signed webhooks."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests
from twilio.request_validator import RequestValidator

from benchmarks.unmeasured import Unmeasured

ROOT = Path(__file__).parents[1]
MESSAGES = tuple((Path(__file__).parent / "data" / "messages.txt").read_text(encoding="utf-8").split("\n")[:-1])
START, STOP = 120.0, 30.0  # seconds
WHATSAPP, SMS = "whatsapp:+15005550006", "+15005550007"


@dataclass(frozen=True)
class Posted:
    """One webhook: when it was posted, how long the acknowledgement took (seconds), and with which status."""

    at: float
    took: float
    status: int


@dataclass(frozen=True)
class Reached:
    """One message as the double took it: who got it, when, and its id and number there."""

    sid: str
    seq: int
    to: str
    at: float


class Pulang:
    """A running installation in a folder of its own."""

    def __init__(self, folder: Path, delay: str) -> None:
        self.home = folder / "home"
        self.port = free_port()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PULANG_", "TWILIO_"))}
        environment |= {
            "PULANG_HOME": str(self.home), "PULANG_PORT": str(self.port), "PULANG_DOUBLE_DELAY": delay,
            "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        self._log = (folder / "up.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from pulang.main.cli import main; main()", "up"], cwd=folder, env=environment,
            stdout=self._log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self._validator: RequestValidator | None = None

    def await_ready(self) -> float:
        """Wait until every part is ready; gives the seconds it took."""
        began = time.monotonic()
        while time.monotonic() - began < START:
            if self.process.poll() is not None:
                raise Unmeasured(f"pulang up ended by itself:\n{Path(self._log.name).read_text()[-2000:]}")
            try:
                if requests.get(f"http://127.0.0.1:{self.port}/healthz", timeout=3).status_code == 200:
                    token = json.loads((self.home / "keys.json").read_text())["double_token"]
                    self._validator = RequestValidator(token)
                    return time.monotonic() - began
            except requests.RequestException:
                pass
            time.sleep(0.2)
        raise Unmeasured(f"pulang up was not ready in {START:.0f} s:\n{Path(self._log.name).read_text()[-2000:]}")

    def stop(self) -> None:
        """Press Ctrl-C, and make sure that nothing is left."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(STOP)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self._log.close()

    def children(self) -> list[psutil.Process]:
        """List every process below the supervisor."""
        try:
            return list(psutil.Process(self.process.pid).children(recursive=True))
        except psutil.NoSuchProcess:
            return []

    def memory(self) -> dict[str, float]:
        """Give the resident memory of each part in MiB (what processes share is counted for each of them)."""
        found: dict[str, float] = {}
        for process in (psutil.Process(self.process.pid), *self.children()):
            name = part_of(process.cmdline())
            found[name] = found.get(name, 0) + process.memory_info().rss / 2**20
        return found

    def phones(self, count: int) -> list[str]:
        """Make phones, half of them on SMS; gives their addresses. Each has written once, as Twilio's window asks."""
        return [self._phone("sms" if number % 2 else "whatsapp") for number in range(count)]

    def _phone(self, channel: str) -> str:
        base = f"http://127.0.0.1:{self.port}/simulator/api/phones"
        made = requests.post(base, json={"channel": channel}, timeout=30).json()
        requests.post(f"{base}/{made['id']}/messages", json={"body": "halo"}, timeout=60).raise_for_status()
        return str(made["address"])

    def post(self, provider_id: str, address: str, text: str) -> Posted:
        """Post a message as Twilio does, signed and on a new connection."""
        assert self._validator is not None
        form = inbound_form(provider_id, address, text)
        url = f"http://127.0.0.1:{self.port}/twilio/inbound"
        headers = {"X-Twilio-Signature": self._validator.compute_signature(url, form)}
        at, began = time.time(), time.perf_counter()
        try:
            status = requests.post(url, data=form, headers=headers, timeout=15).status_code
        except requests.RequestException:
            status = 0
        return Posted(at, time.perf_counter() - began, status)

    def reached(self) -> list[Reached]:
        """Give everything that the double has taken from us, in order."""
        return taken_by_double(self.home / "double.db")


def inbound_form(provider_id: str, address: str, text: str) -> dict[str, str]:
    """Make the form of an inbound message."""
    whatsapp = address.startswith("whatsapp:")
    form = {
        "MessageSid": provider_id, "SmsMessageSid": provider_id, "SmsSid": provider_id, "SmsStatus": "received",
        "AccountSid": "AC" + "0" * 32, "ApiVersion": "2010-04-01", "From": address, "To": WHATSAPP if whatsapp else SMS,
        "Body": text, "NumMedia": "0", "NumSegments": "1",
    }  # fmt: skip
    if whatsapp:
        form |= {"MessageType": "text", "ProfileName": "", "WaId": address.removeprefix("whatsapp:+")}
    return form


def taken_by_double(file: Path) -> list[Reached]:
    """Read what a double has taken out of its file."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
        rows = connection.execute(
            "SELECT sid, seq, to_address, created FROM message WHERE direction = 'outbound-api' ORDER BY seq"
        ).fetchall()
    return [Reached(*row) for row in rows]


@contextmanager
def running(folder: Path, delay: str = "0,0") -> Iterator[Pulang]:
    """Run an installation; `delay` is the shortest and longest time in seconds that its double takes to answer."""
    if not (ROOT / "bot" / "models" / "pulang.tar.gz").exists():
        raise Unmeasured("the bot is not trained: run `make setup`")
    started = Pulang(folder, delay)
    try:
        started.await_ready()
        yield started
    finally:
        started.stop()


def free_port() -> int:
    """Find a port of the loopback interface that nobody uses."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def part_of(command: list[str]) -> str:
    """Name the part of Pulang that a command line runs."""
    shown = " ".join(command)
    for name, mark in (
        ("rasa", "bot.serve"), ("web", "gunicorn"), ("redis", "redis-server"), ("worker", "parts worker"),
        ("double", "parts double"), ("actions", "actions"),
    ):  # fmt: skip
        if mark in shown:
            return name
    return "supervisor"
