from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from channels.double import DoubleConfig, create_double
from channels.gateway import gateway
from channels.gateway.blueprint import Edge
from channels.gateway.signature import Signature
from channels.rendering import Renderer
from channels.sending.client import Account, Twilio
from channels.sending.contents import Contents
from channels.sending.sender import Sender
from pulang.conversation.messages import Channel
from pulang.conversation.spool import Spool
from pulang.outbox import Part, Reply
from pulang.outbox import rows as outbox
from pulang.store import Store
from pulang.store.bell import Bell
from pulang.store.tables import InboxRow, OutboxRow, OutboxState
from pulang.texts import Catalogue

ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "token-of-the-double"
PUBLIC = "https://pulang.example"


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
class Post:
    """The sender between a database and a running double whose webhooks reach a real gateway."""

    sender: Sender
    store: Store
    clock: Any
    double: requests.Session
    url: str
    texts: Catalogue

    def control(self, method: str, path: str, **body: Any) -> Any:
        """Ask the double's own routes."""
        answer = self.double.request(method, f"{self.url}/double{path}", json=body or None, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def phone(self, channel: str = "whatsapp", **asked: Any) -> Phone:
        """Make a phone whose owner has just written, so that Pulang knows them and may answer."""
        made = self.control("POST", "/phones", channel=channel, **asked)
        written = self.control("POST", f"/phones/{made['id']}/messages", body="halo")
        assert [hook["status"] for hook in written["webhooks"]] == [200]
        with self.store.read() as session:
            person_id = session.scalars(
                select(InboxRow.person_id).where(InboxRow.provider_id == written["message"]["sid"])
            ).one()
        return Phone(self, made["id"], made["address"], channel, person_id)

    def deliver(self) -> None:
        """Send everything that may go now, one after the other, until nothing is left."""
        while True:
            with self.store.read() as session:
                due = outbox.due(session, self.clock())
            if not due:
                return
            for row in due:
                self.sender.send(row)

    def rows(self) -> list[OutboxRow]:
        """Give the whole outbox in order."""
        with self.store.read() as session:
            return list(session.scalars(select(OutboxRow).order_by(OutboxRow.seq)))

    def states(self) -> list[tuple[str, str | None]]:
        """Give state and error of every row in order."""
        return [(row.state.value, row.error) for row in self.rows()]

    def await_state(self, *states: OutboxState) -> OutboxRow:
        """Wait until the status callbacks have moved the only row there, five seconds at most."""
        waiting = threading.Event()
        for _ in range(250):
            (row,) = self.rows()
            if row.state in states:
                return row
            waiting.wait(0.02)
        pytest.fail(f"the row stayed {row.state.value}")


@dataclass(frozen=True)
class Phone:
    """Somebody's phone, and the person Pulang knows behind it."""

    post: Post
    id: str
    address: str
    channel: str
    person_id: str

    def queue(self, *parts: Part, emergency: bool = False) -> list[OutboxRow]:
        """Put parts into the outbox for this person."""
        with self.post.store.write() as session:
            return outbox.queue(
                session, parts, person_id=self.person_id, channel=self.channel, now=self.post.clock(),
                emergency=emergency,
            )  # fmt: skip

    def say(self, *texts: str, emergency: bool = False) -> list[OutboxRow]:
        """Put plain texts into the outbox."""
        return self.queue(*(Part(text) for text in texts), emergency=emergency)

    def reply(self, reply: Reply) -> list[OutboxRow]:
        """Put a reply into the outbox, rendered for this phone."""
        return self.queue(*Renderer(self.post.texts)(reply, Channel(self.channel)).now)

    def fault(self, text: str) -> None:
        """Make the next message to this phone go wrong."""
        self.post.control("POST", f"/phones/{self.id}/faults", text=text)

    def write(self, text: str) -> None:
        """Type something."""
        self.post.control("POST", f"/phones/{self.id}/messages", body=text)

    def shown(self) -> list[dict[str, Any]]:
        """Give the messages that came to the phone."""
        found = self.post.control("GET", f"/phones/{self.id}/messages")["messages"]
        return [message for message in found if not message["from_person"]]

    def bodies(self) -> list[str]:
        """Give the texts that came to the phone."""
        return [message["body"] for message in self.shown()]


@pytest.fixture
def open_post(store: Store, clock: Any, redis_url: str, tmp_path: Any, texts: Catalogue) -> Callable[..., Any]:
    """Give a context manager that runs a double, a gateway and a sender, with any of the account changed."""

    @contextmanager
    def opened(receipts: tuple[float, float, float] = (0.0, 0.01, 0.02), **changed: Any) -> Iterator[Post]:
        application = Flask("application")
        edge = Edge(store, Spool(tmp_path / "spool", store.keyring), Bell(redis_url), Signature(PUBLIC, [TOKEN]), clock)
        application.register_blueprint(gateway(edge))
        with ExitStack() as stack:
            inside = stack.enter_context(serve(application))
            config = DoubleConfig(ACCOUNT, TOKEN, f"{inside}/twilio/inbound", PUBLIC, receipts=receipts, now=clock)
            double = create_double(config)
            stack.callback(double.extensions["double"].close)
            url = stack.enter_context(serve(double))
            settings = {
                "sid": ACCOUNT, "token": TOKEN, "api_url": url, "whatsapp_sender": "whatsapp:+15005550006",
                "sms_sender": "+15005550010", "callback_url": f"{PUBLIC}/twilio/status", **changed,
            }  # fmt: skip
            twilio = Twilio(Account(**settings))
            stack.callback(twilio.close)
            sender = Sender(store, twilio, Contents(store, twilio), Bell(redis_url, "send"), clock)
            session = stack.enter_context(requests.Session())
            session.auth = (ACCOUNT, TOKEN)
            yield Post(sender, store, clock, session, url, texts)

    return opened


@pytest.fixture
def post(open_post: Callable[..., Any]) -> Iterator[Post]:
    """Give a sender and a double with nothing in them."""
    with open_post() as opened:
        yield opened
