"""Tells how each part of a running installation is."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import requests
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from pulang.main.wiring import Wiring
from pulang.store import Store
from pulang.store.bell import Bell

READY, DEGRADED, DOWN = "ready", "degraded", "down"
_WORKER_SILENCE = 10.0  # seconds without a sign of life


@dataclass(frozen=True)
class Health:
    """Looks at every part; nothing here waits longer than a second."""

    store: Store
    bell: Bell
    wiring: Wiring
    home: Path
    rasa_token: str

    def parts(self) -> dict[str, str]:
        """Give the state of each part by its name."""
        found = {
            "database": READY if self._database() else DOWN,
            "redis": READY if self.bell.ping() else DOWN,
            "rasa": self._rasa(),
            "actions": READY if _answers(f"http://127.0.0.1:{self.wiring.actions_port}/health") else DOWN,
            "worker": READY if self._worker() else DOWN,
        }
        if self.wiring.double_url:
            found["double"] = READY if _answers(f"{self.wiring.double_url}/double/healthz") else DOWN
        return found

    def _rasa(self) -> str:
        """Tell whether the bot is there, and whether it hears the meaning of sentences or words alone."""
        if not _answers(f"{self.wiring.rasa_url}/status?token={self.rasa_token}"):
            return DOWN
        return READY if _ask(f"{self.wiring.rasa_url}/webhooks/state/").get("meaning") is True else DEGRADED

    def _database(self) -> bool:
        try:
            with self.store.read() as session:
                session.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    def _worker(self) -> bool:
        """Tell whether the worker that left the last sign of life is recent and still runs (signal 0 only asks)."""
        beat = self.home / "worker.beat"
        try:
            recent = time.time() - beat.stat().st_mtime < _WORKER_SILENCE
            os.kill(int(beat.read_text()), 0)
        except (OSError, ValueError):
            return False
        return recent


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=1).status_code == 200
    except requests.RequestException:
        return False


def _ask(url: str) -> dict[str, object]:
    try:
        answer = requests.get(url, timeout=1).json()
    except requests.RequestException:
        return {}
    return answer if isinstance(answer, dict) else {}
