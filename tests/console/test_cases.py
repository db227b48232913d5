"""One case: reading, answering, giving back, closing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

import console
from channels.rendering import Renderer
from console.transcript import Run, runs
from pulang.conversation import people
from pulang.outbox import Part
from pulang.outbox import rows as outbox
from pulang.store.bell import Bell
from pulang.store.tables import Case, CaseState, InboxRow, Job, OutboxRow, OutboxState, Person, Quiet

FRAGMENT = {"X-Pulang": "fragment"}


@pytest.fixture
def held(office: Any) -> tuple[str, str, Any]:
    """Give a person, their case, and the browser of the counsellor who has claimed it."""
    office.counsellor()
    person_id, case_id = office.person("dia pukul saya, tolong")
    client = office.enter()
    office.post(client, f"/console/cases/{case_id}/claim")
    return person_id, case_id, client


def reply(office: Any, client: Any, case_id: str, text: str) -> Any:
    """Answer by the form of the case's page."""
    return office.post(client, f"/console/cases/{case_id}/reply", page=f"/console/cases/{case_id}", text=text)


def test_answering(office: Any, held: Any) -> None:
    """What a counsellor writes is queued for the person, under the case and with the writer's id."""
    person_id, case_id, client = held

    assert reply(office, client, case_id, "Halo,\r\nsaya baca pesanmu.").status_code == 302

    assert office.sent(person_id)[-1] == "Halo,\nsaya baca pesanmu."
    with office.store.read() as session:
        row = session.scalars(select(OutboxRow).order_by(OutboxRow.seq.desc())).first()
        assert (row.case_id, row.written_by) == (case_id, office.case(case_id).claimed_by)
    page = client.get(f"/console/cases/{case_id}").text
    assert "saya baca pesanmu." in page
    assert "antre" in page
    assert office.events().count("case_answered") == 1


def test_a_double_press_sends_once(office: Any, held: Any) -> None:
    """The same words twice within seconds are one message; later they are two."""
    person_id, case_id, client = held
    for _ in range(2):
        reply(office, client, case_id, "Kamu di mana?")
    assert office.sent(person_id).count("Kamu di mana?") == 1
    office.clock.forward(seconds=11)
    reply(office, client, case_id, "Kamu di mana?")
    assert office.sent(person_id).count("Kamu di mana?") == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [("  \n ", "Belum ada yang ditulis"), ("a" * 1601, "Terlalu panjang")],
    ids=["empty", "too long"],
)
def test_answers_that_cannot_be_sent(office: Any, held: Any, text: str, said: str) -> None:
    """An empty or endless answer is not sent, and the page says why."""
    person_id, case_id, client = held
    before = office.sent(person_id)
    assert said in client.get(reply(office, client, case_id, text).headers["Location"]).text
    assert office.sent(person_id) == before


def test_long_answer_by_sms(office: Any) -> None:
    """A long answer by SMS goes in pages; the rest waits for LANJUT."""
    office.counsellor()
    person_id, case_id = office.person("tolong", channel="sms")
    client = office.enter()
    office.post(client, f"/console/cases/{case_id}/claim")
    reply(office, client, case_id, "Saya bantu ya. " * 40)
    assert office.sent(person_id)[-1].endswith("LANJUT")
    with office.store.read() as session:
        assert session.get_one(Person, person_id).pages


def test_only_the_holder_answers(office: Any, held: Any) -> None:
    """A colleague's answer, release or closing changes nothing."""
    person_id, case_id, _ = held
    office.counsellor("Dewi")
    other = office.enter("Dewi")
    before = office.sent(person_id)
    for path, form in (("reply", {"text": "halo"}), ("release", {}), ("close", {"outcome": "helped"})):
        office.post(other, f"/console/cases/{case_id}/{path}", **form)
    assert office.sent(person_id) == before
    assert office.case(case_id).state is CaseState.CLAIMED


@pytest.mark.parametrize(
    ("quiet", "why"),
    [(Quiet.LEFT, "ia membalas KELUAR"), (Quiet.STOPPED, "ia membalas BERHENTI")],
    ids=["left", "stopped"],
)
def test_a_quiet_person_closes_the_composer(office: Any, held: Any, quiet: Quiet, why: str) -> None:
    """While a person is quiet the page has no field to write in and says why; a form sent anyway is not obeyed."""
    person_id, case_id, client = held
    before = office.sent(person_id)
    office.set_quiet(person_id, quiet)
    page = client.get(f"/console/cases/{case_id}").text
    assert why in page
    assert "<textarea" not in page
    assert reply(office, client, case_id, "halo?").status_code == 302
    assert office.sent(person_id) == before
    assert "case_answered" not in office.events()


