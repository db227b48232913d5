"""Every table of Pulang, one file per noun."""

from pulang.store.tables.base import Base
from pulang.store.tables.cases import Case, CaseState
from pulang.store.tables.counsellors import Audit, Counsellor, Role
from pulang.store.tables.directory import (
    Attribute,
    Confidence,
    Location,
    Organization,
    Phone,
    PhoneType,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceStatus,
    StreetAddress,
    TaxonomyTerm,
)
from pulang.store.tables.jobs import Job
from pulang.store.tables.messages import ContentTemplate, InboxRow, InboxState, OutboxRow, OutboxState, Turn
from pulang.store.tables.people import Address, AddressKind, Person, Quiet

__all__ = [
    "Address", "AddressKind", "Attribute", "Audit", "Base", "Case", "CaseState", "Confidence", "ContentTemplate",
    "Counsellor", "InboxRow", "InboxState", "Job", "Location", "Organization", "OutboxRow", "OutboxState", "Person",
    "Phone", "PhoneType", "Quiet", "Role", "Schedule", "Service", "ServiceArea", "ServiceAtLocation", "ServiceStatus",
    "StreetAddress", "TaxonomyTerm", "Turn",
]  # fmt: skip
