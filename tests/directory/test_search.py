from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy.orm import Session

from pulang import places
from pulang.directory import Freshness, Group, Offer, national_lines, nearest
from pulang.places import Place
from pulang.store import Store
from pulang.store.tables import (
    Attribute,
    Confidence,
    Location,
    Organization,
    Phone,
    PhoneType,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceStatus,
    StreetAddress,
    TaxonomyTerm,
)
from pulang.taxonomy import ASSISTANCE, Topic

TODAY = date(2026, 11, 24)
KARAWANG, CIANJUR, BANDUNG, JABAR = "32.15", "32.03", "32.73", "32"
MOBILE = "0812-0000-0001"
LANDLINE = "(0267) 000001"


def at(code: str) -> Place:
    """Give a place by its code."""
    found = places.by_code(code)
    assert found is not None
    return found


def ask(
    session: Session,
    code: str | None,
    topic: Topic = Topic.SHELTER,
    group: Group | None = None,
    today: date = TODAY,
    *,
    limit: int = 3,
    abroad: bool = False,
) -> list[Offer]:
    """Ask for the nearest doors."""
    place = at(code) if code else None
    return nearest(session, place=place, point=None, topic=topic, group=group, today=today, limit=limit, abroad=abroad)


@dataclass
class Shelf:
    """A directory that a test fills itself."""

    store: Store

    def add(
        self,
        name: str,
        *,
        age: int | None = 0,
        area: str = KARAWANG,
        at_place: str | None = KARAWANG,
        number: str | None = LANDLINE,
        number_age: int | None = 0,
        number_kind: PhoneType = PhoneType.VOICE,
        number_confidence: Confidence = Confidence.MEDIUM,
        conflict: bool = False,
        serves: tuple[str, ...] = ("man", "woman", "child", "family"),
        kind: str = "dinas_sosial",
        topic: Topic = Topic.SHELTER,
        confidence: Confidence = Confidence.MEDIUM,
        status: ServiceStatus = ServiceStatus.ACTIVE,
        confidential: bool = False,
        address: str | None = None,
        point: tuple[float, float] | None = None,
    ) -> None:
        """Add one service."""

        def day(days: int | None) -> date | None:
            return None if days is None else TODAY - timedelta(days=days)

        with self.store.write() as session:
            session.add(Organization(id=f"o-{name}", name=name, description=name))
            session.flush()
            session.add(
                Service(
                    id=f"s-{name}",
                    organization_id=f"o-{name}",
                    name=name,
                    status=status,
                    assured_date=day(age),
                    confidence=confidence,
                    source="test",
                )
            )
            session.flush()
            if at_place:
                lat, lng = point or (None, None)
                session.add(
                    Location(
                        id=f"l-{name}",
                        organization_id=f"o-{name}",
                        name=name,
                        place=at_place,
                        confidential=confidential,
                        latitude=lat,
                        longitude=lng,
                    )
                )
                session.flush()
                session.add(ServiceAtLocation(service_id=f"s-{name}", location_id=f"l-{name}"))
                if address:
                    session.add(
                        StreetAddress(
                            location_id=f"l-{name}", address_1=address, city="Karawang", state_province="Jawa Barat"
                        )
                    )
            if number:
                session.add(
                    Phone(
                        service_id=f"s-{name}",
                        number=number,
                        type=number_kind,
                        assured_date=day(number_age),
                        confidence=number_confidence,
                        source="test",
                        conflict=conflict,
                    )
                )
            session.add(ServiceArea(service_id=f"s-{name}", extent=area))
            for taxonomy, code in (("topic", topic.value), ("kind", kind), *(("serves", one) for one in serves)):
                term = f"{taxonomy}-{code}"
                if session.get(TaxonomyTerm, term) is None:
                    session.add(TaxonomyTerm(id=term, taxonomy=taxonomy, code=code, name=code))
                    session.flush()
                session.add(Attribute(link_id=f"s-{name}", taxonomy_term_id=term, value="1"))

    def names(self, code: str | None = KARAWANG, **asked: object) -> list[str]:
        """Give the names of the nearest doors."""
        with self.store.read() as session:
            return [offer.name for offer in ask(session, code, **asked)]  # type: ignore[arg-type]


@pytest.fixture
def shelf(store: Store) -> Shelf:
    """Give an empty directory."""
    return Shelf(store)


# --- freshness ---


