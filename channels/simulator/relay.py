from __future__ import annotations

from typing import TYPE_CHECKING

import requests
import structlog
from flask import Response, jsonify, request

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

log = structlog.get_logger()

# A webhook may take its fifteen seconds, twice, before the double can say how it went.
_TIMEOUT = (3.0, 35.0)


class Relay:
    """Passes the page's requests on to the double, with the credentials that the browser never sees."""

    def __init__(self, double_url: str, auth: tuple[str, str]) -> None:
        self._base = double_url.rstrip("/")
        self._auth = auth

    def ask(self, path: str, **query: int) -> ResponseReturnValue:
        """Give the double's answer to the request in hand; 502 when it does not run, 415 for a form."""
        # Another site's form cannot send JSON without asking first, so this is the page's protection against it.
        if request.method == "POST" and not request.is_json:
            return jsonify({"error": "json_expected"}), 415
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.request(
                    request.method,
                    f"{self._base}/double/{path}",
                    params=query,
                    json=request.get_json(silent=True) if request.method == "POST" else None,
                    auth=self._auth,
                    timeout=_TIMEOUT,
                )
        except requests.RequestException as error:
            log.warning("simulator_double_unreached", kind=type(error).__name__)
            return jsonify({"error": "double_unreached"}), 502
        return Response(answer.content, status=answer.status_code, mimetype="application/json")
