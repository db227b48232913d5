"""The two plain pages for everybody: what this is, and the rights."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from console.access import restrict
from pulang.entitlements import Confidence, Entitlement, Entitlements


def front(*, demo: bool, rights: Callable[[], Sequence[Entitlement]] | None = None) -> Blueprint:
    """Make the pages `/` and `/hak`."""
    pages = Blueprint("front", __name__, template_folder="templates")
    pages.after_request(restrict)
    # Read when asked for, not at the start: a damaged record must not keep the webhooks from starting.
    read = rights or (lambda: Entitlements().all())

    @pages.get("/")
    def home() -> ResponseReturnValue:
        return render_template("console/home.html", demo=demo)

    @pages.get("/hak", endpoint="rights")
    def listed() -> ResponseReturnValue:
        return render_template("console/rights.html", rights=read(), low=Confidence.LOW, medium=Confidence.MEDIUM)

    return pages
