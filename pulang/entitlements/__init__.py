"""The rights: what one may ask for, under which law, how, and at which door; one YAML record a topic."""

from pulang.entitlements.door import Door
from pulang.entitlements.entitlement import Confidence, Entitlement, Law, Variant, Who
from pulang.entitlements.errors import EntitlementDamaged, EntitlementError, EntitlementMissing
from pulang.entitlements.shelf import Entitlements

__all__ = [
    "Confidence",
    "Door",
    "Entitlement",
    "EntitlementDamaged",
    "EntitlementError",
    "EntitlementMissing",
    "Entitlements",
    "Law",
    "Variant",
    "Who",
]
