"""Finds the doors nearest to a person: same regency, then the province, then the national lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from pulang import places
from pulang.directory.entry import ABROAD, NATIONAL, Entry, entries
from pulang.directory.freshness import freshness, showable, within_a_year
from pulang.directory.group import Group
from pulang.directory.kind import MADE_FOR_WOMEN, WALK_IN
from pulang.directory.offer import Freshness, Offer
from pulang.directory.records import from_session
from pulang.directory.seeding import shipped
from pulang.places import Place
from pulang.taxonomy import Topic

Point = tuple[float, float]

# A neighbouring regency's office further away than this is no help; offices for the whole province stay.
NEIGHBOUR_KM = 100.0


def nearest(
    session: Session,
    *,
    place: Place | None,
    point: Point | None,
    topic: Topic,
    group: Group | None,
    today: date,
    limit: int = 3,
    abroad: bool = False,
) -> list[Offer]:
    """Give the services to name, nearest first; at least one national line is always among them.

    `abroad` is for people outside Indonesia: short codes do not work there, so only what can be called is given.
    """
    return rank(
        entries(from_session(session, topic.value)),
        place=place,
        point=point,
        topic=topic,
        group=group,
        today=today,
        limit=limit,
        abroad=abroad,
    )


def national_lines(
    topic: Topic, group: Group | None, today: date, limit: int = 3, *, abroad: bool = False
) -> list[Offer]:
    """Give the national lines for a topic as they came with Pulang: works without the database."""
    return rank(
        entries(shipped()),
        place=None,
        point=None,
        topic=topic,
        group=group,
        today=today,
        limit=limit,
        abroad=abroad,
    )


def rank(
    known: Iterable[Entry],
    *,
    place: Place | None,
    point: Point | None,
    topic: Topic,
    group: Group | None,
    today: date,
    limit: int,
    abroad: bool = False,
) -> list[Offer]:
    """Order the entries that may be named and cut them to the limit."""
    if place is None and point is not None:
        place = places.nearest(*point)
    fitting = [entry for entry in known if topic.value in entry.topics and entry.is_for(group)]
    here = point or ((place.lat, place.lng) if place is not None else None)

    local: list[tuple[tuple[int, float, int, str], Offer]] = []
    national: list[tuple[tuple[float, str], Offer]] = []
    last: set[str] = set()
    for entry in fitting:
        status = freshness(entry, today)
        for_others = group is Group.MAN and entry.kind in MADE_FOR_WOMEN
        last |= {entry.id} if for_others else set()
        if status is Freshness.NATIONAL:
            offer = _national(entry, today, abroad=abroad)
            if offer is not None:
                # For women and children what was built for them comes before a general line of about the same rank.
                order = entry.topics[topic.value] - 1.5 * entry.built_for(group)
                national.append(((order, entry.id), offer))
        elif status is not None and place is not None and not abroad:
            distance = _distance(entry, here)
            offer = _local(entry, status, distance, today)
            neighbourly = _helps_neighbours(offer, for_others=for_others)
            tier = _tier(entry, place, distance, callable_=neighbourly)
            if offer is not None and tier is not None:
                far = distance if distance is not None else NEIGHBOUR_KM
                local.append(((tier, far, entry.topics[topic.value], entry.id), offer))

    near = _distinct([offer for _, offer in sorted(local, key=lambda found: found[0])])
    lines = [offer for _, offer in sorted(national, key=lambda found: found[0])]
    near = near[: limit - 1] if lines else near[:limit]
    # A door built for women and children comes last for a man, even where it takes men in and lies nearest.
    return sorted(_distinct(near + lines)[:limit], key=lambda offer: offer.id in last)


def _distinct(offers: list[Offer]) -> list[Offer]:
    """Leave out what only repeats numbers already named: a police office behind 110 need not be followed by 110."""
    said: set[str] = set()
    kept = []
    for offer in offers:
        if not offer.phones or not said.issuperset(offer.phones):
            kept.append(offer)
        said.update(offer.phones)
    return kept


def _tier(entry: Entry, place: Place, distance: float | None, *, callable_: bool) -> int | None:
    """Tell how near an entry counts: 0 covers the regency, 1 the province, or is a neighbour that can be called."""
    province = places.province_of(place).code
    if entry.extents & {place.code, place.regency}:
        return 0
    if province in entry.extents:
        return 1
    close = callable_ and distance is not None and distance <= NEIGHBOUR_KM
    return 1 if close and any(code.split(".")[0] == province for code in entry.extents) else None


def _helps_neighbours(offer: Offer | None, *, for_others: bool) -> bool:
    """Tell whether people of another regency may be sent there: it can be called and is made for them."""
    return offer is not None and bool(offer.phones) and not for_others


def _distance(entry: Entry, here: Point | None) -> float | None:
    if here is None or entry.confidential or entry.place is None:
        return None
    there = entry.point
    if there is None:
        known = places.by_code(entry.place)
        there = (known.lat, known.lng) if known is not None else None
    return round(places.distance_km(*here, *there), 1) if there is not None else None


def _place_name(entry: Entry) -> str | None:
    if entry.confidential or entry.place is None:
        return None
    known = places.by_code(entry.place)
    return known.official if known is not None else None


def _local(entry: Entry, status: Freshness, distance: float | None, today: date) -> Offer | None:
    phones = tuple(number.shown for number in entry.numbers if showable(number, today))
    findable = entry.kind in WALK_IN or bool(entry.contacts) or (entry.address is not None and not entry.confidential)
    if not phones and not findable:
        return None
    return Offer(
        entry.id,
        entry.name,
        entry.organization,
        _place_name(entry),
        distance,
        phones,
        entry.assured_on,
        status,
        entry.serves,
        entry.contacts,
    )


def _national(entry: Entry, today: date, *, abroad: bool) -> Offer | None:
    if (ABROAD if abroad else NATIONAL) not in entry.extents:
        return None
    numbers = [
        number for number in entry.numbers if showable(number, today) and _reachable(number.number, abroad=abroad)
    ]
    if not numbers and not entry.contacts:
        return None
    assured = min((day for number in numbers if (day := number.assured_on)), default=entry.assured_on)
    return Offer(
        entry.id,
        entry.name,
        entry.organization,
        None,
        None,
        tuple(number.shown for number in numbers),
        assured,
        Freshness.NATIONAL,
        entry.serves,
        entry.contacts,
        old=not within_a_year(assured, today),
    )


def _reachable(number: str, *, abroad: bool) -> bool:
    """Tell whether a number can be called from where the person is: only +62 numbers from abroad."""
    return number.startswith("+") or not abroad
