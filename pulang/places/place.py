from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class PlaceKind(str, Enum):
    """What kind of area a place is."""

    PROVINCE = "province"
    REGENCY = "regency"
    CITY = "city"
    DISTRICT = "district"
    TOWN = "town"


@dataclass(frozen=True)
class Place:
    """A province, or a regency, city, district or town in one; the point (degrees) lies inside it.

    `regency` is the code of the regency or city that it is or lies in, and `within` the official name of the one it
    lies in; a province has neither.
    """

    code: str
    name: str
    kind: PlaceKind
    province: str | None
    lat: float
    lng: float
    regency: str | None = None
    within: str | None = None

    @property
    def official(self) -> str:
        """The name with what it is: Kabupaten Cirebon, Jawa Barat, Kecamatan Losarang (Kabupaten Indramayu)."""
        prefix = {
            PlaceKind.REGENCY: "Kabupaten ", PlaceKind.CITY: "Kota ", PlaceKind.DISTRICT: "Kecamatan ",
        }.get(self.kind, "")  # fmt: skip
        return f"{prefix}{self.name} ({self.within})" if self.within else prefix + self.name

    def is_in(self, other: Place) -> bool:
        """Tell whether the place is a part of another one."""
        return self is not other and other.code in {self.regency, self.province} and self.code != other.code
