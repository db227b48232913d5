"""Runs the actions on loopback: `python -m actions.server`.

Settings come by environment: PULANG_ACTIONS_PORT, PULANG_DATABASE_URL, PULANG_ENCRYPTION_KEYS (comma-separated) and
PULANG_IDENTITY_KEY.
"""

from __future__ import annotations

import logging
import os
import sys
from datetime import UTC, datetime
from typing import Any

import structlog
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

from actions.library import Library
from actions.registry import ACTIONS
from pulang.entitlements import Entitlements
from pulang.entitlements.errors import EntitlementError
from pulang.store import Keyring, Store

log = structlog.get_logger()

LOOPBACK = "127.0.0.1"


class _WithoutDomain(ActionExecutor):
    """Runs actions without the domain: `enable_selective_domain` makes Rasa 3.6 leave it out, and none needs it.

    rasa-sdk asks for it again with an answer that only Rasa 3.8 and later understand; Rasa 3.6 takes that for silence.
    """

    def update_and_return_domain(self, payload: dict[str, Any], _action_name: str) -> dict[str, Any]:
        """Do without, instead of refusing the call."""
        return payload.get("domain") or {}


def executor(library: Library) -> ActionExecutor:
    """Give rasa-sdk every action."""
    made = _WithoutDomain()
    for action in ACTIONS:
        made.register_action(action(library))
    return made


def app(library: Library) -> Any:
    """Make rasa-sdk's own web application with our actions in it."""
    made = create_app(executor(library), cors_origins=[])
    made.config.MOTD = False
    made.config.ACCESS_LOG = False
    return made


def quieten() -> None:
    """Keep the texts of people out of the log: rasa-sdk and Sanic write requests into theirs, at any level."""
    for name in ("rasa_sdk", "sanic.root", "sanic.error", "sanic.access", "sanic.server"):
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False
        logger.setLevel(logging.CRITICAL)


def main() -> None:
    """Serve until told to stop; exits with 2 and one line when a setting or a record is not usable."""
    try:
        port = int(os.environ["PULANG_ACTIONS_PORT"])
        keyring = Keyring(os.environ["PULANG_ENCRYPTION_KEYS"].split(","), os.environ["PULANG_IDENTITY_KEY"])
        store = Store(os.environ["PULANG_DATABASE_URL"], keyring)
        library = Library(store, Entitlements(), lambda: datetime.now(UTC).date())
    except KeyError as error:
        sys.stderr.write(f"the setting {error.args[0]} is missing\n")
        sys.exit(2)
    except (ValueError, EntitlementError) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    quieten()
    log.info("actions_started", port=port, actions=len(ACTIONS))
    app(library).run(host=LOOPBACK, port=port, single_process=True, access_log=False, motd=False)
    store.close()


if __name__ == "__main__":
    main()
