"""The queue and the claim."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest

from pulang.store.tables import CaseState, Quiet, Role

FRAGMENT = {"X-Pulang": "fragment"}


def test_most_dangerous_first(office: Any) -> None:
    """The most dangerous case stands first, of two alike the one that waits longer."""
    office.counsellor()
    _, young = office.person(level=2)
    _, old = office.person(level=2, opened_at=office.clock().replace(hour=7))
    _, calm = office.person(level=0, signals=[])
    _, grave = office.person(level=3, signals=["violence", "threat"])

    page = office.enter().get("/console/").text

    assert re.findall(r'id="case-(\w+)"', page) == [grave, old, young, calm]
    assert "Kekerasan, diancam" in page
    assert "Minta bicara dengan orang" in page
    assert "Menunggu 2 jam 0 menit" in page
    assert "<title>(4) Antrean" in page


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_nothing_written_is_shown_before_a_claim(office: Any, level: int) -> None:
    """Neither the queue, nor its fragment, nor the case's own page shows a word of the person before a claim."""
    office.counsellor()
    _, case_id = office.person("rahasia sekali", level=level)
    client = office.enter()
    path = f"/console/cases/{case_id}"
    for answer in (client.get("/console/"), client.get("/console/", headers=FRAGMENT), client.get(path)):
        assert answer.status_code == 200
        assert "rahasia" not in answer.text
    assert client.get(path, headers=FRAGMENT).status_code == 409
    assert "case_opened" not in office.events()


def test_claiming(office: Any, says: Any) -> None:
    """Who claims reads the conversation, the person hears that a human is there, and a trace of both stays."""
    counsellor = office.counsellor()
    person_id, case_id = office.person("rahasia sekali")
    client = office.enter()

    answer = office.post(client, f"/console/cases/{case_id}/claim")

    assert answer.headers["Location"] == f"/console/cases/{case_id}"
    assert "rahasia sekali" in client.get(answer.headers["Location"]).text
    assert office.case(case_id).claimed_by == counsellor
    assert office.sent(person_id) == [says("counsellor.begins")]
    assert "Sari" not in office.sent(person_id)[0]
    assert office.events() == ["case_claimed", "case_opened"]


