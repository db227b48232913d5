from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pulang.directory import Fault, check
from pulang.store import Store
from pulang.store.tables import Attribute, Phone, Service, ServiceArea, ServiceStatus, TaxonomyTerm

TODAY = date(2026, 11, 24)


def faults(session: Session, name: str, today: date = TODAY) -> set[Fault]:
    """Give what is wrong with one service."""
    return {finding.fault for finding in check(session, today) if finding.service == name}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("UPTD PPA Kota Bandung", {Fault.EXPIRED, Fault.CONFLICTING}),
        ("UPTD PPA Karawang", {Fault.STALE}),
        ("BP3MI Jawa Barat", {Fault.STALE, Fault.NO_PHONE}),
        ("Kementerian Sosial", {Fault.NEVER_CHECKED}),
        ("LPSK", {Fault.STALE, Fault.NUMBER_WITHHELD}),
        ("UPTD PPA Kabupaten Bandung", {Fault.NEVER_CHECKED, Fault.NO_PHONE}),
    ],
)
def test_what_the_seed_needs(session: Session, name: str, expected: set[Fault]) -> None:
    """The contacts that come with Pulang are reported for what they are."""
    assert faults(session, name) == expected


def test_a_checked_service_is_in_order(seeded: Store) -> None:
    """What was checked within 60 days is not reported, and is again after them."""
    with seeded.write() as session:
        service = session.scalars(select(Service).where(Service.name == "UPTD PPA Karawang")).one()
        service.assured_date = TODAY
        session.scalars(select(Phone).where(Phone.service_id == service.id)).one().assured_date = TODAY
    with seeded.read() as session:
        assert faults(session, "UPTD PPA Karawang", date(2027, 1, 1)) == set()
        assert faults(session, "UPTD PPA Karawang", date(2027, 1, 24)) == {Fault.STALE}


def test_what_is_missing_is_named(seeded: Store) -> None:
    """A service without area, topics, people or numbers, or with an unknown place, is broken."""
    with seeded.write() as session:
        service = session.scalars(select(Service).where(Service.name == "UPTD PPA Karawang")).one()
        topics = select(TaxonomyTerm.id).where(TaxonomyTerm.taxonomy.in_(("topic", "serves")))
        session.execute(
            delete(Attribute).where(Attribute.link_id == service.id, Attribute.taxonomy_term_id.in_(topics))
        )
        session.execute(delete(Phone).where(Phone.service_id == service.id))
        session.execute(delete(ServiceArea).where(ServiceArea.service_id == service.id))
        other = session.scalars(select(Service).where(Service.name == "UPTD PPA Banyumas")).one()
        session.scalars(select(ServiceArea).where(ServiceArea.service_id == other.id)).one().extent = "99.99"
    with seeded.read() as session:
        assert faults(session, "UPTD PPA Karawang") >= {Fault.NO_AREA, Fault.NO_TOPIC, Fault.NO_GROUP, Fault.NO_PHONE}
        assert Fault.UNKNOWN_PLACE in faults(session, "UPTD PPA Banyumas")


def test_what_is_closed_needs_no_care(seeded: Store) -> None:
    """A closed service is not reported."""
    with seeded.write() as session:
        session.scalars(select(Service).where(Service.name == "LPSK")).one().status = ServiceStatus.DEFUNCT
    with seeded.read() as session:
        assert faults(session, "LPSK") == set()


def test_a_finding_reads_as_one_line(session: Session) -> None:
    """A finding says what is wrong, with which service and how old it is, and no number."""
    (finding,) = [one for one in check(session, TODAY) if one.service == "UPTD PPA Karawang"]
    assert str(finding) == "stale: UPTD PPA Karawang (2026-01-01, 327 days)"
