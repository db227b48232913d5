from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

_HERE = Path(__file__).parent


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Strict):
    """A town whose position can be sent with one tap."""

    name: str
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Step(_Strict):
    """One thing that the person of an example does: writes, taps the n-th choice, or sends a place by its name."""

    text: str | None = None
    tap: int | None = Field(default=None, ge=1)
    place: str | None = None

    @model_validator(mode="after")
    def one_thing(self) -> Step:
        """Refuse a step that does nothing or two things at once."""
        if sum(value is not None for value in (self.text, self.tap, self.place)) != 1:
            raise ValueError("a step has exactly one of text, tap and place")
        return self


class Example(_Strict):
    """A conversation that plays by itself."""

    id: str = Field(pattern="^[a-z-]+$")
    channel: Literal["whatsapp", "sms"]
    title: str
    profile_name: str = ""
    steps: list[Step] = Field(min_length=2)

    @model_validator(mode="after")
    def places_exist(self) -> Example:
        """Refuse places that are not listed, and any by SMS, which has no way to send one."""
        named = {step.place for step in self.steps if step.place}
        if named - {place.name for place in places()}:
            raise ValueError(f"{self.id}: unknown place")
        if named and self.channel == "sms":
            raise ValueError(f"{self.id}: an SMS phone sends no places")
        return self


def examples() -> list[Example]:
    """Give the ready conversations, in the order of the file."""
    return [Example.model_validate(entry) for entry in _read("examples.yml")]


@cache
def places() -> list[Place]:
    """Give the towns to choose from."""
    return [Place.model_validate(entry) for entry in _read("places.yml")]


def texts() -> dict[str, str]:
    """Give the sentences that the page's script needs, by name."""
    return {str(name): str(text) for name, text in _read("texts.yml").items()}


def _read(name: str) -> Any:
    return yaml.safe_load((_HERE / name).read_text(encoding="utf-8"))
