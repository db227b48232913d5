from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from channels.gateway import gateway
from channels.gateway.blueprint import Edge
from channels.gateway.signature import Signature
from pulang.conversation.spool import Spool
from pulang.store import Keyring, Store
from pulang.store.bell import Bell
from pulang.store.tables import InboxRow

PUBLIC = "https://pulang.example"
TOKENS = ("token-of-today", "token-of-yesterday")


@dataclass(frozen=True)
class Gate:
    """The gateway in an app of its own, and what it keeps."""

    client: FlaskClient
    store: Store
    spool: Spool
    bell: Bell

    def post(
        self,
        form: Mapping[str, Any],
        path: str = "/twilio/inbound",
        *,
        token: str = TOKENS[0],
        signed: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """Post a form with the signature Twilio would make; `signed` signs another form than the one that is posted."""
        signature = RequestValidator(token).compute_signature(PUBLIC + path, dict(form if signed is None else signed))
        return self.client.post(path, data=dict(form), headers={"X-Twilio-Signature": signature, **(headers or {})})

    def kept(self) -> int:
        """Count the messages in the inbox."""
        with self.store.read() as session:
            return session.scalar(select(func.count(InboxRow.id))) or 0


@pytest.fixture
def open_gate(tmp_path: Path, keyring: Keyring, redis_url: str, clock: Callable[[], Any]) -> Callable[..., Gate]:
    """Give a function that makes a gateway over a database and a spool folder."""

    def opened(store: Store, spool_folder: Path = tmp_path / "spool", redis: str = redis_url) -> Gate:
        spool, bell = Spool(spool_folder, keyring), Bell(redis)
        app = Flask("gate")
        app.register_blueprint(gateway(Edge(store, spool, bell, Signature(PUBLIC, TOKENS), clock)))
        return Gate(app.test_client(), store, spool, bell)

    return opened


@pytest.fixture
def gate(open_gate: Callable[..., Gate], store: Store) -> Gate:
    """Give a gateway over an empty database."""
    return open_gate(store)
