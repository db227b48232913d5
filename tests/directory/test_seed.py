from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pulang import places
from pulang.directory import DirectoryDamaged, Group, Kind, nearest, seed
from pulang.directory.entry import ABROAD, NATIONAL, entries
from pulang.directory.records import from_folder, from_session
from pulang.directory.seeding import SEED
from pulang.entitlements import Entitlements
from pulang.store import Store
from pulang.store.tables import Confidence, Location, Phone, Service, StreetAddress
from pulang.taxonomy import ASSISTANCE, Topic

TODAY = date(2026, 11, 24)

# Every contact of domain knowledge, with the day its source speaks of (the first of the month or year where only these
# are known) and how far it is trusted.
CONTACTS = [
    ("110", "2022-03-16", "high"),
    ("112", "2025-01-19", "high"),
    ("119", "2017-01-01", "high"),
    ("129", "2026-01-01", "high"),
    ("021-129", "2026-01-01", "high"),
    ("08111-129-129", "2026-01-01", "high"),
    ("0-800-1000", "2025-04-01", "high"),
    ("+62 21 2924 4800", "2025-04-01", "high"),
    ("0811-8080-141", "2025-04-01", "medium"),
    ("148", "2021-01-01", "medium"),
    ("0857-7001-0048", "2020-01-01", "medium"),
    ("(021) 2968 1560", "2020-01-01", "medium"),
    ("171", None, "medium"),
    ("0812-9007-0027", "2025-01-01", "medium"),
    ("1500-630", "2025-12-01", "medium"),
    ("(021) 2780 8211", "2026-03-01", "medium"),
    ("(021) 7919 3879", "2014-01-01", "low"),
    ("0852-2220-6777", "2025-01-01", "high"),
    ("(022) 723 0875", "2025-01-19", "medium"),
    ("0838-2110-5222", "2025-01-19", "medium"),
    ("0813-3330-1219", "2025-01-01", "medium"),
    ("0817-122-271", None, "medium"),
    ("0813-2000-5060", "2026-01-01", "medium"),
    ("(0266) 434105", "2022-03-16", "low"),
    ("0895-3487-71070", "2023-05-19", "medium"),
    ("0858-4273-9733", None, "medium"),
    ("(0281) 625893", None, "medium"),
    ("0878-3060-1587", "2023-01-01", "low"),
]
ADDRESSES = ["peduliwni.kemlu.go.id", "kp2mi.go.id", "healing119.id", "lapor.go.id", "bphn.go.id", "sbmi.or.id"]
MAILS = [
    "lpsk_ri@lpsk.go.id",
    "pengaduan@komnasperempuan.go.id",
    "asosiasilbhapik@gmail.com",
    "sekretariat@sbmi.or.id",
    "kontakperasaan@cirebonkota.go.id",
]


@pytest.mark.parametrize(("number", "day", "confidence"), CONTACTS, ids=[contact[0] for contact in CONTACTS])
def test_every_contact_is_there(session: Session, number: str, day: str | None, confidence: str) -> None:
    """Each number stands in the directory with its date, its confidence and its source."""
    found = list(session.scalars(select(Phone).where(Phone.number == number)))
    assert found
    expected = date.fromisoformat(day) if day else None
    assert any(phone.assured_date == expected and phone.confidence is Confidence(confidence) for phone in found)
    assert all(phone.source for phone in found)


def test_addresses_on_the_web(session: Session) -> None:
    """Web and e-mail addresses are there too."""
    urls = set(session.scalars(select(Service.url)))
    mails = set(session.scalars(select(Service.email)))
    assert set(ADDRESSES) <= urls
    assert set(MAILS) <= mails


def test_seeding_twice_adds_nothing(store: Store) -> None:
    """Seeding is idempotent."""
    assert seed(store) > 0
    with store.read() as session:
        before = session.scalar(select(func.count()).select_from(Phone))
    assert seed(store) == 0
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Phone)) == before


def test_seeding_leaves_edits_alone(seeded: Store) -> None:
    """What an editor changed stays changed."""
    with seeded.write() as session:
        phone = session.scalars(select(Phone).where(Phone.number == "0813-2000-5060")).one()
        phone.assured_date = date(2026, 11, 20)
    seed(seeded)
    with seeded.read() as session:
        kept = session.scalars(select(Phone).where(Phone.number == "0813-2000-5060")).one()
        assert kept.assured_date == date(2026, 11, 20)


