from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import event

import actions.answering
from actions.library import Library


def test_a_slow_database_is_not_waited_for(ask: Any, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """An action stops waiting at its limit and names the national lines."""
    monkeypatch.setattr(actions.answering, "LIMIT", 0.05)
    go_on = threading.Event()

    def held(*_statement: Any) -> None:
        go_on.wait(5)

    event.listen(library.store.engine, "before_cursor_execute", held)
    # The thread may end once the answer is there: asyncio.run waits for it.
    release = threading.Timer(0.3, go_on.set)
    release.start()
    try:
        answered = ask("action_services", intent="find_service", slots={"topic": "wages"}, person={"place": "32.15"})
    finally:
        event.remove(library.store.engine, "before_cursor_execute", held)
        release.join()
    assert answered.messages[0] == "error.directory"
    assert "0-800-1000" in answered.said()
