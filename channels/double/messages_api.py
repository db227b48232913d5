from __future__ import annotations

import random
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from channels.double.errors import TwilioError
from channels.double.messages import Filters
from channels.double.paging import moment, page_number, page_size

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from channels.double.config import DoubleConfig
    from channels.double.messages import Messages
    from channels.double.sending import Sending


def messages_api(config: DoubleConfig, messages: Messages, sending: Sending) -> Blueprint:
    """Make the routes of Twilio's Message resource."""
    api = Blueprint("messages", __name__, url_prefix="/2010-04-01/Accounts/<account_sid>")

    @api.before_request
    def own_account() -> None:
        if (request.view_args or {}).pop("account_sid", None) != config.account_sid:
            raise TwilioError(20404)

    @api.post("/Messages.json")
    def create() -> ResponseReturnValue:
        time.sleep(random.uniform(*config.delay))  # noqa: S311 - a pause, not a secret
        message, fault = sending.send(request.form)
        time.sleep(fault.slow)
        if fault.drop:
            _hang_up()
        return jsonify(message.to_json(config.account_sid)), 201

    @api.get("/Messages.json")
    def listing() -> ResponseReturnValue:
        return jsonify(_page(config.account_sid, messages))

    @api.get("/Messages/<sid>.json")
    def fetch(sid: str) -> ResponseReturnValue:
        return jsonify(messages.get(sid).to_json(config.account_sid))

    @api.post("/Messages/<sid>.json")
    def update(sid: str) -> ResponseReturnValue:
        if request.form.get("Body", "-") != "":
            raise TwilioError(20001, "only Body can be set, and only to nothing")
        return jsonify(messages.redact(sid, config.now().timestamp()).to_json(config.account_sid))

    @api.delete("/Messages/<sid>.json")
    def delete(sid: str) -> ResponseReturnValue:
        messages.delete(sid)
        return Response(status=204)

    return api


def _page(account_sid: str, messages: Messages) -> dict[str, object]:
    size, number = page_size(request.args.get("PageSize")), page_number(request.args.get("Page"))
    token = request.args.get("PageToken", "").removeprefix("PA")
    # A listing by DateSent alone is by the day, whatever time of it the SDK writes.
    day = request.args.get("DateSent", "")[:10]
    filters = Filters(
        to=request.args.get("To") or None,
        from_=request.args.get("From") or None,
        since=moment(day or request.args.get("DateSent>")),
        until=moment(day or request.args.get("DateSent<"), end=True),
    )
    found = messages.page(filters, size + 1, int(token) if token.isdecimal() else None)
    shown = found[:size]

    def uri(page: int, **more: str) -> str:
        asked = {k: v for k, v in request.args.items() if k not in ("Page", "PageToken", "PageSize")}
        return f"{request.path}?{urlencode({**asked, 'PageSize': str(size), 'Page': str(page), **more})}"

    return {
        "end": number * size + max(len(shown) - 1, 0),
        "first_page_uri": uri(0),
        "messages": [message.to_json(account_sid) for message in shown],
        "next_page_uri": uri(number + 1, PageToken=f"PA{shown[-1].seq}") if len(found) > size else None,
        "page": number,
        "page_size": size,
        "previous_page_uri": None,
        "start": number * size,
        "uri": uri(number),
    }


def _hang_up() -> None:
    """Close the connection under the answer, as a network does at the worst moment."""
    for server in ("gunicorn.socket", "werkzeug.socket"):
        connection = request.environ.get(server)
        if connection is not None:
            connection.shutdown(socket.SHUT_RDWR)
