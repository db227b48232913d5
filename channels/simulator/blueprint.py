from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, render_template, request

from channels.double.segments import GSM7, GSM7_EXTENSION
from channels.simulator.material import examples, places, texts
from channels.simulator.relay import Relay

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def simulator(double_url: str, auth: tuple[str, str]) -> Blueprint:
    """Make the page ``/simulator/``; ``auth`` is the double's account SID and token.

    The page only ever talks to the double, whose phones reach Pulang by signed webhooks like any other phone.
    """
    pages = Blueprint(
        "simulator", __name__, url_prefix="/simulator", template_folder="templates", static_folder="static"
    )
    relay = Relay(double_url, auth)
    pages.after_request(_restrict)

    @pages.get("/")
    def page() -> ResponseReturnValue:
        return render_template("simulator/page.html", examples=examples(), places=places())

    @pages.get("/api/setup")
    def setup() -> ResponseReturnValue:
        return jsonify(
            {
                "examples": [example.model_dump(exclude_none=True) for example in examples()],
                "places": [place.model_dump() for place in places()],
                "texts": texts(),
                "gsm7": GSM7,
                "gsm7_extension": GSM7_EXTENSION,
            }
        )

    @pages.post("/api/phones")
    def create() -> ResponseReturnValue:
        return relay.ask("phones")

    @pages.get("/api/phones/<phone_id>/messages")
    def conversation(phone_id: str) -> ResponseReturnValue:
        return relay.ask(f"phones/{phone_id}/messages", after=request.args.get("after", 0, type=int))

    @pages.post("/api/phones/<phone_id>/<any(messages,faults):what>")
    def write(phone_id: str, what: str) -> ResponseReturnValue:
        return relay.ask(f"phones/{phone_id}/{what}")

    return pages


def _restrict(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if response.mimetype in {"text/html", "application/json"}:
        response.headers["Cache-Control"] = "no-store"
    return response