@pytest.mark.parametrize(
    ("age", "status"),
    [(0, "fresh"), (60, "fresh"), (61, "dated"), (365, "dated"), (366, None), (None, None)],
    ids=["today", "60 days", "61 days", "a year", "over a year", "never checked"],
)
def test_local_contact_ages(shelf: Shelf, age: int | None, status: str | None) -> None:
    """A local contact is recommended for 60 days, shown with its date up to a year, and then no more."""
    shelf.add("local", age=age)
    with shelf.store.read() as session:
        offers = ask(session, KARAWANG)
    assert [offer.status.value for offer in offers] == ([status] if status else [])


@pytest.mark.parametrize(
    ("number", "kind", "age", "confidence", "conflict", "shown"),
    [
        (MOBILE, PhoneType.VOICE, 365, Confidence.MEDIUM, False, True),
        (MOBILE, PhoneType.VOICE, 366, Confidence.HIGH, False, False),
        (MOBILE, PhoneType.CELL, None, Confidence.HIGH, False, False),
        ("+62 812 0000 0001", PhoneType.VOICE, 366, Confidence.HIGH, False, False),
        (MOBILE, PhoneType.CELL, 1, Confidence.LOW, False, False),
        (MOBILE, PhoneType.CELL, 1, Confidence.HIGH, True, False),
        (LANDLINE, PhoneType.VOICE, 3000, Confidence.MEDIUM, False, True),
        (LANDLINE, PhoneType.VOICE, None, Confidence.MEDIUM, False, True),
        (LANDLINE, PhoneType.VOICE, 1, Confidence.LOW, False, False),
        (LANDLINE, PhoneType.VOICE, 1, Confidence.HIGH, True, False),
        ("129", PhoneType.VOICE, None, Confidence.HIGH, False, True),
        ("021-129", PhoneType.VOICE, 3000, Confidence.HIGH, False, True),
        ("0-800-1000", PhoneType.VOICE, 3000, Confidence.HIGH, False, True),
    ],
    ids=[
        "mobile, a year",
        "mobile, older",
        "mobile, undated",
        "mobile from abroad, older",
        "mobile, doubtful",
        "mobile, conflicting",
        "landline, old",
        "landline, undated",
        "landline, doubtful",
        "landline, conflicting",
        "short code, undated",
        "short code with prefix",
        "free call",
    ],
)
def test_which_numbers_are_shown(  # noqa: PLR0917
    shelf: Shelf,
    number: str,
    kind: PhoneType,
    age: int | None,
    confidence: Confidence,
    conflict: bool,  # noqa: FBT001
    shown: bool,  # noqa: FBT001
) -> None:
    """A mobile number needs a source within the year, of national bodies too; doubtful ones are never shown."""
    shelf.add(
        "line",
        area="ID",
        age=3000,
        number=number,
        number_kind=kind,
        number_age=age,
        number_confidence=confidence,
        conflict=conflict,
    )
    assert shelf.names(None) == (["line"] if shown else [])


@pytest.mark.parametrize(("age", "old"), [(10, False), (365, False), (366, True), (None, True)])
def test_national_lines_stay_and_tell_their_age(shelf: Shelf, age: int | None, old: bool) -> None:  # noqa: FBT001
    """A national line is always shown; over a year old (or of unknown age), its date has to be said."""
    shelf.add("line", area="ID", age=age, number="129", number_age=age)
    with shelf.store.read() as session:
        (offer,) = ask(session, None)
    assert offer.status is Freshness.NATIONAL
    assert offer.old is old


def test_what_is_closed_is_not_named(shelf: Shelf) -> None:
    """Inactive and closed services are left out, and so are doubtful ones."""
    shelf.add("closed", status=ServiceStatus.DEFUNCT)
    shelf.add("paused", status=ServiceStatus.TEMPORARILY_CLOSED)
    shelf.add("doubtful", confidence=Confidence.LOW)
    assert shelf.names() == []


# --- order ---


def test_nearest_first(shelf: Shelf) -> None:
    """Own regency, then the province and neighbours by distance, then the national lines."""
    shelf.add("national", area="ID", at_place=None, number="129")
    shelf.add("province", area=JABAR, at_place=BANDUNG, number="(022) 000001")
    shelf.add("neighbour", area="32.16", at_place="32.16", number="(021) 000001")
    shelf.add("own", number="(0267) 000002")
    assert shelf.names(limit=4) == ["own", "neighbour", "province", "national"]
    with shelf.store.read() as session:
        distances = [offer.distance_km for offer in ask(session, KARAWANG, limit=4)]
    assert distances[0] == 0
    assert 0 < (distances[1] or 0) < (distances[2] or 0)
    assert distances[3] is None


