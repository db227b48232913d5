"""Accounts of the console: made by an operator, opened by a one-time link, kept by an argon2id hash."""

from __future__ import annotations

import hashlib
import secrets
import threading
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pulang.counselling.errors import AccountRefused, Refusal
from pulang.store.tables import Counsellor, Role

__all__ = [
    "LINK_LASTS", "LONGEST_PASSWORD", "SHORTEST_PASSWORD", "AccountRefused", "by_link", "by_name", "create", "disable",
    "needs_rehash", "one_time_link", "rehash", "set_password", "verify",
]  # fmt: skip

LINK_LASTS = timedelta(hours=24)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200  # characters
_LONGEST_NAME = 80

_hasher = PasswordHasher()  # argon2id with the library's parameters: they rise with its releases
# One hash takes 64 MiB: a flood of log-ins must not take the memory that messages need.
_at_once = threading.Semaphore(2)


def create(session: Session, name: str, role: Role, now: datetime) -> Counsellor:
    """Make an account that nobody can log in to yet; raises AccountRefused."""
    name = " ".join(name.split())
    if not name:
        raise AccountRefused(Refusal.NAME_EMPTY, "a name is needed")
    if len(name) > _LONGEST_NAME:
        raise AccountRefused(Refusal.NAME_LONG, f"a name has at most {_LONGEST_NAME} characters")
    if by_name(session, name) is not None:
        raise AccountRefused(Refusal.NAME_TAKEN, f"{name}: an account of this name exists")
    made = Counsellor(name=name, role=role, created_at=now)
    session.add(made)
    session.flush()
    return made


def by_name(session: Session, name: str) -> Counsellor | None:
    """Find an account; capitals and surplus spaces do not matter."""
    return session.scalar(select(Counsellor).where(func.lower(Counsellor.name) == " ".join(name.split()).lower()))


def one_time_link(counsellor: Counsellor, now: datetime) -> str:
    """Make the secret end of a link by which the owner chooses a password, once, within 24 hours.

    An earlier link stops working. Only the secret's SHA-256 is kept: it is long and random, so it needs no slow hash.
    """
    token = secrets.token_urlsafe(32)
    counsellor.link_hash, counsellor.link_expires_at = _fingerprint(token), now + LINK_LASTS
    return token


def by_link(session: Session, token: str, now: datetime) -> Counsellor | None:
    """Find the account that a link opens; None when it was used, is too old or never existed."""
    found = session.scalar(
        select(Counsellor)
        .where(Counsellor.link_hash == _fingerprint(token), Counsellor.disabled.is_(False))
        .with_for_update()
    )
    if found is None or found.link_expires_at is None or found.link_expires_at <= now:
        return None
    return found


def set_password(counsellor: Counsellor, password: str) -> None:
    """Give an account its password and use up its link; raises AccountRefused."""
    if len(password) < SHORTEST_PASSWORD:
        raise AccountRefused(Refusal.PASSWORD_SHORT, f"a password has at least {SHORTEST_PASSWORD} characters")
    if len(password) > LONGEST_PASSWORD:
        raise AccountRefused(Refusal.PASSWORD_LONG, f"a password has at most {LONGEST_PASSWORD} characters")
    if password.strip().lower() == counsellor.name.lower():
        raise AccountRefused(Refusal.PASSWORD_IS_NAME, "a password must differ from the name")
    rehash(counsellor, password)
    counsellor.link_hash = counsellor.link_expires_at = None


def verify(counsellor: Counsellor | None, password: str) -> bool:
    """Tell whether the password is the account's; takes as long for accounts that do not exist or are disabled."""
    kept = counsellor.password_hash if counsellor is not None and not counsellor.disabled else None
    try:
        with _at_once:
            _hasher.verify(kept or _nobodys_hash(), password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None and len(password) <= LONGEST_PASSWORD


def needs_rehash(counsellor: Counsellor) -> bool:
    """Tell whether the hash was made with parameters that are weaker than today's."""
    return counsellor.password_hash is not None and _hasher.check_needs_rehash(counsellor.password_hash)


def rehash(counsellor: Counsellor, password: str) -> None:
    """Hash a password that was just verified with today's parameters."""
    with _at_once:
        counsellor.password_hash = _hasher.hash(password)


def disable(counsellor: Counsellor) -> None:
    """Lock an account: no log-in, no link, no duty."""
    counsellor.disabled, counsellor.on_duty = True, False
    counsellor.link_hash = counsellor.link_expires_at = None


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))
