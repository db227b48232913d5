"""A service of the directory with everything that hangs on it, as the search needs it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from pulang.directory.group import Group
from pulang.directory.kind import Kind
from pulang.directory.records import Records
from pulang.store.tables import Confidence, Location, PhoneType, Service, ServiceStatus

NATIONAL = "ID"
ABROAD = "ABROAD"


@dataclass(frozen=True)
class Number:
    """One number of a service."""

    number: str
    extension: int | None
    type: PhoneType
    description: str | None
    assured_on: date | None
    confidence: Confidence
    conflict: bool

    @property
    def shown(self) -> str:
        """The number as a person reads it."""
        text = f"WA {self.number}" if self.type is PhoneType.CELL and self.description == "WhatsApp" else self.number
        return f"{text} ext {self.extension}" if self.extension is not None else text


@dataclass(frozen=True)
class Entry:
    """One service: what it is, where, for whom and how to reach it."""

    id: str
    name: str
    organization: str
    status: ServiceStatus
    assured_on: date | None
    confidence: Confidence
    source: str
    kind: Kind | None
    topics: dict[str, int]
    """Topic codes with their rank among the national doors."""
    serves: tuple[str, ...]
    extents: frozenset[str]
    place: str | None
    point: tuple[float, float] | None
    confidential: bool
    address: str | None
    numbers: tuple[Number, ...]
    contacts: tuple[str, ...]

    @property
    def national(self) -> bool:
        """Whether it is for the whole country, or for those abroad."""
        return NATIONAL in self.extents or ABROAD in self.extents

    def is_for(self, group: Group | None) -> bool:
        """Whether it serves a group; an unknown group is turned away by nobody."""
        return group is None or group.value in self.serves or group is Group.FAMILY

    def built_for(self, group: Group | None) -> bool:
        """Whether it was made for women and children and the group is one of them."""
        return group in {Group.WOMAN, Group.CHILD} and self.is_for(group) and Group.MAN.value not in self.serves


def entries(records: Records) -> list[Entry]:
    """Put the rows of the directory together, one entry a service."""
    names = {organization.id: organization.name for organization in records.organizations}
    locations = {location.id: location for location in records.locations}
    addresses = {address.location_id: address for address in records.addresses}
    at: dict[str, Location] = {
        link.service_id: locations[link.location_id]
        for link in records.services_at_locations
        if link.location_id in locations
    }
    terms = {term.id: term for term in records.terms}
    words: dict[str, list[tuple[str, str, str | None]]] = defaultdict(list)
    for attribute in records.attributes:
        term = terms.get(attribute.taxonomy_term_id)
        if term is not None and attribute.link_entity == "service":
            words[attribute.link_id].append((term.taxonomy, term.code, attribute.value))
    extents: dict[str, set[str]] = defaultdict(set)
    for area in records.areas:
        extents[area.service_id].add(area.extent)
    numbers: dict[str, list[Number]] = defaultdict(list)
    for phone in records.phones:
        numbers[phone.service_id].append(
            Number(
                number=phone.number,
                extension=phone.extension,
                type=phone.type,
                description=phone.description,
                assured_on=phone.assured_date,
                confidence=phone.confidence,
                conflict=bool(phone.conflict),
            )
        )

    def entry(service: Service) -> Entry:
        location = at.get(service.id)
        address = addresses.get(location.id) if location else None
        known = words[service.id]
        kinds = [Kind(code) for taxonomy, code, _ in known if taxonomy == "kind"]
        point = None
        if location and location.latitude is not None and location.longitude is not None:
            point = (location.latitude, location.longitude)
        return Entry(
            id=service.id,
            name=service.name,
            organization=names.get(service.organization_id, ""),
            status=service.status,
            assured_on=service.assured_date,
            confidence=service.confidence,
            source=service.source,
            kind=kinds[0] if kinds else None,
            topics={code: int(value or 9) for taxonomy, code, value in known if taxonomy == "topic"},
            serves=tuple(code for taxonomy, code, _ in known if taxonomy == "serves"),
            extents=frozenset(extents[service.id]),
            place=location.place if location else None,
            point=point,
            confidential=bool(location and location.confidential),
            address=f"{address.address_1}, {address.city}" if address else None,
            numbers=tuple(numbers[service.id]),
            contacts=tuple(contact for contact in (service.url, service.email) if contact),
        )

    return [entry(service) for service in records.services]
