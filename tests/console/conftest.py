"""A console with people in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlalchemy import select

import console
from channels.rendering import Renderer
from console.member import Member
from pulang.counselling import accounts
from pulang.store import Store
from pulang.store.bell import Bell
from pulang.store.tables import (
    Audit,
    Case,
    CaseState,
    Counsellor,
    InboxRow,
    InboxState,
    OutboxRow,
    Person,
    Quiet,
    Role,
)
from pulang.texts import Catalogue

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PASSWORD = "sawah hijau pagi"
NOBODY = "redis://127.0.0.1:1"  # no Redis: every call does without it


@dataclass
class Office:
    """The console's app, its database, and short ways to fill and read it."""

    app: Flask
    store: Store
    clock: Any
    password_hash: str
    _received: int = field(default=0)

    def counsellor(self, name: str = "Sari", role: Role = Role.COUNSELLOR, *, on_duty: bool = True) -> str:
        """Make an account with a password; gives its id."""
        with self.store.write() as session:
            made = accounts.create(session, name, role, self.clock())
            made.password_hash = self.password_hash
            made.on_duty = on_duty
            return made.id

    def log_in(self, name: str = "Sari", password: str = PASSWORD, client: FlaskClient | None = None) -> Any:
        """Send the log-in form; gives the answer."""
        page = "/console/login"
        return self.post(client or self.app.test_client(), page, page=page, name=name, password=password)

    def enter(self, name: str = "Sari") -> FlaskClient:
        """Give a browser in which somebody has logged in, without the time that checking a password takes."""
        client = self.app.test_client()
        with self.store.read() as session, client.session_transaction() as kept:
            counsellor = accounts.by_name(session, name)
            assert counsellor is not None
            kept.update(_user_id=Member.of(counsellor).get_id(), _fresh=True, since=self.clock().timestamp())
        return client

    def post(self, client: FlaskClient, path: str, *, page: str = "/console/", **form: str) -> Any:
        """Send a form with the token of a page."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
        assert token, "the page has no form"
        return client.post(path, data={"csrf_token": token[1], **form})

    def person(self, text: str = "tolong saya dikurung", **columns: Any) -> tuple[str, str]:
        """Let somebody write something that opens a case; gives the ids of the person and the case."""
        level, channel = columns.pop("level", 2), columns.pop("channel", "whatsapp")
        signals, opened = columns.pop("signals", ["captivity"]), columns.pop("opened_at", self.clock())
        with self.store.write() as session:
            person = Person(created_at=self.clock(), **columns)
            session.add(person)
            session.flush()
            case = Case(person_id=person.id, channel=channel, level=level, signals=signals, opened_at=opened)
            session.add(case)
            session.flush()
            ids = person.id, case.id
        self.receive(ids[0], text, case_id=ids[1], channel=channel)
        return ids

    def receive(self, person_id: str, text: str, **columns: Any) -> None:
        """Let a person write once more."""
        self._received += 1
        row = {
            "provider_id": f"SM{self._received:032}", "person_id": person_id, "channel": "whatsapp",
            "content": {"text": text, "choice": None, "point": None, "media": []}, "received_at": self.clock(),
            "state": InboxState.DONE, **columns,
        }  # fmt: skip
        with self.store.write() as session:
            session.add(InboxRow(**row))

    def set_quiet(self, person_id: str, quiet: Quiet) -> None:
        """Let a person leave, or come back."""
        with self.store.write() as session:
            session.get_one(Person, person_id).quiet = quiet

    def case(self, case_id: str) -> Case:
        """Read a case."""
        with self.store.read() as session:
            return session.get_one(Case, case_id)

    def sent(self, person_id: str) -> list[str]:
        """Read what was queued for a person."""
        with self.store.read() as session:
            rows = session.scalars(select(OutboxRow).where(OutboxRow.person_id == person_id).order_by(OutboxRow.seq))
            return [row.part["body"] for row in rows]

    def owed(self, person_id: str) -> str | None:
        """Read what a person is to be told when they write again."""
        with self.store.read() as session:
            return session.get_one(Person, person_id).owed

    def events(self) -> list[str]:
        """Read the audit trail."""
        with self.store.read() as session:
            return list(session.scalars(select(Audit.event).order_by(Audit.id)))

    def claimed(self, case_id: str, counsellor_id: str) -> None:
        """Give a case to somebody, without telling anybody."""
        with self.store.write() as session:
            case = session.get_one(Case, case_id)
            case.state, case.claimed_by, case.claimed_at = CaseState.CLAIMED, counsellor_id, self.clock()

    def on_duty(self, counsellor_id: str) -> bool:
        """Tell whether somebody is on duty."""
        with self.store.read() as session:
            return session.get_one(Counsellor, counsellor_id).on_duty


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Give the hash of every counsellor's password, made once because it is slow on purpose."""
    made = Counsellor(name="Sari")
    accounts.set_password(made, PASSWORD)
    return str(made.password_hash)


@pytest.fixture
def office(store: Store, clock: Any, texts: Catalogue, password_hash: str) -> Office:
    """Give an empty console."""
    app = Flask("office", static_folder=None)
    app.config.update(SECRET_KEY="not-a-secret", SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax")
    console.register(app, console.Desk(store, Renderer(texts), texts, Bell(NOBODY, "send"), clock))
    return Office(app, store, clock, password_hash)


@pytest.fixture
def says(texts: Catalogue) -> Any:
    """Give our own texts as they go to WhatsApp."""
    return texts.source


@pytest.fixture
def hours() -> Any:
    """Give a span of time."""
    return lambda number: timedelta(hours=number)
