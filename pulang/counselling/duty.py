"""Who is there to answer."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from pulang.store.tables import Counsellor, Role

_ANSWERING = (Role.COUNSELLOR, Role.SUPERVISOR)


def somebody_on_duty(session: Session) -> bool:
    """Tell whether a counsellor has said that they are on duty."""
    found = select(Counsellor.id).where(
        Counsellor.on_duty.is_(True), Counsellor.disabled.is_(False), Counsellor.role.in_(_ANSWERING)
    )
    return session.scalar(found.limit(1)) is not None
