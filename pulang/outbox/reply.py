from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    """One thing a person may choose: what they see, and what it means to us."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """What we want to say, before it is cut for a channel."""

    text: str
    choices: tuple[Choice, ...] = ()
    emergency: bool = False


@dataclass(frozen=True)
class Part:
    """One message as the provider gets it.

    `body` always stands for itself, its choices numbered; where `buttons` is set, `heading` and the choices may be sent
    as tappable ones instead.
    """

    body: str
    choices: tuple[Choice, ...] = ()
    heading: str | None = None
    buttons: bool = False

    def as_json(self) -> dict[str, Any]:
        """Give the part as it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Part:
        """Take a part out of the store."""
        choices = tuple(Choice(**choice) for choice in stored["choices"])
        return cls(stored["body"], choices, stored["heading"], stored["buttons"])


@dataclass(frozen=True)
class Rendered:
    """A reply cut for a channel: the parts to send now, and those that wait for LANJUT."""

    now: tuple[Part, ...]
    later: tuple[Part, ...] = ()
