"""The rows of the directory by table, out of the database or out of a folder of HSDS tables."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pulang.directory.tabular import read_table
from pulang.store.tables import (
    Attribute,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    StreetAddress,
    TaxonomyTerm,
)


@dataclass(frozen=True)
class Records:
    """Every row of the directory; the order is the one in which they can be written."""

    organizations: list[Organization]
    services: list[Service]
    locations: list[Location]
    addresses: list[StreetAddress]
    services_at_locations: list[ServiceAtLocation]
    phones: list[Phone]
    areas: list[ServiceArea]
    schedules: list[Schedule]
    terms: list[TaxonomyTerm]
    attributes: list[Attribute]

    def tables(self) -> list[list[Any]]:
        """Give the rows table by table, parents first."""
        return [getattr(self, field.name) for field in fields(self)]


def from_session(session: Session) -> Records:
    """Read the directory from the database."""
    return Records(
        organizations=list(session.scalars(select(Organization))),
        services=list(session.scalars(select(Service))),
        locations=list(session.scalars(select(Location))),
        addresses=list(session.scalars(select(StreetAddress))),
        services_at_locations=list(session.scalars(select(ServiceAtLocation))),
        phones=list(session.scalars(select(Phone))),
        areas=list(session.scalars(select(ServiceArea))),
        schedules=list(session.scalars(select(Schedule))),
        terms=list(session.scalars(select(TaxonomyTerm))),
        attributes=list(session.scalars(select(Attribute))),
    )


def from_folder(folder: Path) -> Records:
    """Read a folder of HSDS tables; raises DirectoryDamaged."""
    return Records(
        organizations=read_table(folder, Organization),
        services=read_table(folder, Service),
        locations=read_table(folder, Location),
        addresses=read_table(folder, StreetAddress),
        services_at_locations=read_table(folder, ServiceAtLocation),
        phones=read_table(folder, Phone),
        areas=read_table(folder, ServiceArea),
        schedules=read_table(folder, Schedule),
        terms=read_table(folder, TaxonomyTerm),
        attributes=read_table(folder, Attribute),
    )