def test_a_national_line_is_always_among_them(shelf: Shelf) -> None:
    """However many local doors there are, the last place belongs to a national line."""
    for number in range(5):
        shelf.add(f"local {number}", number=f"(0267) 00000{number}")
    shelf.add("national", area="ID", at_place=None, number="129")
    assert shelf.names()[-1] == "national"
    assert len(shelf.names()) == 3


def test_another_province_is_not_named(shelf: Shelf) -> None:
    """An office of another province is not offered, however near."""
    shelf.add("elsewhere", area="31.75", at_place="31.75")
    assert shelf.names("32.16") == []


def test_far_neighbours_are_not_named(shelf: Shelf) -> None:
    """A regency's office more than a hundred km away is no help."""
    shelf.add("far", area="32.18", at_place="32.18")
    assert shelf.names("32.16") == []
    assert shelf.names("32.18") == ["far"]


def test_no_place_no_local_door(shelf: Shelf) -> None:
    """Without a place only national lines are named."""
    shelf.add("local")
    shelf.add("national", area="ID", at_place=None, number="129")
    assert shelf.names(None) == ["national"]


def test_a_district_has_its_regencys_doors(shelf: Shelf) -> None:
    """Who names a district gets the doors of its regency, measured from the district."""
    shelf.add("own", point=(-6.30, 107.30))
    (rengasdengklok,) = places.find("kec rengasdengklok").places
    assert shelf.names(rengasdengklok.code) == ["own"]
    with shelf.store.read() as session:
        (offer,) = ask(session, rengasdengklok.code)
    assert 0 < (offer.distance_km or 0) < 30


def test_a_pin_is_enough(shelf: Shelf) -> None:
    """A point alone finds its regency and measures from there."""
    shelf.add("own", point=(-6.30, 107.30))
    with shelf.store.read() as session:
        (offer,) = nearest(session, place=None, point=(-6.31, 107.30), topic=Topic.SHELTER, group=None, today=TODAY)
    assert offer.name == "own"
    assert offer.distance_km == pytest.approx(1.1, abs=0.1)


def test_office_without_a_number(shelf: Shelf) -> None:
    """A public office that anybody can point to is named without a number; a stranger's is not."""
    shelf.add("office", number=None, kind="dinas_sosial")
    shelf.add("group", number=None, kind="union")
    with shelf.store.read() as session:
        (offer,) = ask(session, KARAWANG)
    assert (offer.name, offer.phones) == ("office", ())


def test_repeated_numbers_are_named_once(shelf: Shelf) -> None:
    """A line already named with a nearer office is not named again."""
    shelf.add("police here", number="110", kind="police")
    shelf.add("police", area="ID", at_place=None, number="110", kind="police")
    shelf.add("other", area="ID", at_place=None, number="148", kind="lpsk")
    assert shelf.names() == ["police here", "other"]


# --- for whom ---


def test_who_is_not_served_is_not_sent(shelf: Shelf) -> None:
    """A man is not sent to a door for women only; who has not said so is."""
    shelf.add("women", serves=("woman", "child"))
    assert shelf.names(group=Group.MAN) == []
    assert shelf.names(group=Group.WOMAN) == shelf.names(group=Group.CHILD) == shelf.names() == ["women"]


def test_a_door_for_women_is_never_a_mans_first(shelf: Shelf) -> None:
    """Where such a door takes men too, it comes after the others."""
    shelf.add("uptd", kind="uptd_ppa", number="(0267) 000003")
    shelf.add("bp3mi", kind="bp3mi", area=JABAR, at_place=BANDUNG, number=None)
    shelf.add("kp2mi", kind="kp2mi", area="ID", at_place=None, number="0-800-1000")
    assert shelf.names(group=Group.MAN) == ["bp3mi", "kp2mi", "uptd"]
    assert shelf.names(group=Group.WOMAN) == ["uptd", "bp3mi", "kp2mi"]


@pytest.mark.parametrize("topic", sorted(ASSISTANCE), ids=lambda topic: topic.value)
def test_sapa_is_never_a_mans_first_door(session: Session, topic: Topic) -> None:
    """In the real directory a man never hears of SAPA 129 or a UPTD PPA first."""
    for code in (None, KARAWANG, CIANJUR, "31.75", "53.07"):
        first = ask(session, code, topic, Group.MAN)[0]
        assert not re.search("SAPA|UPTD PPA|P2TP2A", first.name)


# --- the real directory, and the years ---


