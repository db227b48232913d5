"""Asks Rasa. Nothing else in Pulang knows that it is Rasa."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

from pulang.conversation.errors import BotUnavailable

LIMIT = 3.0  # seconds that a person may wait for the bot
_SAYS = frozenset({"message", "blocks", "command"})  # a payload without any of these says nothing


@dataclass(frozen=True)
class Asked:
    """What the bot is asked: the text as the person wrote it, or the payload of a choice of ours."""

    conversation_id: str
    turn_id: str
    text: str
    metadata: dict[str, Any]


class Bot:
    """Rasa's REST channel on loopback."""

    def __init__(self, url: str, token: str, limit: float = LIMIT) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._limit = limit
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy of the environment is not for loopback
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=32)
        self._session.mount("http://", adapter)

    def ask(self, asked: Asked) -> list[dict[str, Any]]:
        """Give the payloads the bot answers with; raises BotUnavailable when it is down, slow or not making sense."""
        answer = self._call(
            "POST",
            "/webhooks/rest/webhook",
            json={
                "sender": asked.conversation_id,
                "message": asked.text,
                "metadata": {**asked.metadata, "turn_id": asked.turn_id},
            },
        )
        if not isinstance(answer, list):
            raise BotUnavailable("nonsense")
        payloads = [item.get("custom") for item in answer if isinstance(item, dict)]
        usable = [payload for payload in payloads if isinstance(payload, dict) and _SAYS & payload.keys()]
        if not usable:
            raise BotUnavailable("nonsense")
        return usable

    def already_answered(self, asked: Asked) -> list[dict[str, Any]]:
        """Give what the bot has answered to this turn before, so that a retried turn repeats nothing."""
        tracker = self._call("GET", f"/conversations/{asked.conversation_id}/tracker", params={"token": self._token})
        events = tracker.get("events") if isinstance(tracker, dict) else None
        payloads: list[dict[str, Any]] = []
        ours = False
        for event in events if isinstance(events, list) else ():
            kind = _part(event, "event")
            if kind == "user":
                ours = _part(_part(event, "metadata"), "turn_id") == asked.turn_id
            elif kind == "bot" and ours and isinstance(custom := _part(_part(event, "data"), "custom"), dict):
                payloads.append(custom)
        return [payload for payload in payloads if _SAYS & payload.keys()]

    def forget(self, conversation_id: str) -> None:
        """Make the bot's memory of a conversation as if it had never been; raises BotUnavailable."""
        self._call(
            "PUT",
            f"/conversations/{conversation_id}/tracker/events",
            params={"token": self._token},
            json=[{"event": "restart"}],
        )

    def _call(self, method: str, path: str, **options: Any) -> Any:
        try:
            response = self._session.request(method, self._url + path, timeout=(0.5, self._limit), **options)
            response.raise_for_status()
            return response.json()
        except requests.Timeout as error:
            raise BotUnavailable("slow") from error
        except requests.JSONDecodeError as error:
            raise BotUnavailable("nonsense") from error
        except requests.RequestException as error:
            raise BotUnavailable("down") from error


def _part(value: Any, name: str) -> Any:
    """Give an entry of what should be a JSON object; None where it is something else."""
    return value.get(name) if isinstance(value, dict) else None
