"""Who may open what."""

from __future__ import annotations

from typing import Any

import pytest

from console.access import PUBLIC
from pulang.counselling import accounts
from pulang.store.tables import Counsellor, Role

CASE = "0" * 32


def routes(office: Any) -> list[tuple[str, str, str]]:
    """List every route with a method and an address that fits."""
    found = []
    for rule in office.app.url_map.iter_rules():
        path = rule.rule.replace("<case_id>", CASE).replace("<token>", "x").replace("<path:filename>", "console.css")
        found += [(rule.endpoint, method, path) for method in sorted((rule.methods or set()) & {"GET", "POST"})]
    return found


def test_every_route_is_closed_or_listed(office: Any) -> None:
    """A stranger is sent to the log-in by every page that is not named as public."""
    walked = routes(office)
    assert len(walked) >= 15
    for endpoint, method, path in walked:
        answer = office.app.test_client().open(path, method=method)
        answer.close()
        closed = answer.status_code == 302 and answer.headers["Location"].startswith("/console/login")
        assert closed != (endpoint in PUBLIC), f"{method} {path}: {answer.status_code}"


def test_public_names_only_pages_that_exist(office: Any) -> None:
    """The list of public pages holds no page that is gone."""
    assert {rule.endpoint for rule in office.app.url_map.iter_rules()} >= PUBLIC


def test_every_form_needs_a_token(office: Any) -> None:
    """A form without its token is refused with 400 on every route that takes forms, and nothing happens."""
    office.counsellor()
    client = office.enter()
    posts = [path for _, method, path in routes(office) if method == "POST"]
    assert len(posts) >= 9
    assert {path: client.post(path, data={"name": "Sari"}).status_code for path in posts} == dict.fromkeys(posts, 400)
    assert client.get("/console/").status_code == 200


def test_a_form_of_somebody_elses_page_is_refused(office: Any) -> None:
    """A token of another browser's session does not count."""
    office.counsellor()
    mine, other = office.enter(), office.app.test_client()
    token = other.get("/console/login").text.split('name="csrf_token" value="')[1].split('"')[0]
    assert mine.post("/console/duty", data={"csrf_token": token, "on": "0"}).status_code == 400


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMIN])
def test_only_those_who_answer_see_cases(office: Any, role: Role) -> None:
    """An editor or admin sees neither queue nor conversation, and may not claim."""
    office.counsellor("Edi", role)
    _, case_id = office.person("tolong saya dikurung")
    client = office.enter("Edi")

    assert "Ambil" not in client.get("/console/").text
    assert client.get(f"/console/cases/{case_id}").status_code == 403
    assert office.post(client, f"/console/cases/{case_id}/claim").status_code == 403
    assert office.case(case_id).claimed_by is None


def test_pages_load_nothing_from_elsewhere(office: Any) -> None:
    """No page allows or holds scripts in its text, or an address of another host; none is kept by the browser."""
    counsellor = office.counsellor()
    _, case_id = office.person("tolong")
    office.claimed(case_id, counsellor)
    client = office.enter()
    for path in ("/", "/hak", "/console/", f"/console/cases/{case_id}"):
        answer = client.get(path)
        assert answer.status_code == 200
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        for forbidden in ("http://", "https://", " style=", " onclick=", "<style", "javascript:"):
            assert forbidden not in answer.text, f"{path}: {forbidden}"
        assert answer.text.count("<script") == answer.text.count("<script src=")


def test_wrong_passwords_wait(office: Any) -> None:
    """Five wrong passwords make the account wait, the right one included; afterwards it gets in."""
    office.counsellor()
    client = office.app.test_client()

    def attempt(password: str) -> int:
        return int(office.log_in(" sari ", password, client).status_code)

    assert [attempt("salah") for _ in range(5)] == [401] * 5
    assert attempt("sawah hijau pagi") == 429
    office.clock.forward(seconds=31)
    assert attempt("sawah hijau pagi") == 302


def test_waiting_grows_and_other_accounts_do_not_wait(office: Any) -> None:
    """Each further wrong password doubles the wait; a colleague logs in meanwhile."""
    office.counsellor()
    office.counsellor("Dewi")
    for _ in range(5):
        office.log_in("Sari", "salah")
    office.clock.forward(seconds=31)
    office.log_in("Sari", "salah")
    office.clock.forward(seconds=31)
    assert office.log_in("Sari", "salah").status_code == 429
    assert office.log_in("Dewi").status_code == 302