def test_karawang_today(session: Session) -> None:
    """In Karawang the local office is named with its date, then a national line."""
    offers = ask(session, KARAWANG, group=Group.WOMAN)
    assert offers[0].name == "UPTD PPA Karawang"
    assert offers[0].phones == ("0813-2000-5060",)
    assert offers[0].status is Freshness.DATED
    assert offers[0].assured_on == date(2026, 1, 1)
    assert offers[-1].status is Freshness.NATIONAL


def test_freshly_checked_is_fresh(session: Session) -> None:
    """On the day after it was checked the same contact is fresh."""
    assert ask(session, KARAWANG, group=Group.WOMAN, today=date(2026, 1, 2))[0].status is Freshness.FRESH


@pytest.mark.parametrize("topic", sorted(ASSISTANCE), ids=lambda topic: topic.value)
def test_two_years_on(session: Session, topic: Topic) -> None:
    """Two years on, nothing local and no mobile number is left; the national lines stay and say how old they are."""
    for code, group in product((None, KARAWANG, BANDUNG, "33.02"), (None, Group.MAN, Group.WOMAN)):
        offers = ask(session, code, topic, group, date(2028, 11, 24))
        assert offers
        for offer in offers:
            assert offer.status is Freshness.NATIONAL
            assert offer.old
            assert not any(re.match(r"(WA )?(\+62 ?|0)8[1-9]\d", phone) for phone in offer.phones)


@pytest.mark.parametrize("today", [TODAY, date(2025, 2, 1), date(2028, 11, 24)], ids=str)
def test_conflicting_numbers_are_never_shown(session: Session, today: date) -> None:
    """The two numbers printed for Kota Bandung contradict each other: neither is named on any day."""
    offers = [offer for topic in ASSISTANCE for offer in ask(session, BANDUNG, topic, today=today, limit=9)]
    shown = {phone for offer in offers for phone in offer.phones}
    assert not any("0838-2110-5222" in phone or "0813-3330-1219" in phone for phone in shown)


def test_kota_bandung_while_it_was_current(session: Session) -> None:
    """Its landline was named within the year, and no longer is."""
    then = ask(session, BANDUNG, group=Group.WOMAN, today=date(2025, 2, 1))
    assert ("(022) 723 0875", "112") in [offer.phones for offer in then]
    now = ask(session, BANDUNG, group=Group.WOMAN)
    assert all("(022) 723 0875" not in offer.phones for offer in now)


def test_from_abroad(session: Session) -> None:
    """Short codes do not work abroad: only numbers with +62 and web addresses are named."""
    offers = ask(session, None, Topic.RETURN_HOME, abroad=True)
    assert [offer.name for offer in offers][:1] == ["Pelindungan WNI Kemlu"]
    assert any("+62 21 2924 4800" in offer.phones for offer in offers)
    assert all(phone.startswith("+") for offer in offers for phone in offer.phones)


def test_without_the_database() -> None:
    """The national lines are known even when the database cannot be asked."""
    offers = national_lines(Topic.WAGES, None, TODAY)
    assert offers[0].phones[0] == "0-800-1000"


# --- shelters ---


def test_a_shelters_whereabouts_never_leave(shelf: Shelf) -> None:
    """Neither address nor place nor distance of a confidential location is in an offer."""
    shelf.add("rumah", confidential=True, address="Jl Rahasia 1", point=(-6.3, 107.3))
    with shelf.store.read() as session:
        (offer,) = ask(session, KARAWANG)
    assert offer.place is None
    assert offer.distance_km is None
    assert "Rahasia" not in repr(offer) + str(offer.as_json())
    assert "107.3" not in repr(offer) + str(offer.as_json())


def test_a_shelter_without_a_number_is_not_named(shelf: Shelf) -> None:
    """Nobody is told to walk to a place that must not be known."""
    shelf.add("rumah", confidential=True, address="Jl Rahasia 1", number=None, kind="union")
    assert shelf.names() == []


def test_as_json(session: Session) -> None:
    """An offer is printed with the names that others rely on."""
    (first, *_) = ask(session, KARAWANG, group=Group.WOMAN)
    printed = first.as_json()
    names = ["id", "name", "organization", "place", "distance_km", "phones", "assured_on", "status", "serves"]
    assert list(printed)[: len(names)] == names
    assert printed["place"] == "Kabupaten Karawang"
    assert printed["phones"] == ["0813-2000-5060"]
    assert printed["assured_on"] == "2026-01-01"
    assert printed["status"] == "dated"
    assert printed["serves"] == ["woman", "child", "man"]
