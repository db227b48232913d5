"""Every kind of request that we send to Twilio, asked of `prism mock` with Twilio's own specification."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
from flask import Flask, Response, request
from werkzeug.serving import make_server

from benchmarks.figures import table
from benchmarks.running import ROOT, free_port
from benchmarks.unmeasured import Unmeasured
from channels.rendering import Renderer
from channels.sending.client import Account, Twilio, variables
from channels.sending.errors import SendError
from pulang.conversation.messages import Channel
from pulang.main.wiring import port_taken
from pulang.outbox import Choice, Part, Reply
from pulang.texts import Catalogue

SPEC = ROOT.parent / "shared" / "data" / "twilio"
PACKAGE = "@stoplight/prism-cli@5"
INSTALL, START = 300.0, 60.0  # seconds
WHATSAPP, SMS = "whatsapp:+6281200000001", "+6281200000002"


class Asked:
    """Passes each request on to the mock of its API and keeps how it was answered."""

    def __init__(self, core: str, content: str) -> None:
        self._mocks = {"v1": content, "2010-04-01": core}
        self.counts: Counter[str] = Counter()
        self.refusals: list[str] = []

    def app(self) -> Flask:
        """Make the loopback server that stands where Twilio stands."""
        app = Flask("asked")

        @app.route("/<api>/<path:path>", methods=["GET", "POST", "DELETE"])
        def pass_on(api: str, path: str) -> Response:
            headers = {
                name: value
                for name, value in request.headers.items()
                if name not in {"Host", "Content-Length", "Accept"}
            }
            answer = requests.request(
                request.method, f"{self._mocks[api]}/{api}/{path}", params=request.args.to_dict(flat=False),
                data=request.get_data(), headers=headers, timeout=30,
            )  # fmt: skip
            name = f"{request.method} {path.rsplit('/', 1)[-1]}"
            accepted = answer.status_code < 300
            self.counts[f"{name} {'accepted' if accepted else 'refused'}"] += 1
            if not accepted:
                self.refusals.append(f"{name}: {answer.status_code} {answer.text[:300]}")
            return Response(answer.content, status=answer.status_code, mimetype="application/json")

        return app


def main() -> None:
    """Ask everything and count what the specification accepts."""
    if not SPEC.is_dir():
        raise Unmeasured("Twilio's specification does not lie beside the project")
    if shutil.which("npm") is None:
        raise Unmeasured("there is no npm")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="pulang-prism-") as name, ExitStack() as stack:
        folder = Path(name)
        prism = _install(folder)
        core = stack.enter_context(_mock(prism, _patched(SPEC / "twilio_api_v2010.json", folder / "core.json")))
        content = stack.enter_context(_mock(prism, _patched(SPEC / "twilio_content_v1.json", folder / "content.json")))
        asked = Asked(core, content)
        url = stack.enter_context(_serve(asked.app()))
        ours = sum(_everything(Twilio(account)) for account in _accounts(url))
    refused = sum(count for name, count in asked.counts.items() if name.endswith("refused"))
    table([*sorted(asked.counts.items()), ("calls of ours", ours), ("refused", refused)])
    for refusal in asked.refusals[:5]:
        print(f"  {refusal}")


def _accounts(url: str) -> list[Account]:
    """Give an account that sends from its numbers, and one that sends through a Messaging Service."""
    callback = "https://pulang.example.org/twilio/status"
    sid, service = "AC" + "0" * 31 + "1", "MG" + "0" * 31 + "1"
    return [
        Account(sid, "token", url, "whatsapp:+15005550006", "+15005550007", callback),
        Account(sid, "token", url, service, service, callback),
    ]


def _everything(twilio: Twilio) -> int:
    """Send every text of ours on both channels and every number of choices; gives how many calls that were."""
    calls: list[Callable[[], Any]] = []
    catalogue = Catalogue()
    render = Renderer(catalogue)
    for text_id in catalogue.ids():
        for channel, to in ((Channel.WHATSAPP, WHATSAPP), (Channel.SMS, SMS)):
            reply = Reply(catalogue.source(text_id, sms=channel is Channel.SMS))
            calls += [_text(twilio, to, part) for part in render(reply, channel).now]
    for count in range(1, 11):
        choices = tuple(Choice(f"Pilihan {number}", f"/pick{number}") for number in range(1, count + 1))
        part = render(Reply("Mau yang mana?", choices), Channel.WHATSAPP).now[-1]
        calls += [_made(twilio, count), _content(twilio, part)]
    calls += [lambda: twilio.content_sid("pulang"), lambda: twilio.sent_to(WHATSAPP, datetime.now(UTC))]
    for call in calls:
        with suppress(SendError):  # the refusal is counted where it was made
            call()
    return len(calls)


def _text(twilio: Twilio, to: str, part: Part) -> Callable[[], Any]:
    return lambda: twilio.send_text(to, part.body, "0" * 32)


def _made(twilio: Twilio, count: int) -> Callable[[], Any]:
    return lambda: twilio.create_content(f"pulang_choices_{count}", count)


def _content(twilio: Twilio, part: Part) -> Callable[[], Any]:
    return lambda: twilio.send_content(WHATSAPP, "HX" + "0" * 32, variables(part.heading or "", part.choices), "0" * 32)


def _install(folder: Path) -> Path:
    print("  installing prism ...", flush=True)
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), PACKAGE]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=INSTALL, env=os.environ)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Unmeasured("prism could not be installed") from error
    return folder / "node_modules" / ".bin" / "prism"


def _patched(spec: Path, to: Path) -> Path:
    """Say how lists are written in a form, which the specification leaves out and without which Prism refuses them."""
    described = json.loads(spec.read_text(encoding="utf-8"))
    for operations in described["paths"].values():
        for operation in operations.values():
            contents = operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
            for kind in contents.values():
                for name, schema in kind["schema"].get("properties", {}).items():
                    encoding = kind.setdefault("encoding", {}).setdefault(name, {})
                    encoding["allowReserved"] = True
                    if schema.get("type") == "array":
                        encoding.update(style="form", explode=True)
    to.write_text(json.dumps(described), encoding="utf-8")
    return to


@contextmanager
def _mock(prism: Path, spec: Path) -> Iterator[str]:
    port = free_port()
    command = [str(prism), "mock", "--host", "127.0.0.1", "--port", str(port), str(spec)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _await(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and process.poll() is None:
        if port_taken(port):
            return
        time.sleep(0.3)
    raise Unmeasured("prism did not start")


@contextmanager
def _serve(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