def test_whatsapp_window(office: Any, held: Any) -> None:
    """Twenty-four hours after the person's last WhatsApp message the composer closes; a new message opens it."""
    person_id, case_id, client = held
    path = f"/console/cases/{case_id}"
    office.clock.forward(hours=11)
    assert "<textarea" in client.get(path).text
    office.clock.forward(hours=13)
    client = office.enter()
    assert "Jendela WhatsApp tertutup" in client.get(path).text
    reply(office, client, case_id, "halo?")
    assert "halo?" not in office.sent(person_id)
    office.receive(person_id, "saya kembali", case_id=case_id)
    assert "<textarea" in client.get(path).text


def test_no_window_on_sms(office: Any) -> None:
    """An SMS may be answered days later."""
    counsellor = office.counsellor()
    _, case_id = office.person("tolong", channel="sms")
    office.claimed(case_id, counsellor)
    office.clock.forward(hours=48)
    page = office.enter().get(f"/console/cases/{case_id}").text
    assert "<textarea" in page
    assert "160 huruf" in page


def test_answers_go_where_the_person_wrote_last(office: Any, held: Any) -> None:
    """Who changes from WhatsApp to SMS is answered by SMS."""
    person_id, case_id, client = held
    office.receive(person_id, "pulsa data habis", case_id=case_id, channel="sms")
    reply(office, client, case_id, "Baik, lewat SMS saja.")
    with office.store.read() as session:
        last = session.scalars(select(OutboxRow).order_by(OutboxRow.seq.desc())).first()
        assert last is not None
        assert last.channel == "sms"


def test_words_that_showed_danger(office: Any, held: Any) -> None:
    """The words that showed a danger are marked, and named for who does not see colours; the rest is escaped."""
    person_id, case_id, client = held
    office.receive(
        person_id, "<b>dia mau bunuh saya</b>", case_id=case_id, level=3, signals=["threat"], spans=[[7, 17, "threat"]]
    )
    page = client.get(f"/console/cases/{case_id}").text
    assert '&lt;b&gt;dia <mark>mau bunuh <span class="unseen"> (diancam)</span></mark>saya&lt;/b&gt;' in page
    assert "Darurat: diancam" in page


@pytest.mark.parametrize(
    ("spans", "cut"),
    [
        ([], [Run("abcdef")]),
        ([[0, 6, "threat"]], [Run("abcdef", "threat")]),
        ([[3, 5, "child"], [0, 2, "threat"]], [Run("ab", "threat"), Run("c"), Run("de", "child"), Run("f")]),
        ([[0, 4, "threat"], [2, 6, "child"]], [Run("abcd", "threat"), Run("ef", "child")]),
        ([[1, 5, "threat"], [2, 3, "child"]], [Run("a"), Run("bcde", "threat"), Run("f")]),
        ([[4, 99, "threat"], [7, 9, "child"]], [Run("abcd"), Run("ef", "threat")]),
    ],
    ids=["none", "all", "unsorted", "overlapping", "within", "beyond the end"],
)
def test_cutting_at_spans(spans: list[list[Any]], cut: list[Run]) -> None:
    """Whatever the spans are, no letter is lost or doubled."""
    assert list(runs("abcdef", spans)) == cut


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ({"text": "", "media": ["voice"]}, "Pesan suara (isinya tidak disimpan)"),
        ({"text": "", "point": [-6.3373, 108.3207]}, "Lokasi: -6.3373, 108.3207, Indramayu"),
        ({}, "(kosong)"),
    ],
    ids=["voice", "place", "emptied"],
)
def test_messages_without_words(office: Any, held: Any, content: dict[str, Any], shown: str) -> None:
    """What is not text is named."""
    person_id, case_id, client = held
    office.receive(person_id, "", case_id=case_id, content=content)
    assert shown in client.get(f"/console/cases/{case_id}").text


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (OutboxState.SENDING, "sedang dikirim"),
        (OutboxState.DELIVERED, "sampai"),
        (OutboxState.READ, "dibaca"),
        (OutboxState.FAILED, "gagal dikirim (21610)"),
        (OutboxState.UNDELIVERED, "tidak sampai (21610)"),
        (OutboxState.CANCELLED, "dibatalkan, tidak dikirim"),
    ],
    ids=lambda value: value.value if isinstance(value, OutboxState) else "",
)
def test_what_became_of_a_message(office: Any, held: Any, state: OutboxState, shown: str) -> None:
    """Each message that went out says how far it came; a failed one stands out."""
    _, case_id, client = held
    broken = state in {OutboxState.FAILED, OutboxState.UNDELIVERED}
    with office.store.write() as session:
        row = session.scalars(select(OutboxRow)).one()
        row.state, row.error = state, "21610" if broken else None
    page = client.get(f"/console/cases/{case_id}").text
    assert shown in page
    assert ("bubble bot broken" in page) is broken


