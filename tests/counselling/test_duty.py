"""Who is there to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pulang.counselling.duty import somebody_on_duty
from pulang.store.tables import Counsellor, Role

if TYPE_CHECKING:
    from pulang.store import Store


@pytest.mark.parametrize(
    ("role", "on_duty", "disabled", "answers"),
    [
        (Role.COUNSELLOR, True, False, True), (Role.SUPERVISOR, True, False, True),
        (Role.COUNSELLOR, False, False, False), (Role.COUNSELLOR, True, True, False),
        (Role.EDITOR, True, False, False), (Role.ADMIN, True, False, False),
    ],
)  # fmt: skip
def test_on_duty(*, store: Store, clock: Any, role: Role, on_duty: bool, disabled: bool, answers: bool) -> None:
    """Counsellors and supervisors who said so, and whose account is open."""
    with store.write() as session:
        assert not somebody_on_duty(session)
        session.add(Counsellor(name="a", role=role, on_duty=on_duty, disabled=disabled, created_at=clock()))
    with store.read() as session:
        assert somebody_on_duty(session) is answers