def test_two_claim_at_once(office: Any) -> None:
    """Of two counsellors who press at the same moment one gets the case; the other reads whose it is."""
    names = ("Sari", "Dewi")
    for name in names:
        office.counsellor(name)
    person_id, case_id = office.person("rahasia sekali")
    clients = {name: office.enter(name) for name in names}
    tokens = {
        name: re.search(r'name="csrf_token" value="([^"]+)"', clients[name].get("/console/").text)[1]  # type: ignore[index]
        for name in names
    }
    ready, went = threading.Barrier(2), {}

    def press(name: str) -> None:
        ready.wait()
        answer = clients[name].post(f"/console/cases/{case_id}/claim", data={"csrf_token": tokens[name]})
        went[name] = answer.headers["Location"]

    threads = [threading.Thread(target=press, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(went.values()) == ["/console/", f"/console/cases/{case_id}"]
    winner = next(name for name in names if went[name] != "/console/")
    loser = next(name for name in names if name != winner)
    assert f"Sudah diambil {winner}" in clients[loser].get("/console/").text
    seen = clients[loser].get(f"/console/cases/{case_id}").text
    assert "rahasia" not in seen
    assert f"Sudah diambil {winner}" in seen
    assert len(office.sent(person_id)) == 1


def test_take_the_most_urgent(office: Any) -> None:
    """One button takes the most dangerous case that still waits, and says so when none does."""
    counsellor = office.counsellor()
    _, calm = office.person(level=1)
    _, grave = office.person(level=3)
    client = office.enter()

    assert office.post(client, "/console/next").headers["Location"].endswith(grave)
    assert office.post(client, "/console/next").headers["Location"].endswith(calm)
    assert office.post(client, "/console/next").headers["Location"] == "/console/"
    assert "Tidak ada yang menunggu sekarang" in client.get("/console/").text
    assert {office.case(case_id).claimed_by for case_id in (calm, grave)} == {counsellor}


def test_claiming_twice_oneself(office: Any) -> None:
    """A second press on the same button leads to the conversation, and the person is told once."""
    office.counsellor()
    person_id, case_id = office.person()
    client = office.enter()
    for _ in range(2):
        answer = office.post(client, f"/console/cases/{case_id}/claim")
        assert answer.headers["Location"].endswith(case_id)
    assert len(office.sent(person_id)) == 1


def test_a_person_who_left_is_told_later(office: Any) -> None:
    """To somebody who wrote KELUAR nothing is sent on a claim; they are told when they write again."""
    office.counsellor()
    person_id, case_id = office.person(quiet=Quiet.LEFT)
    office.post(office.enter(), f"/console/cases/{case_id}/claim")
    assert office.sent(person_id) == []
    assert office.owed(person_id) == "counsellor.begins"


def test_supervisor_takes_over(office: Any) -> None:
    """A supervisor takes a colleague's case and then reads it; the person, who stays with a human, hears nothing."""
    sari = office.counsellor()
    boss = office.counsellor("Rina", Role.SUPERVISOR)
    person_id, case_id = office.person("rahasia sekali")
    office.claimed(case_id, sari)
    client = office.enter("Rina")

    assert "rahasia" not in client.get(f"/console/cases/{case_id}").text
    office.post(client, f"/console/cases/{case_id}/take-over")

    assert office.case(case_id).claimed_by == boss
    assert "rahasia" in client.get(f"/console/cases/{case_id}").text
    assert office.sent(person_id) == []
    assert "case_taken_over" in office.events()


def test_a_counsellor_takes_over_nothing(office: Any) -> None:
    """Only a supervisor may take a case from somebody."""
    sari = office.counsellor()
    office.counsellor("Dewi")
    _, case_id = office.person()
    office.claimed(case_id, sari)
    client = office.enter("Dewi")
    assert office.post(client, f"/console/cases/{case_id}/take-over").status_code == 403
    assert "Ambil alih" not in client.get("/console/").text
    assert office.case(case_id).claimed_by == sari


def test_duty(office: Any) -> None:
    """One button begins and ends duty; with nobody on duty the queue says what people are told."""
    counsellor = office.counsellor(on_duty=False)
    client = office.enter()
    assert "Tidak ada konselor yang bertugas" in client.get("/console/").text
    office.post(client, "/console/duty", on="1")
    assert office.on_duty(counsellor)
    assert "Tidak ada konselor yang bertugas" not in client.get("/console/").text
    office.post(client, "/console/duty", on="0")
    assert not office.on_duty(counsellor)


def test_logging_out_returns_claimed_cases(office: Any, says: Any) -> None:
    """Who logs out is no longer on duty, and their people go back to the queue and are told."""
    counsellor = office.counsellor()
    person_id, case_id = office.person()
    client = office.enter()
    office.post(client, f"/console/cases/{case_id}/claim")

    office.post(client, "/console/logout")

    assert office.case(case_id).state is CaseState.WAITING
    assert office.sent(person_id)[-1] == says("counsellor.returned")
    assert not office.on_duty(counsellor)
    assert client.get("/console/").status_code == 302
    assert office.events()[-2:] == ["case_returned", "logged_out"]


def test_fragment_tells_of_emergencies(office: Any) -> None:
    """The piece that the script fetches counts who waits and names the emergencies that nobody has."""
    sari = office.counsellor()
    _, held = office.person(level=3)
    office.claimed(held, sari)
    _, waits = office.person(level=3)
    office.person(level=1)
    piece = office.enter().get("/console/", headers=FRAGMENT).text
    assert f'data-waiting="2" data-emergencies="{waits}"' in piece
    assert "<html" not in piece
