"""Which contacts may be named on a given day: the rules that keep a wrong number from reaching a stranger."""

from __future__ import annotations

import re
from datetime import date

from pulang.directory.entry import Entry, Number
from pulang.directory.offer import Freshness
from pulang.store.tables import Confidence, PhoneType, ServiceStatus

FRESH_DAYS = 60
SHOWN_DAYS = 365

# Indonesian mobile numbers begin 08, or +62 8 as seen from abroad.
_MOBILE = re.compile(r"^(\+?62|0)8[1-9]\d{7,11}$")


def freshness(entry: Entry, today: date) -> Freshness | None:
    """Tell how an entry may be shown; None: not at all."""
    if entry.status is not ServiceStatus.ACTIVE or entry.confidence is Confidence.LOW:
        return None
    if entry.national:
        return Freshness.NATIONAL
    if entry.assured_on is None:
        return None
    age = (today - entry.assured_on).days
    if age <= FRESH_DAYS:
        return Freshness.FRESH
    return Freshness.DATED if age <= SHOWN_DAYS else None


def showable(number: Number, today: date) -> bool:
    """Tell whether a number may be shown: a mobile one only with a dated source within the year."""
    if number.conflict or number.confidence is Confidence.LOW:
        return False
    return not is_mobile(number) or (number.assured_on is not None and within_a_year(number.assured_on, today))


def within_a_year(day: date | None, today: date) -> bool:
    """Tell whether a day lies at most a year back."""
    return day is not None and (today - day).days <= SHOWN_DAYS


def is_mobile(number: Number) -> bool:
    """Tell whether a number belongs to a mobile phone, which may pass to a stranger any day."""
    return number.type in {PhoneType.CELL, PhoneType.TEXT} or bool(_MOBILE.match(re.sub(r"[^\d+]", "", number.number)))
