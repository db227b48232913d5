"""Places of Indonesia and countries of destination: found in what people write, or on a map."""

from pulang.places.countries import Country, EmergencyNumber, country, find_country
from pulang.places.errors import PlacesDamaged
from pulang.places.finding import Found, find
from pulang.places.geometry import around, distance_km, nearest
from pulang.places.place import Place, PlaceKind
from pulang.places.table import by_code, districts, every, province_of, regency_of

__all__ = [
    "Country", "EmergencyNumber", "Found", "Place", "PlaceKind", "PlacesDamaged", "around", "by_code", "country",
    "distance_km", "districts", "every", "find", "find_country", "nearest", "province_of", "regency_of",
]  # fmt: skip
