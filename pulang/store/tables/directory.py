"""The directory of services, in the terms of Open Referral HSDS 3.

Columns named as in HSDS mean what HSDS says. Ours, the profile: `confidential` and `place` on locations; `confidence`,
`source` and a date of their own on phones; `confidence` and `source` on services; place codes as `extent` of areas.
"""

from __future__ import annotations

import uuid
from datetime import date
from enum import Enum

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pulang.store.tables.base import Base, closed_set


class ServiceStatus(Enum):
    """Whether a service can be had at all (HSDS `service.status`)."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class Confidence(Enum):
    """How far a statement is trusted: official or several sources, one decent source, old or single or conflicting."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class PhoneType(Enum):
    """What a number is for (HSDS `phone.type`)."""

    VOICE = "voice"
    CELL = "cell"
    TEXT = "text"
    FAX = "fax"


def fresh_uuid() -> str:
    """Make an identifier as HSDS wants it."""
    return str(uuid.uuid4())


class Organization(Base):
    """Who offers services."""

    __tablename__ = "organization"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=fresh_uuid)
    name: Mapped[str] = mapped_column(String(200))
    alternate_name: Mapped[str | None] = mapped_column(String(200), default=None)
    description: Mapped[str] = mapped_column(String(500))
    email: Mapped[str | None] = mapped_column(String(200), default=None)
    website: Mapped[str | None] = mapped_column(String(200), default=None)


class Service(Base):
    """One kind of help that an organisation offers, with the day on which somebody last made sure of it."""

    __tablename__ = "service"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=fresh_uuid)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str | None] = mapped_column(String(1000), default=None)
    url: Mapped[str | None] = mapped_column(String(200), default=None)
    email: Mapped[str | None] = mapped_column(String(200), default=None)
    status: Mapped[ServiceStatus] = mapped_column(closed_set(ServiceStatus), default=ServiceStatus.ACTIVE)
    eligibility_description: Mapped[str | None] = mapped_column(String(500), default=None)
    fees_description: Mapped[str | None] = mapped_column(String(200), default=None)
    alert: Mapped[str | None] = mapped_column(String(500), default=None)
    assured_date: Mapped[date | None] = mapped_column(Date, default=None)
    assurer_email: Mapped[str | None] = mapped_column(String(200), default=None)
    last_modified: Mapped[date | None] = mapped_column(Date, default=None)
    confidence: Mapped[Confidence] = mapped_column(closed_set(Confidence))
    source: Mapped[str] = mapped_column(String(200))


class Location(Base):
    """Where services are given. What is `confidential` is shown to counsellors and editors only."""

    __tablename__ = "location"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=fresh_uuid)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    location_type: Mapped[str] = mapped_column(String(16), default="physical")
    name: Mapped[str] = mapped_column(String(200))
    latitude: Mapped[float | None] = mapped_column(default=None)
    longitude: Mapped[float | None] = mapped_column(default=None)
    place: Mapped[str | None] = mapped_column(String(16), default=None)
    confidential: Mapped[bool] = mapped_column(default=False)


class StreetAddress(Base):
    """The street address of a location."""

    __tablename__ = "address"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=fresh_uuid)
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    address_1: Mapped[str] = mapped_column(String(300))
    city: Mapped[str] = mapped_column(String(100))
    state_province: Mapped[str] = mapped_column(String(100))
    postal_code: Mapped[str] = mapped_column(String(10), default="")
    country: Mapped[str] = mapped_column(String(2), default="ID")
    address_type: Mapped[str] = mapped_column(String(16), default="physical")


class ServiceAtLocation(Base):
    """That a service can be had at a location."""

    __tablename__ = "service_at_location"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=fresh_uuid)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)

    __table_args__ = (UniqueConstraint("service_id", "location_id"),)


class Phone(Base):
    """One number of a service. `conflict` marks numbers that contradict each other: none of them is shown."""

    __tablename__ = "phone"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=fresh_uuid)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    extension: Mapped[int | None] = mapped_column(default=None)
    type: Mapped[PhoneType] = mapped_column(closed_set(PhoneType), default=PhoneType.VOICE)
    description: Mapped[str | None] = mapped_column(String(200), default=None)
    assured_date: Mapped[date | None] = mapped_column(Date, default=None)
    confidence: Mapped[Confidence] = mapped_column(closed_set(Confidence))
    source: Mapped[str] = mapped_column(String(200))
    conflict: Mapped[bool] = mapped_column(default=False)


class ServiceArea(Base):
    """Whom a service covers: `extent` is a place code, ID for the whole country, or ABROAD."""

    __tablename__ = "service_area"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=fresh_uuid)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    name: Mapped[str | None] = mapped_column(String(200), default=None)
    extent: Mapped[str] = mapped_column(String(16))
    extent_type: Mapped[str] = mapped_column(String(16), default="pulang")


class Schedule(Base):
    """When a service is open, as an iCalendar rule."""

    __tablename__ = "schedule"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=fresh_uuid)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    freq: Mapped[str | None] = mapped_column(String(8), default=None)
    byday: Mapped[str | None] = mapped_column(String(40), default=None)
    opens_at: Mapped[str | None] = mapped_column(String(16), default=None)
    closes_at: Mapped[str | None] = mapped_column(String(16), default=None)
    description: Mapped[str | None] = mapped_column(String(200), default=None)


class TaxonomyTerm(Base):
    """One word of ours: a topic, a kind of organisation, or whom a service is for (`taxonomy` says which)."""

    __tablename__ = "taxonomy_term"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=fresh_uuid)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    taxonomy: Mapped[str] = mapped_column(String(16))

    __table_args__ = (UniqueConstraint("taxonomy", "code"),)


class Attribute(Base):
    """Links a service to a word; for topics `value` is the rank among the national doors, 1 being the first."""

    __tablename__ = "attribute"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=fresh_uuid)
    link_id: Mapped[str] = mapped_column(String(36))
    link_entity: Mapped[str] = mapped_column(String(32), default="service")
    taxonomy_term_id: Mapped[str] = mapped_column(ForeignKey("taxonomy_term.id", ondelete="CASCADE"), index=True)
    value: Mapped[str | None] = mapped_column(String(40), default=None)

    __table_args__ = (Index("ix_attribute_link_id", "link_id"),)
