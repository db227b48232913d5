from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

SAYS: list[dict[str, Any]] = [{"custom": {"message": "conversation.greet"}}]


@dataclass
class RasaDouble:
    """A small HTTP server that speaks Rasa's REST channel and tracker API, and answers by a script.

    `script` maps a text to what is answered, `answer` is for all others. `slow` seconds pass before an answer; `broken`
    is a body that is sent instead; `status` a status instead of 200. Trackers keep events as Rasa does.
    """

    script: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    answer: list[dict[str, Any]] = field(default_factory=lambda: list(SAYS))
    slow: float = 0
    broken: bytes | None = None
    status: int = 200
    asked: list[dict[str, Any]] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    trackers: dict[str, list[Any]] = field(default_factory=dict)
    while_asked: Callable[[], None] | None = None
    url: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def texts(self) -> list[str]:
        """List the texts that were asked, in order."""
        return [call["message"] for call in self.asked]

    def post(self, call: dict[str, Any]) -> Any:
        """Answer a message, and remember it in its tracker."""
        self.asked.append(call)
        if self.while_asked is not None:
            self.while_asked()
        said = self.script.get(call["message"], self.answer)
        events = self.trackers.setdefault(call["sender"], [])
        events.append({"event": "user", "text": call["message"], "metadata": call["metadata"]})
        events += [{"event": "bot", "data": {"custom": item.get("custom")}} for item in said]
        return said


@contextmanager
def serving(double: RasaDouble) -> Iterator[RasaDouble]:
    """Serve a double on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = double.post(self._body())
            if double.slow:
                double.released.wait(double.slow)
            self._send(answer)

        def do_GET(self) -> None:
            conversation = urlsplit(self.path).path.split("/")[2]
            double.looked.append(conversation)
            self._send({"events": double.trackers.get(conversation, [])})

        def do_PUT(self) -> None:
            conversation = urlsplit(self.path).path.split("/")[2]
            double.trackers[conversation] = self._body()
            double.forgotten.append(conversation)
            self._send({})

        def _body(self) -> Any:
            return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

        def _send(self, answer: Any) -> None:
            body = double.broken if double.broken is not None else json.dumps(answer).encode()
            self.send_response(double.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):  # the one who asked may have given up
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class calls it so)
            """Say nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    double.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        double.released.set()
        server.shutdown()
        server.server_close()
        thread.join(2)