@pytest.mark.parametrize("name", ["Sari", "tidak ada"], ids=["wrong password", "no such account"])
def test_log_in_does_not_tell_which_names_exist(office: Any, name: str) -> None:
    """A wrong name and a wrong password get the same words."""
    office.counsellor()
    answer = office.log_in(name, "salah sekali")
    assert answer.status_code == 401
    assert "Nama atau kata sandi tidak cocok" in answer.text


def test_sessions_end(office: Any) -> None:
    """A session ends after twelve hours, with a new password, and when the account is locked."""
    counsellor = office.counsellor()
    aged = office.enter()
    office.clock.forward(hours=12)
    assert aged.get("/console/").status_code == 200
    office.clock.forward(seconds=1)
    assert aged.get("/console/").status_code == 302

    changed = office.enter()
    assert changed.get("/console/").status_code == 200
    with office.store.write() as session:
        accounts.set_password(session.get_one(Counsellor, counsellor), "kata sandi yang lain")
    assert changed.get("/console/").status_code == 302

    locked = office.enter()
    assert locked.get("/console/").status_code == 200
    with office.store.write() as session:
        accounts.disable(session.get_one(Counsellor, counsellor))
    assert locked.get("/console/").status_code == 302


def test_the_script_is_told_without_a_redirect(office: Any) -> None:
    """The page's own script gets 401 when the session is over, and not the log-in page."""
    assert office.app.test_client().get("/console/", headers={"X-Pulang": "fragment"}).status_code == 401


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/console/cases/abc", "/console/cases/abc"),
        ("https://elsewhere.example/console/", "/console/"),
        ("//elsewhere.example/console/", "/console/"),
        ("/\\elsewhere.example", "/console/"),
        ("/simulator/", "/console/"),
        ("", "/console/"),
    ],
    ids=["inside", "absolute", "no scheme", "backslash", "another part", "nothing"],
)
def test_log_in_leads_only_into_the_console(office: Any, wanted: str, goes: str) -> None:
    """After the log-in nobody is sent anywhere but into the console."""
    office.counsellor()
    client = office.app.test_client()
    token = client.get("/console/login").text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "name": "Sari", "password": "sawah hijau pagi"}
    answer = client.post("/console/login", query_string={"next": wanted}, data=form)
    assert answer.headers["Location"] == goes


def test_a_session_begins_anew(office: Any) -> None:
    """What a browser brought along before the log-in is forgotten by it."""
    office.counsellor()
    client = office.app.test_client()
    with client.session_transaction() as session:
        session["planted"] = "x"
    assert office.log_in(client=client).status_code == 302
    assert client.get("/console/").status_code == 200
    assert office.events() == ["logged_in"]
    with client.session_transaction() as session:
        assert "planted" not in session


def test_one_time_link(office: Any) -> None:
    """A link lets its owner choose a password once, within 24 hours, by a form that says what is wrong."""
    with office.store.write() as session:
        made = accounts.create(session, "Sari", Role.COUNSELLOR, office.clock())
        path = f"/console/welcome/{accounts.one_time_link(made, office.clock())}"
    client = office.app.test_client()

    def choose(password: str, again: str) -> Any:
        return office.post(client, path, page=path, password=password, again=again)

    assert "Selamat datang, Sari" in client.get(path).text
    assert "tidak sama" in choose("sawah hijau pagi", "sawah hijau").text
    assert "Terlalu pendek" in choose("pendek", "pendek").text
    assert choose("sawah hijau pagi", "sawah hijau pagi").status_code == 302
    assert office.log_in().status_code == 302
    assert client.get(path).status_code == 410


def test_one_time_link_grows_old(office: Any) -> None:
    """A link that was not used within 24 hours no longer works."""
    with office.store.write() as session:
        made = accounts.create(session, "Sari", Role.COUNSELLOR, office.clock())
        token = accounts.one_time_link(made, office.clock())
    office.clock.forward(hours=24)
    assert office.app.test_client().get(f"/console/welcome/{token}").status_code == 410
