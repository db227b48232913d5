from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import RequestEntityTooLarge

from channels.gateway.forms import FormRefused, read_inbound, read_status
from channels.gateway.signature import Signature
from pulang.conversation import inbox
from pulang.conversation.messages import Inbound
from pulang.conversation.spool import Spool
from pulang.outbox import rows as outbox
from pulang.store import Store
from pulang.store.bell import Bell
from pulang.store.tables import OutboxState

log = structlog.get_logger()

LARGEST_FORM = 64 * 1024  # bytes
_MOST_FIELDS = 200


@dataclass(frozen=True)
class Edge:
    """What the gateway needs: the keys to check, the places to keep."""

    store: Store
    spool: Spool
    bell: Bell
    signature: Signature
    clock: Callable[[], datetime]


def gateway(edge: Edge) -> Blueprint:
    """Make the two webhooks; both answer only to Twilio's signature."""
    blueprint = Blueprint("gateway", __name__, url_prefix="/twilio")

    @blueprint.before_request
    def check() -> Response | None:
        return _checked(edge)

    @blueprint.post("/inbound")
    def inbound() -> Response:
        try:
            message = read_inbound(request.form)
        except FormRefused:
            return _refused(edge, 400, "form_refused")
        return _received(edge, message)

    @blueprint.post("/status")
    def status() -> Response:
        try:
            provider_id, state, code = read_status(request.form)
        except FormRefused:
            return _refused(edge, 400, "form_refused")
        row_id = request.args.get("m", "")
        if state is not None and row_id:
            return _moved(edge, row_id, provider_id, state, code)
        return Response(status=204)

    return blueprint


def _checked(edge: Edge) -> Response | None:
    """Refuse what is too large, and what Twilio did not sign; None lets the request in."""
    request.max_content_length = LARGEST_FORM
    request.max_form_parts = _MOST_FIELDS
    try:
        form = request.form
    except RequestEntityTooLarge:
        return _refused(edge, 413, "form_too_large")
    path = request.full_path if request.query_string else request.path
    if not edge.signature.fits(path, form, request.headers.get("X-Twilio-Signature")):
        return _refused(edge, 403, "signature_refused")
    return None


def _received(edge: Edge, message: Inbound) -> Response:
    """Write a message to the inbox, or to the spool when the database cannot be written."""
    now = edge.clock()
    try:
        _take_in_spooled(edge)
        person_id = inbox.receive(edge.store, message, now)
    except SQLAlchemyError as error:
        log.error("inbox_unwritable", reason=type(error).__name__)  # noqa: TRY400 (a trace could show the message)
        return _spooled(edge, message, now)
    if person_id is None:
        edge.bell.count("inbound_repeated")
    else:
        edge.bell.ring(person_id)
        edge.bell.count("inbound")
    return _acknowledged()


def _take_in_spooled(edge: Edge) -> None:
    """Take in first what came while the database could not be written, so that nobody's messages change places."""
    for path, message, received_at in edge.spool.waiting():
        person_id = inbox.receive(edge.store, message, received_at)
        edge.spool.done(path)
        if person_id is not None:
            edge.bell.ring(person_id)


def _moved(edge: Edge, row_id: str, provider_id: str, state: OutboxState, code: str | None) -> Response:
    try:
        with edge.store.write() as session:
            outbox.move_forward(session, row_id, provider_id, state, code)
    except SQLAlchemyError as error:
        log.error("status_unwritable", reason=type(error).__name__)  # noqa: TRY400
        return Response(status=503)
    return Response(status=204)


def _acknowledged() -> Response:
    return Response("<Response/>", mimetype="text/xml")


def _refused(edge: Edge, code: int, event: str) -> Response:
    """Refuse without a trace of what was sent."""
    edge.bell.count(event)
    log.warning(event)
    return Response(status=code)


def _spooled(edge: Edge, message: Inbound, now: datetime) -> Response:
    try:
        edge.spool.put(message, now)
    except OSError as error:
        log.error("spool_unwritable", reason=type(error).__name__)  # noqa: TRY400
        return Response(status=503)
    edge.bell.count("inbound_spooled")
    return _acknowledged()
