from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Value = str | int | float


@dataclass(frozen=True)
class Block:
    """One paragraph: a text of the catalogue by its id, or the Indonesian source sentence of a record.

    `lead` is what a paragraph in a list begins with, on a line of its own below the one before it.
    """

    message: str | None = None
    source: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    lead: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the block as the conversation composes it."""
        text = {"message": self.message} if self.message is not None else {"source": self.source}
        return {**text, "values": dict(self.values), **({"lead": self.lead} if self.lead is not None else {})}


@dataclass(frozen=True)
class Choice:
    """One thing to choose: the text id of its title (places are their own titles) and the payload that it sends."""

    title: str
    payload: str


@dataclass(frozen=True)
class Answer:
    """What an action answers with, and the slots it sets."""

    blocks: tuple[Block, ...] = ()
    sms: tuple[Block, ...] = ()
    choices: tuple[Choice, ...] = ()
    command: Mapping[str, str] | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        """Give the answer as `custom` payload."""
        payload: dict[str, Any] = {"blocks": [block.as_json() for block in self.blocks]}
        if self.sms:
            payload["sms"] = [block.as_json() for block in self.sms]
        if self.choices:
            payload["choices"] = [{"title": choice.title, "payload": choice.payload} for choice in self.choices]
        if self.command is not None:
            payload["command"] = dict(self.command)
        return payload
