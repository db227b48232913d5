"""Who is logged in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import cast

from flask_login import current_user

from pulang.store.tables import Counsellor, Role

ANSWERING = frozenset({Role.COUNSELLOR, Role.SUPERVISOR})


@dataclass(frozen=True)
class Member:
    """An account as the console knows it during one request."""

    id: str
    name: str
    role: Role
    on_duty: bool
    stamp: str  # changes with the password, which ends every session begun before

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @classmethod
    def of(cls, counsellor: Counsellor) -> Member:
        """Take over what the console needs of an account."""
        stamp = hashlib.sha256((counsellor.password_hash or "").encode()).hexdigest()[:16]
        return cls(counsellor.id, counsellor.name, counsellor.role, counsellor.on_duty, stamp)

    def get_id(self) -> str:
        """Give what the session cookie holds."""
        return f"{self.id}:{self.stamp}"

    @property
    def answers(self) -> bool:
        """Whether this role reads and answers what people write."""
        return self.role in ANSWERING

    @property
    def supervises(self) -> bool:
        """Whether this role may take over a colleague's case."""
        return self.role is Role.SUPERVISOR


def me() -> Member:
    """Give who is logged in; only for pages that need a log-in."""
    return cast("Member", current_user._get_current_object())  # noqa: SLF001 (flask-login offers no other way to the object)