def test_what_was_said_before_the_case(office: Any) -> None:
    """The talk with the bot in the day before the case is shown; older talk, and that of a declined case, is not."""
    counsellor = office.counsellor()
    person_id, case_id = office.person("tolong sekarang")
    opened = office.case(case_id).opened_at
    office.receive(person_id, "kemarin dulu", received_at=opened.replace(day=22))
    office.receive(person_id, "waktu menolak", received_at=opened.replace(hour=5))
    office.receive(person_id, "barusan tanya", received_at=opened.replace(hour=8))
    with office.store.write() as session:
        session.add(
            Case(
                person_id=person_id, channel="whatsapp", level=2, signals=[], state=CaseState.DECLINED,
                opened_at=opened.replace(hour=4), closed_at=opened.replace(hour=6),
            )
        )  # fmt: skip
        outbox.queue(
            session, [Part("jawaban bot")], person_id=person_id, channel="whatsapp",
            now=opened.replace(hour=8, minute=1),
        )  # fmt: skip
    office.claimed(case_id, counsellor)
    page = office.enter().get(f"/console/cases/{case_id}").text
    for shown in ("barusan tanya", "jawaban bot", "tolong sekarang"):
        assert shown in page
    for hidden in ("kemarin dulu", "waktu menolak"):
        assert hidden not in page
    assert page.index("barusan tanya") < page.index("jawaban bot") < page.index("tolong sekarang")


def test_who_the_person_is(office: Any) -> None:
    """The page says where the person is and which language they write."""
    counsellor = office.counsellor()
    _, case_id = office.person(language="su", profile={"place": "32.12", "country": "MY"})
    office.claimed(case_id, counsellor)
    page = office.enter().get(f"/console/cases/{case_id}").text
    for shown in ("Sunda", "Indramayu", "Malaysia", "WhatsApp"):
        assert shown in page


def test_giving_back(office: Any, held: Any, says: Any) -> None:
    """A case given back waits again, the person is told, and nobody reads it until the next claim."""
    person_id, case_id, client = held
    office.post(client, f"/console/cases/{case_id}/release")
    assert office.case(case_id).state is CaseState.WAITING
    assert office.sent(person_id)[-1] == says("counsellor.returned")
    assert "dia pukul" not in client.get(f"/console/cases/{case_id}").text
    assert client.get(f"/console/cases/{case_id}", headers=FRAGMENT).status_code == 409


def test_closing(office: Any, held: Any, says: Any) -> None:
    """A case closes with an outcome; the person is told that the bot answers again, and the watch over it ends."""
    person_id, case_id, client = held
    office.post(client, f"/console/cases/{case_id}/close", outcome="referred")
    case = office.case(case_id)
    assert (case.state, case.outcome) == (CaseState.CLOSED, "referred")
    assert office.sent(person_id)[-1] == says("counsellor.ends")
    assert client.get(f"/console/cases/{case_id}").status_code == 404
    with office.store.read() as session:
        assert session.scalar(select(Job).where(Job.kind == "silence")) is None
    assert office.events()[-1] == "case_closed"


@pytest.mark.parametrize("outcome", ["", "erased", "nonsense"])
def test_closing_needs_an_outcome(office: Any, held: Any, outcome: str) -> None:
    """Without an outcome that a counsellor may choose the case stays open, and the page says so."""
    _, case_id, client = held
    answer = office.post(client, f"/console/cases/{case_id}/close", outcome=outcome)
    assert office.case(case_id).state is CaseState.CLAIMED
    assert "Pilih dulu hasilnya" in client.get(answer.headers["Location"]).text


