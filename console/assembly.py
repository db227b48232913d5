"""Puts the pages together."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from flask import Blueprint, Flask
from flask_login import current_user

from console import cases, login, queue
from console.access import guard
from console.desk import Desk
from console.front import front

# Indonesia has three zones; a counsellor's page speaks one, and says which.
WIB = timezone(timedelta(hours=7), "WIB")


def register(app: Flask, desk: Desk) -> None:
    """Add the console, `/` and `/hak` to the app."""
    board = Blueprint("console", __name__, url_prefix="/console", template_folder="templates", static_folder="static")
    guard(app, board, desk)
    for pages in (login, queue, cases):
        pages.add(board, desk)
    board.app_template_filter("clock")(_clock)

    @board.context_processor
    def everywhere() -> dict[str, Any]:
        return {"member": current_user if current_user.is_authenticated else None, "demo": desk.demo}

    app.register_blueprint(board)
    app.register_blueprint(front(demo=desk.demo))


def _clock(moment: datetime, pattern: str = "%H.%M") -> str:
    """Write a time as the counsellors read it, in western Indonesian time."""
    return moment.astimezone(WIB).strftime(pattern)
