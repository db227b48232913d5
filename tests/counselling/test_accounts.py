"""Accounts of the console."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from pulang.counselling import accounts
from pulang.counselling.errors import AccountRefused, Refusal
from pulang.store import Store
from pulang.store.tables import Counsellor, Role

PASSWORD = "sawah hijau pagi"


def _made(store: Store, clock: Any, name: str = "Sari") -> Counsellor:
    with store.write() as session:
        return accounts.create(session, name, Role.COUNSELLOR, clock())


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("  ", Refusal.NAME_EMPTY),
        ("a" * 81, Refusal.NAME_LONG),
        ("sari", Refusal.NAME_TAKEN),
        (" Sari ", Refusal.NAME_TAKEN),
    ],
    ids=["empty", "long", "other capitals", "spaces"],
)
def test_refused_names(store: Store, clock: Any, name: str, reason: Refusal) -> None:
    """A name is needed, is short, and belongs to one account, however it is written."""
    _made(store, clock)
    with store.write() as session, pytest.raises(AccountRefused) as refused:
        accounts.create(session, name, Role.ADMIN, clock())
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("pendek", Refusal.PASSWORD_SHORT),
        ("a" * 201, Refusal.PASSWORD_LONG),
        ("SARI WULANDARI", Refusal.PASSWORD_IS_NAME),
    ],
    ids=["short", "long", "the name"],
)
def test_refused_passwords(store: Store, clock: Any, password: str, reason: Refusal) -> None:
    """A password is long enough, not endless, and not the name; a refused one leaves the link usable."""
    made = _made(store, clock, "Sari Wulandari")
    accounts.one_time_link(made, clock())
    with pytest.raises(AccountRefused) as refused:
        accounts.set_password(made, password)
    assert refused.value.reason is reason
    assert made.password_hash is None
    assert made.link_hash is not None


def test_passwords_are_kept_as_argon2id(store: Store, clock: Any) -> None:
    """Only an argon2id hash is kept; the right password fits it and another does not."""
    made = _made(store, clock)
    accounts.set_password(made, PASSWORD)
    assert (made.password_hash or "").startswith("$argon2id$")
    assert accounts.verify(made, PASSWORD)
    assert not accounts.verify(made, PASSWORD + " ")
    assert not accounts.needs_rehash(made)


def test_nobody_gets_in_without_a_password(store: Store, clock: Any) -> None:
    """No account, an account without a password, and a locked one are refused alike."""
    made = _made(store, clock)
    assert not accounts.verify(None, PASSWORD)
    assert not accounts.verify(made, PASSWORD)
    accounts.set_password(made, PASSWORD)
    made.on_duty = True
    accounts.disable(made)
    assert not accounts.verify(made, PASSWORD)
    assert not made.on_duty


def test_old_hashes_are_renewed(store: Store, clock: Any) -> None:
    """A hash of weaker parameters asks for renewal, and the renewed one does not."""
    made = _made(store, clock)
    made.password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    assert accounts.verify(made, PASSWORD)
    assert accounts.needs_rehash(made)
    accounts.rehash(made, PASSWORD)
    assert not accounts.needs_rehash(made)
    assert accounts.verify(made, PASSWORD)


def test_links(store: Store, clock: Any) -> None:
    """A link opens its account for 24 hours and once; only its hash is kept, and a new link replaces it."""
    with store.write() as session:
        made = accounts.create(session, "Sari", Role.COUNSELLOR, clock())
        old, new = accounts.one_time_link(made, clock()), accounts.one_time_link(made, clock())
    with store.write() as session:
        kept = session.scalars(select(Counsellor)).one()
        assert new not in (kept.link_hash or "")
        assert accounts.by_link(session, old, clock()) is None
        assert accounts.by_link(session, new, clock() + timedelta(hours=24)) is None
        assert accounts.by_link(session, new, clock() + timedelta(hours=23, minutes=59)) is kept
        accounts.set_password(kept, PASSWORD)
        session.flush()
        assert accounts.by_link(session, new, clock()) is None


def test_a_locked_account_has_no_link(store: Store, clock: Any) -> None:
    """Locking an account ends its link too."""
    with store.write() as session:
        made = accounts.create(session, "Sari", Role.COUNSELLOR, clock())
        token = accounts.one_time_link(made, clock())
        accounts.disable(made)
        session.flush()
        assert accounts.by_link(session, token, clock()) is None
