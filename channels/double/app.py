from __future__ import annotations

import hmac
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

import structlog
from flask import Flask, jsonify, request
from werkzeug.exceptions import HTTPException

from channels.double.contents import Contents
from channels.double.contents_api import contents_api
from channels.double.control import control
from channels.double.errors import TwilioError
from channels.double.inbound import Inbound
from channels.double.messages import Messages
from channels.double.messages_api import messages_api
from channels.double.phones import Phones
from channels.double.receipts import Receipts
from channels.double.sending import Sending
from channels.double.state import State
from channels.double.webhooks import Webhooks

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from channels.double.config import DoubleConfig

log = structlog.get_logger()

# Enough for the longest body in UTF-8, percent-encoded, with every other field.
_LARGEST = 64 * 1024


@dataclass(frozen=True)
class Double:
    """The double's living parts; ``app.extensions["double"]`` holds them."""

    config: DoubleConfig
    state: State
    receipts: Receipts

    def close(self) -> None:
        """Stop the status callbacks and close the file; a later double on the same file goes on."""
        self.receipts.close()
        self.state.close()


def create_double(config: DoubleConfig) -> Flask:
    """Make the double: Twilio's Messages and Content APIs, and phones to play with under ``/double``."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST
    state = State(config.state_path)
    phones, messages, contents, webhooks = Phones(state), Messages(state), Contents(state), Webhooks(config)
    receipts = Receipts(config, state, messages, webhooks)
    sending = Sending(config, phones, messages, contents, receipts)
    app.register_blueprint(messages_api(config, messages, sending))
    app.register_blueprint(contents_api(config, contents))
    app.register_blueprint(control(phones, messages, Inbound(config, phones, messages, webhooks)))
    _guard(app, config)
    _answer_errors(app)
    receipts.start()
    app.extensions["double"] = Double(config, state, receipts)
    log.info("double_ready", kept=config.state_path is not None)
    return app


def _guard(app: Flask, config: DoubleConfig) -> None:
    @app.before_request
    def check_caller() -> None:
        if not ip_address(request.remote_addr or "0.0.0.0").is_loopback:  # noqa: S104 - an address that is not loopback
            raise TwilioError(20003)
        if request.path == "/double/healthz":
            return
        given = request.authorization
        user = (given.username if given else None) or ""
        password = (given.password if given else None) or ""
        if not (
            hmac.compare_digest(user.encode(), config.account_sid.encode())
            and hmac.compare_digest(password.encode(), config.auth_token.encode())
        ):
            raise TwilioError(20003)

    @app.get("/double/healthz")
    def healthz() -> ResponseReturnValue:
        return jsonify({"status": "ready"})


def _answer_errors(app: Flask) -> None:
    @app.errorhandler(TwilioError)
    def refused(error: TwilioError) -> ResponseReturnValue:
        return jsonify(error.to_json()), error.status

    @app.errorhandler(HTTPException)
    def not_there(error: HTTPException) -> ResponseReturnValue:
        body = TwilioError(20404 if error.code == 404 else 20001).to_json()
        return jsonify({**body, "status": error.code}), error.code or 500
