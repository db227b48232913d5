from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests
from flask import Flask, Response, request
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from werkzeug.serving import make_server

from channels.double import DoubleConfig, create_double

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "token-of-the-double"
PUBLIC = "https://pulang.example"
WHATSAPP = "whatsapp:+15005550006"
SMS = "+15005550010"


@dataclass
class Hook:
    """One webhook as the application got it."""

    path: str
    query: str
    form: dict[str, str]
    signature: str
    token: str | None


@dataclass
class Receiver:
    """A stand-in for the application: keeps every webhook, answers what ``answers`` says (0: hangs up), then 200."""

    hooks: list[Hook] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    url: str = ""
    _news: threading.Condition = field(default_factory=threading.Condition)

    def take(self, hook: Hook) -> int:
        """Keep a webhook and give the status to answer it with."""
        with self._news:
            self.hooks.append(hook)
            self._news.notify_all()
            return self.answers.pop(0) if self.answers else 200

    def wait(self, path: str, count: int) -> list[Hook]:
        """Wait until ``count`` webhooks came in at ``path``, five seconds at most."""

        def at_path() -> list[Hook]:
            return [hook for hook in self.hooks if hook.path == path]

        with self._news:
            self._news.wait_for(lambda: len(at_path()) >= count, timeout=5)
            return at_path()


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    at: datetime = datetime(2026, 11, 24, 8, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        """Give the time."""
        return self.at

    def move(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)


class Rebased(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's own HTTP client, with every host replaced by the double's."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=5)
        self._base = urlsplit(base)

    def request(self, method: str, url: str, *args: Any, **options: Any) -> Any:
        """Ask the double what Twilio would be asked."""
        moved = urlunsplit(urlsplit(url)._replace(scheme=self._base.scheme, netloc=self._base.netloc))
        return super().request(method, moved, *args, **options)


@contextmanager
def serve(app: Flask) -> Iterator[str]:
    """Serve an app in a thread on a free loopback port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Stage:
    """A running double with what a test does to it."""

    url: str
    clock: Clock
    receiver: Receiver
    client: Client
    session: requests.Session

    def control(self, method: str, path: str, **body: Any) -> Any:
        """Ask the double's own routes; gives the JSON of a 2xx answer."""
        response = self.session.request(method, f"{self.url}/double{path}", json=body or None)
        response.raise_for_status()
        return response.json()

    def phone(self, channel: str, **asked: Any) -> dict[str, Any]:
        """Make a phone."""
        made: dict[str, Any] = self.control("POST", "/phones", channel=channel, **asked)
        return made

    def write(self, phone: dict[str, Any], body: str = "halo", **asked: Any) -> Hook:
        """Send something from a phone and give the webhook that it became."""
        self.control("POST", f"/phones/{phone['id']}/messages", body=body, **asked)
        return self.receiver.hooks[-1]

    def shown(self, phone: dict[str, Any], after: int = 0) -> list[dict[str, Any]]:
        """Give what the phone shows."""
        messages: list[dict[str, Any]] = self.control("GET", f"/phones/{phone['id']}/messages?after={after}")[
            "messages"
        ]
        return messages


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """The application's end of the webhooks."""
    kept = Receiver()
    app = Flask("receiver")

    @app.post("/<path:path>")
    def take(path: str) -> Response:
        hook = Hook(
            f"/{path}",
            request.query_string.decode(),
            request.form.to_dict(),
            request.headers.get("X-Twilio-Signature", ""),
            request.headers.get("I-Twilio-Idempotency-Token"),
        )
        status = kept.take(hook)
        if status == 0:
            request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        return Response("<Response/>", status=status or 200, mimetype="text/xml")

    with serve(app) as url:
        kept.url = url
        yield kept


@pytest.fixture
def open_stage(receiver: Receiver) -> Callable[..., Any]:
    """Give a context manager that runs a double with any setting changed."""

    @contextmanager
    def opened(state_path: Path | None = None, **changed: Any) -> Iterator[Stage]:
        clock = Clock()
        settings = {
            "account_sid": ACCOUNT,
            "auth_token": TOKEN,
            "inbound_url": f"{receiver.url}/twilio/inbound",
            "public_url": PUBLIC,
            "state_path": state_path,
            "receipts": (0.0, 0.01, 0.02),
            "now": clock,
            **changed,
        }
        app = create_double(DoubleConfig(**settings))
        try:
            with serve(app) as url, requests.Session() as session:
                session.auth = (ACCOUNT, TOKEN)
                http = Rebased(url)
                yield Stage(url, clock, receiver, Client(ACCOUNT, TOKEN, http_client=http), session)
                http.session.close()
        finally:
            app.extensions["double"].close()

    return opened


@pytest.fixture
def stage(open_stage: Callable[..., Any]) -> Iterator[Stage]:
    """A double with nothing in it yet."""
    with open_stage() as opened:
        yield opened