def test_everything_hangs_together(session: Session) -> None:
    """Each service has a kind, topics, people it is for and an area that exists."""
    for entry in entries(from_session(session)):
        assert entry.kind is not None, entry.name
        assert entry.topics, entry.name
        assert set(entry.topics) <= {topic.value for topic in ASSISTANCE}
        assert entry.serves, entry.name
        assert set(entry.serves) <= {group.value for group in Group}
        assert entry.extents, entry.name
        assert all(places.by_code(code) for code in entry.extents - {NATIONAL, ABROAD}), entry.name
        assert entry.place is None or places.by_code(entry.place), entry.name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UPTD PPA Karawang", "Karawang"),
        ("UPTD PPA Cianjur", "Cianjur"),
        ("UPTD PPA Banyumas", "Banyumas"),
        ("TRUK-F", "Sikka"),
        ("UPTD PPA Pemalang", "Pemalang"),
        ("Polres Sukabumi, bagian PPA", "Sukabumi"),
        ("UPT PPA Jawa Timur", "Surabaya"),
        ("Kontak Perasaan Kota Cirebon", "Cirebon"),
        ("UPTD PPA Kota Bandung", "Bandung"),
        ("LPSK", "Jakarta Timur"),
    ],
)
def test_codes_mean_what_the_names_say(session: Session, name: str, code: str) -> None:
    """Place codes of the seed are those of the places."""
    found = next(entry for entry in entries(from_session(session)) if entry.name == name)
    assert found.place is not None
    known = places.by_code(found.place)
    assert known is not None
    assert code in known.name


def test_shelters_have_no_address(session: Session) -> None:
    """The seed knows that shelters exist and in which regency, nothing more."""
    hidden = [location.id for location in session.scalars(select(Location).where(Location.confidential))]
    assert len(hidden) == 3
    assert not list(session.scalars(select(StreetAddress).where(StreetAddress.location_id.in_(hidden))))


# Kinds of doors that have no contact of their own yet: the local office, the village, or a national body without a
# number in our sources.
WITHOUT_CONTACT = {
    Kind.DINAS_SOSIAL,
    Kind.DUKCAPIL,
    Kind.VILLAGE,
    Kind.IMMIGRATION,
    Kind.OMBUDSMAN,
    Kind.BPJS,
    Kind.EDUCATION,
}


@pytest.mark.parametrize("topic", sorted(ASSISTANCE), ids=lambda topic: topic.value)
def test_the_doors_of_a_right_are_in_the_directory(session: Session, topic: Topic) -> None:
    """For each door that a right names, the directory knows a service of that kind (unless nobody has its number)."""
    known = entries(from_session(session))
    kinds = {entry.kind.value for entry in known if entry.kind}
    record = Entitlements().of(topic)
    doors = {door.value for door in record.door} - {kind.value for kind in WITHOUT_CONTACT}
    assert doors <= kinds
    linked = {entry.kind.value for entry in known if entry.kind and topic.value in entry.topics}
    assert doors & linked


@pytest.mark.parametrize("topic", sorted(ASSISTANCE), ids=lambda topic: topic.value)
def test_nobody_is_left_without_a_door(session: Session, topic: Topic) -> None:
    """Whatever is asked, and by whom, a national line is named."""
    for group in (None, *Group):
        assert nearest(session, place=None, point=None, topic=topic, group=group, today=TODAY)


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "expected"),
    [
        ("service.csv", "active", "asleep", 2, "active, inactive"),
        ("phone.csv", "2022-03-16", "March", 2, "a date such as"),
        ("location.csv", "false", "no", 2, "true or false"),
        ("phone.csv", "number,", "nummer,", 1, "columns of phone"),
        ("organization.csv", "Polri,", "Polri,x,", 2, "6 cells"),
    ],
    ids=["status", "date", "boolean", "column", "cells"],
)
def test_damage_is_located(  # noqa: PLR0917
    tmp_path: Path, file: str, old: str, new: str, line: int, expected: str
) -> None:
    """A damaged table is refused with its file, the line and what was expected."""
    for source in SEED.glob("*.csv"):
        (tmp_path / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    damaged = (tmp_path / file).read_text(encoding="utf-8")
    lines = damaged.splitlines(keepends=True)
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    (tmp_path / file).write_text("".join(lines), encoding="utf-8")
    with pytest.raises(DirectoryDamaged) as caught:
        from_folder(tmp_path)
    assert (caught.value.file, caught.value.line) == (file, line)
    assert expected in str(caught.value)
