"""Who may open which page: nobody anything, but for what is listed here or asked for by a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Flask, Response, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, logout_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import Forbidden, HTTPException, NotFound

from console.desk import Desk
from console.member import Member, me
from pulang.store.tables import Counsellor

# Pages that anybody may open. A test walks every route of the app and fails on one that is open and not named here.
PUBLIC = frozenset({"console.login", "console.welcome", "console.static", "front.home", "front.rights"})

SESSION_LASTS = timedelta(hours=12)
_ANSWERING = "_pulang_answering"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def answering(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Mark a page as one that only those who answer people may open (counsellors, supervisors)."""
    setattr(view, _ANSWERING, True)
    return view


def guard(app: Flask, board: Blueprint, desk: Desk) -> None:
    """Put every page of the console behind a log-in, every form behind a token, and every answer under a policy."""
    manager = LoginManager()
    manager.init_app(app)
    manager.session_protection = None  # phones change their address all the time; the cookie is bound in other ways

    def load(stored: str) -> Member | None:
        return _load(desk, stored)

    manager.user_loader(load)
    # Twilio's webhooks carry a signature and no token, so the check is the console's own affair.
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a counsellor's page stays open for hours; the session ends the token
    app.config["WTF_CSRF_SSL_STRICT"] = False  # no page sends a Referer, so there is none to check
    csrf = CSRFProtect(app)

    @board.before_request
    def check() -> ResponseReturnValue | None:
        if current_user.is_authenticated and _expired(desk.clock()):
            logout_user()
        if request.endpoint not in PUBLIC and not current_user.is_authenticated:
            return _ask_to_log_in()
        csrf.protect()
        view: Any = current_app.view_functions[request.endpoint or ""]
        if getattr(view, _ANSWERING, False) and not me().answers:
            raise Forbidden
        return None

    board.after_request(restrict)
    board.register_error_handler(CSRFError, _refused)
    board.register_error_handler(Forbidden, _refused)
    board.register_error_handler(NotFound, _refused)


def begin_session(now: datetime) -> None:
    """Forget whatever the browser brought along, so that nobody can have prepared the session."""
    session.clear()
    session["since"] = now.timestamp()


def restrict(response: Response) -> Response:
    """Let a page load only what is ours, and let no browser keep it."""
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if response.mimetype in {"text/html", "application/json"}:
        response.headers["Cache-Control"] = "no-store"
    return response


def wants_fragment() -> bool:
    """Tell whether the console's own script asks, which wants a piece of a page or a bare status."""
    return request.headers.get("X-Pulang") == "fragment"


def _expired(now: datetime) -> bool:
    since = session.get("since")
    return not isinstance(since, float) or now.timestamp() - since > SESSION_LASTS.total_seconds()


def _load(desk: Desk, stored: str) -> Member | None:
    counsellor_id, _, stamp = stored.partition(":")
    with desk.store.read() as reading:
        counsellor = reading.get(Counsellor, counsellor_id)
        if counsellor is None or counsellor.disabled or counsellor.password_hash is None:
            return None
        member = Member.of(counsellor)
    return member if member.stamp == stamp else None


def _ask_to_log_in() -> ResponseReturnValue:
    if wants_fragment():
        return Response(status=401)
    wanted = request.path if request.method == "GET" else None
    return redirect(url_for("console.login", next=wanted))


def _refused(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    kind = "csrf" if isinstance(error, CSRFError) else str(code)
    if wants_fragment():
        return Response(status=code)
    return render_template("console/refused.html", kind=kind), code
