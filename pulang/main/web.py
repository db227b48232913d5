"""Assembles the Flask app that faces the internet: webhooks, console, pages, health."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, Response, jsonify
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

import console
from channels.gateway import gateway
from channels.gateway.blueprint import Edge
from channels.gateway.signature import Signature
from channels.rendering import Renderer
from pulang.conversation.spool import Spool
from pulang.main import logs, settings
from pulang.main.health import DOWN, Health
from pulang.main.home import DOUBLE_SID, Home, open_home
from pulang.main.parts import now
from pulang.main.settings import Settings
from pulang.main.wiring import Wiring
from pulang.store.bell import Bell
from pulang.texts import Catalogue

log = structlog.get_logger()


def create_app(given: Settings, home: Home, wiring: Wiring) -> Flask:
    """Make the app of one installation."""
    app = Flask("pulang", static_folder=None)
    app.config.update(
        SECRET_KEY=home.keys.session,
        SESSION_COOKIE_NAME="pulang",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=given.address.startswith("https://"),
        MAX_CONTENT_LENGTH=256 * 1024,
    )
    store, texts = home.store(), Catalogue(operator=given.operator)
    wake = Bell(wiring.redis_url, "wake")
    tokens = (home.keys.double_token,) if wiring.double_url else given.tokens
    edge = Edge(store, Spool(home.path / "spool", store.keyring), wake, Signature(given.address, tokens), now)
    app.register_blueprint(gateway(edge))
    desk = console.Desk(
        store, Renderer(texts), texts, Bell(wiring.redis_url, "send"), now, demo=bool(wiring.double_url)
    )
    console.register(app, desk)
    if wiring.double_url:
        from channels.simulator import simulator  # noqa: PLC0415 (a real installation has no such page)

        app.register_blueprint(simulator(wiring.double_url, (DOUBLE_SID, home.keys.double_token)))
    _health(app, Health(store, wake, wiring, home.path, home.keys.rasa_token))
    _errors(app)
    return app


def _health(app: Flask, health: Health) -> None:
    @app.get("/healthz")
    def healthz() -> ResponseReturnValue:
        parts = health.parts()
        return jsonify(parts), 503 if DOWN in parts.values() else 200


def _errors(app: Flask) -> None:
    @app.errorhandler(Exception)
    def failed(error: Exception) -> ResponseReturnValue:
        """Answer any failure with a page that says nothing of what was sent."""
        if isinstance(error, HTTPException):
            return Response(f"{error.code} {error.name}\n", status=error.code or 500, mimetype="text/plain")
        log.error("request_failed", error=type(error).__name__)
        return Response("500 Internal Server Error\n", status=500, mimetype="text/plain")

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault(
            "Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        return response


def serve() -> Any:
    """Make the app for gunicorn, out of what the supervisor handed down."""
    logs.configure("web")
    given = settings.load()
    return create_app(given, open_home(given), Wiring.inherited())
