"""Says what is stale or broken in the directory, for the people who keep it true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from sqlalchemy.orm import Session

from pulang import places
from pulang.directory.entry import ABROAD, NATIONAL, Entry, entries
from pulang.directory.freshness import FRESH_DAYS, SHOWN_DAYS, is_mobile, showable
from pulang.directory.records import from_session
from pulang.store.tables import ServiceStatus


class Fault(str, Enum):
    """What can be wrong with a service."""

    NEVER_CHECKED = "never_checked"
    STALE = "stale"  # older than 60 days: shown with a warning
    EXPIRED = "expired"  # older than a year: no longer shown
    CONFLICTING = "conflicting"
    NUMBER_WITHHELD = "number_withheld"  # a mobile number without a source within the year
    NO_PHONE = "no_phone"
    NO_AREA = "no_area"
    UNKNOWN_PLACE = "unknown_place"
    NO_TOPIC = "no_topic"
    NO_GROUP = "no_group"
    ORPHAN = "orphan"  # its organisation is missing


@dataclass(frozen=True)
class Finding:
    """One thing wrong with one service."""

    service_id: str
    service: str
    fault: Fault
    detail: str = ""

    def __str__(self) -> str:
        """Give the finding as one line of a report."""
        return f"{self.fault.value}: {self.service}" + (f" ({self.detail})" if self.detail else "")


def check(session: Session, today: date) -> list[Finding]:
    """List everything stale or broken, in the order of the services' names."""
    found: list[Finding] = []
    for entry in sorted(entries(from_session(session)), key=lambda entry: (entry.name, entry.id)):
        if entry.status is ServiceStatus.ACTIVE:
            found += [Finding(entry.id, entry.name, fault, detail) for fault, detail in _faults(entry, today)]
    return found


def _faults(entry: Entry, today: date) -> list[tuple[Fault, str]]:
    faults: list[tuple[Fault, str]] = []
    if entry.assured_on is None:
        faults.append((Fault.NEVER_CHECKED, ""))
    elif (age := (today - entry.assured_on).days) > FRESH_DAYS:
        expired = age > SHOWN_DAYS and not entry.national
        faults.append((Fault.EXPIRED if expired else Fault.STALE, f"{entry.assured_on.isoformat()}, {age} days"))
    if any(number.conflict for number in entry.numbers):
        faults.append((Fault.CONFLICTING, ""))
    if any(is_mobile(number) and not number.conflict and not showable(number, today) for number in entry.numbers):
        faults.append((Fault.NUMBER_WITHHELD, ""))
    if not entry.numbers and not (entry.national and entry.contacts):
        faults.append((Fault.NO_PHONE, ""))
    if not entry.extents:
        faults.append((Fault.NO_AREA, ""))
    unknown = sorted(code for code in entry.extents - {NATIONAL, ABROAD} if places.by_code(code) is None)
    if unknown:
        faults.append((Fault.UNKNOWN_PLACE, ", ".join(unknown)))
    lacking = {Fault.NO_TOPIC: entry.topics, Fault.NO_GROUP: entry.serves, Fault.ORPHAN: entry.organization}
    return faults + [(fault, "") for fault, value in lacking.items() if not value]
