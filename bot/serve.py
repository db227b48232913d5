"""Starts Rasa on loopback, its settings out of the environment, its logs without the texts it would quote."""

from __future__ import annotations

import json
import logging
import os
import sys


class _WhereOnly(logging.Formatter):
    """Keeps logger and level: Rasa's log messages quote what people write, at every level."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(
            {"event": "library_log", "library": record.name, "level": record.levelname.lower(), "part": "rasa"}
        )


def _only_where() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WhereOnly())
    handler.setLevel(logging.WARNING)
    logging.root.handlers[:] = [handler]
    # Rasa configures handlers of its own while it starts; none of them may come back.
    logging.Logger.addHandler = lambda _logger, _handler: None  # type: ignore[method-assign]
    logging.basicConfig = lambda **_options: None  # type: ignore[assignment]


def main() -> None:
    """Run `rasa run` with the secrets in the environment, where a list of processes does not show them."""
    _only_where()
    from rasa.__main__ import main as rasa  # noqa: PLC0415 (slow, and it logs while it is imported)

    sys.argv = [
        "rasa", "run", "--enable-api", "--interface", "127.0.0.1", "--port", os.environ["PULANG_RASA_PORT"],
        "--model", os.environ["PULANG_RASA_MODEL"], "--endpoints", "endpoints.yml", "--credentials", "credentials.yml",
        "--auth-token", os.environ.pop("PULANG_RASA_TOKEN"),
    ]  # fmt: skip
    rasa()


if __name__ == "__main__":
    main()
