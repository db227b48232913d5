from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class PlaceKind(str, Enum):
    """What kind of area a place is."""

    PROVINCE = "province"
    REGENCY = "regency"
    CITY = "city"


@dataclass(frozen=True)
class Place:
    """A province, or a regency or city in one; the point (degrees) lies inside it."""

    code: str
    name: str
    kind: PlaceKind
    province: str | None
    lat: float
    lng: float

    @property
    def official(self) -> str:
        """The name with what it is: Kabupaten Cirebon, Kota Cirebon, Jawa Barat."""
        prefix = {PlaceKind.REGENCY: "Kabupaten ", PlaceKind.CITY: "Kota "}.get(self.kind, "")
        return prefix + self.name
