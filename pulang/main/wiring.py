"""How the processes of one running installation reach each other; handed down in the environment."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass

_NAME = "PULANG_WIRING"


@dataclass(frozen=True)
class Wiring:
    """Loopback addresses, chosen when `pulang up` starts, so that several homes run side by side."""

    redis_url: str
    redis_port: int | None  # None: a Redis of somebody else's
    rasa_port: int
    actions_port: int
    double_port: int | None  # None: the real Twilio

    @property
    def rasa_url(self) -> str:
        """Where Rasa answers."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def double_url(self) -> str | None:
        """Where the double answers, if it runs."""
        return f"http://127.0.0.1:{self.double_port}" if self.double_port else None

    def environment(self) -> dict[str, str]:
        """Give the wiring as a child process gets it."""
        return {_NAME: json.dumps(asdict(self))}

    @classmethod
    def inherited(cls, environment: Mapping[str, str] = os.environ) -> Wiring:
        """Read the wiring that the supervisor handed down."""
        return cls(**json.loads(environment[_NAME]))


def free_port() -> int:
    """Find a port of the loopback interface that nobody uses now."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def port_taken(port: int) -> bool:
    """Tell whether somebody listens at a port of the loopback interface."""
    with socket.socket() as asking:
        asking.settimeout(1)
        return asking.connect_ex(("127.0.0.1", port)) == 0