def test_closing_while_the_person_is_away(office: Any, held: Any) -> None:
    """Who left hears of the end when they write again; of a beginning and an end while away they hear nothing."""
    person_id, case_id, client = held
    office.set_quiet(person_id, Quiet.LEFT)
    office.post(client, f"/console/cases/{case_id}/release")
    assert office.owed(person_id) == "counsellor.returned"
    office.post(client, f"/console/cases/{case_id}/claim")
    assert office.owed(person_id) is None
    assert len(office.sent(person_id)) == 1


@pytest.mark.parametrize("wrote_again", [False, True], ids=["silent since", "asked again"])
def test_closing_a_sealed_case(office: Any, held: Any, says: Any, wrote_again: bool) -> None:  # noqa: FBT001
    """A sealed case is erased with its closing; the phone, which forgot it, hears of that only if it asked again."""
    person_id, case_id, client = held
    reply(office, client, case_id, "Saya di sini.")
    with office.store.write() as session:
        people.erase(session, session.get_one(Person, person_id), "t" * 32, office.clock())
    assert "Orang ini minta datanya dihapus" in client.get(f"/console/cases/{case_id}").text
    assert "dia pukul saya" in client.get(f"/console/cases/{case_id}").text
    assert "ia membalas HAPUS" in client.get(f"/console/cases/{case_id}").text
    reply(office, client, case_id, "Masih di sana?")
    if wrote_again:
        office.clock.forward(minutes=1)
        office.receive(person_id, "tolong", case_id=case_id, turn_id="u" * 32)
        with office.store.write() as session:
            session.get_one(Case, case_id).urgent_at = office.clock()
        assert "<textarea" in client.get(f"/console/cases/{case_id}").text

    office.post(client, f"/console/cases/{case_id}/close", outcome="helped")

    with office.store.read() as session:
        left = [row.content["text"] for row in session.scalars(select(InboxRow))]
        assert left == (["tolong"] if wrote_again else [])
        assert session.scalar(select(Job).where(Job.kind == "forget_person")) is not None
    assert office.sent(person_id) == ([says("counsellor.ends")] if wrote_again else [])


def test_reading_leaves_a_trace_but_glances_do_not(office: Any, held: Any) -> None:
    """Opening a conversation is recorded each time; the script's fetches are not."""
    _, case_id, client = held
    path = f"/console/cases/{case_id}"
    client.get(path)
    for _ in range(3):
        assert client.get(path, headers=FRAGMENT).status_code == 200
    assert office.events().count("case_opened") == 1


def test_a_case_that_never_was(office: Any) -> None:
    """An unknown case is not found."""
    office.counsellor()
    assert office.enter().get("/console/cases/" + "0" * 32).status_code == 404


def test_the_scripts_answers(office: Any, held: Any) -> None:
    """The page's script gets a bare status for what it sends."""
    person_id, case_id, client = held
    page, path = f"/console/cases/{case_id}", f"/console/cases/{case_id}/reply"
    token = client.get(page).text.split('name="csrf_token" value="')[1].split('"')[0]

    def send(text: str) -> int:
        return int(client.post(path, data={"csrf_token": token, "text": text}, headers=FRAGMENT).status_code)

    assert send("Halo") == 204
    assert send(" ") == 400
    office.set_quiet(person_id, Quiet.LEFT)
    assert send("Masih di sana?") == 409


def test_the_sender_is_woken(store: Any, clock: Any, texts: Any, office: Any, redis_url: str) -> None:
    """A claim and an answer wake the sender at once."""
    app = Flask("awake", static_folder=None)
    app.secret_key = "not-a-secret"
    bell = Bell(redis_url, "send")
    console.register(app, console.Desk(store, Renderer(texts), texts, bell, clock))
    awake = replace(office, app=app)
    awake.counsellor()
    _, case_id = awake.person()
    client = awake.enter()
    for step in ("claim", "reply", "close"):
        page = "/console/" if step == "claim" else f"/console/cases/{case_id}"
        awake.post(client, f"/console/cases/{case_id}/{step}", page=page, text="Saya di sini.", outcome="helped")
        assert bell.wait(1) == "next", step
