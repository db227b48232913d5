from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any


class Freshness(str, Enum):
    """How sure a contact is: checked within 60 days, within a year (shown with its date), or a national line."""

    FRESH = "fresh"
    DATED = "dated"
    NATIONAL = "national"


@dataclass(frozen=True)
class Offer:
    """One service as it may be named to a person: only numbers that may be shown, never a shelter's whereabouts."""

    id: str
    name: str
    organization: str
    place: str | None
    distance_km: float | None
    phones: tuple[str, ...]
    assured_on: date | None
    status: Freshness
    serves: tuple[str, ...]
    contacts: tuple[str, ...] = ()
    """Web and e-mail addresses."""
    old: bool = False
    """A national line whose date must be said: over a year old, or unknown."""

    def as_json(self) -> dict[str, Any]:
        """Give the offer as `pulang services --json` prints it."""
        return {
            "id": self.id,
            "name": self.name,
            "organization": self.organization,
            "place": self.place,
            "distance_km": self.distance_km,
            "phones": list(self.phones),
            "assured_on": self.assured_on.isoformat() if self.assured_on else None,
            "status": self.status.value,
            "serves": list(self.serves),
            "contacts": list(self.contacts),
        }
