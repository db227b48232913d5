from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from typing_extensions import Self

# What each action does to the dialogue, as bot/domain/_shared.yml promises it. The actions themselves are tested in
# tests/actions; here only what they let the bot know matters.


class ActionsDouble:
    """An action server on loopback that knows nothing but the slots which the contract lets actions set."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhook"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        action = call["next_action"]
        slots = _effects(action, call["tracker"])
        answer = {
            "events": [
                {"event": "slot", "name": name, "value": value, "timestamp": None} for name, value in slots.items()
            ],
            "responses": [{"custom": {"message": action}}],
        }
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the library's name)
        """Say nothing on the terminal."""


def _effects(action: str, tracker: dict[str, Any]) -> dict[str, Any]:
    message, slots = tracker["latest_message"], tracker["slots"]
    named = [entity["value"] for entity in message["entities"] if entity["entity"] in {"place", "country"}]
    if action == "action_services":
        person = (message.get("metadata") or {}).get("person") or {}
        if len(named) > 1:
            return {"awaiting": "which_place", "place": None}
        known = named or slots["place"] or slots["country"] or person.get("place")
        return {} if known else {"awaiting": "place"}
    if action == "action_change_place":
        return {"awaiting": "place", "place": None}
    if action == "action_place":
        return {"awaiting": None if len(named) == 1 else "which_place" if named else "place"}
    if action == "action_offer_topics":
        misses = float(slots["misses"] or 0) + 1
        return {"misses": misses, "awaiting": "human" if misses >= 2 else slots["awaiting"]}
    return {}
