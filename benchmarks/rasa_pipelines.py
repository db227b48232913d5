"""Messages a second through Rasa's REST channel: its stock configuration against ours, and what the action calls cost.

`python -m benchmarks.rasa_pipelines [--messages N] [--skip-stock]`. Needs both environments and the bot. Each line
is one JSON object: a server is started on loopback, warmed up, and asked with 16 messages in flight; `answered` is the
share that got what was expected. A newer jsonschema is laid over the locked one, if it can be had.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread, local
from typing import Any

import requests

ROOT = Path(__file__).parents[1]
RASA = ROOT / ".venv-rasa" / "bin" / "python"
UV = ROOT / ".venv" / "bin" / "uv"
OURS = ROOT / "bot" / "models" / "pulang.tar.gz"
IN_FLIGHT = 16
TURNS = 5  # messages a conversation, so that trackers stay short
NEWER = "jsonschema>=4"

ASSESSED = {"turn_id": "1", "assessment": {"level": 0, "signals": []}}  # as in service, so that Rasa need not assess
WITHOUT_ACTION = ("terima kasih", "conversation.thanks")
WITH_ACTION = ("gaji 5 bulan belum dibayar majikan", "action_entitlement")


@dataclass(frozen=True)
class Variant:
    """One way to run Rasa."""

    name: str
    model: Path
    selective: bool = True
    overlay: Path | None = None


@dataclass(frozen=True)
class Server:
    """A running Rasa, and what it took to get there."""

    url: str
    pid: int
    seconds_to_ready: float


class _Action(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        action = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["next_action"]
        body = json.dumps({"events": [], "responses": [{"custom": {"message": action}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the library's name)
        """Say nothing on the terminal."""


def main() -> None:
    """Measure every variant and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=400)
    parser.add_argument("--skip-stock", action="store_true", help="do not train and measure the stock configuration")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _actions() as actions_url:
        work = Path(folder)
        for variant in _variants(work, stock=not options.skip_stock):
            with _running(variant, work, actions_url) as server:
                for kind, (text, expected) in (("no action", WITHOUT_ACTION), ("one action", WITH_ACTION)):
                    _ask(server.url, text, expected, IN_FLIGHT * TURNS)
                    rate, answered = _ask(server.url, text, expected, options.messages)
                    measured = {
                        "variant": variant.name,
                        "kind": kind,
                        "messages_a_second": round(rate, 1),
                        "answered": answered,
                        "resident_mb": _resident_mb(server.pid),
                        "seconds_to_ready": round(server.seconds_to_ready, 1),
                    }
                    print(json.dumps(measured), flush=True)


def _variants(work: Path, *, stock: bool) -> Iterator[Variant]:
    yield Variant("ours", OURS)
    yield Variant("ours, whole domain with each action", OURS, selective=False)
    overlay = _newer_jsonschema(work / "overlay")
    if overlay is not None:
        yield Variant(f"ours, {NEWER}", OURS, overlay=overlay)
        yield Variant(f"ours, {NEWER}, whole domain with each action", OURS, selective=False, overlay=overlay)
    if stock:
        model = _train_stock(work)
        yield Variant("stock", model)
        yield Variant("stock, as shipped: whole domain with each action", model, selective=False, overlay=overlay)


def _newer_jsonschema(folder: Path) -> Path | None:
    command: list[str | Path] = [UV, "pip", "install", "--quiet", "--python", RASA, "--target", folder, NEWER]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    except (OSError, subprocess.SubprocessError):
        print(json.dumps({"left_out": f"{NEWER} could not be had"}), flush=True)
        return None
    return folder


def _train_stock(work: Path) -> Path:
    command: list[str | Path] = [
        RASA, "-W", "ignore", "-m", "rasa", "train", "--quiet", "--augmentation", "0",
        "--config", ROOT / "benchmarks" / "rasa_stock.yml", "--data", ROOT / "bot" / "data",
        "--domain", ROOT / "bot" / "domain", "--out", work, "--fixed-model-name", "stock",
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, cwd=work, env=_environment(None), timeout=1800)
    return work / "stock.tar.gz"


def _environment(overlay: Path | None) -> dict[str, str]:
    paths = [str(path) for path in (overlay, ROOT) if path is not None]
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(paths), "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3",
    }  # fmt: skip


@contextmanager
def _actions() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Action)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/webhook"
    server.shutdown()
    server.server_close()


@contextmanager
def _running(variant: Variant, work: Path, actions_url: str) -> Iterator[Server]:
    endpoints = work / "endpoints.yml"
    selective = str(variant.selective).lower()
    endpoints.write_text(f"action_endpoint: {{url: '{actions_url}', enable_selective_domain: {selective}}}\n")
    port = _free_port()
    command: list[str | Path] = [
        RASA, "-W", "ignore", "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port),
        "--model", variant.model, "--endpoints", endpoints, "--credentials", ROOT / "credentials.yml",
    ]  # fmt: skip
    started = time.monotonic()
    with subprocess.Popen(
        command, cwd=work, env=_environment(variant.overlay), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(url, process)
            yield Server(url, process.pid, time.monotonic() - started)
        finally:
            process.terminate()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    # Rasa answers its root before the model is loaded; only a message tells.
    for _ in range(1200):
        if process.poll() is not None:
            raise RuntimeError("Rasa ended while starting")
        try:
            if requests.post(
                f"{url}/webhooks/rest/webhook", json={"sender": "ready", "message": "halo"}, timeout=30
            ).json():
                return
        except (requests.RequestException, ValueError):
            pass
        time.sleep(0.1)
    raise RuntimeError("Rasa was not ready in time")


def _ask(url: str, text: str, expected: str, messages: int) -> tuple[float, float]:
    kept = local()
    run = time.monotonic_ns()

    def one(number: int) -> bool:
        session = getattr(kept, "session", None)
        if session is None:
            session = kept.session = requests.Session()
        body = {"sender": f"{run}-{number // TURNS}", "message": text, "metadata": ASSESSED}
        answer = session.post(f"{url}/webhooks/rest/webhook", json=body, timeout=60).json()
        return any(part.get("custom", {}).get("message") == expected for part in answer)

    started = time.monotonic()
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        right = sum(pool.map(one, range(messages)))
    return messages / (time.monotonic() - started), round(right / messages, 3)


def _resident_mb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
