"""The console in a real browser."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright
from werkzeug.serving import make_server

from channels.rendering.gsm import segments, septets, to_gsm
from pulang.store.tables import CaseState, Quiet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
PASSWORD = "sawah hijau pagi"

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no browser at /usr/bin/chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium for all tests of this file."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def address(office: Any) -> Iterator[str]:
    """The console, served on a free loopback port."""
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of 1280 px or the width asked for; a script error, a blocked resource or sideways scrolling fails."""
    width = getattr(request, "param", 1280)
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=address)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    yield opened
    opened.wait_for_load_state("load")  # without its styles every page is too wide
    overflow = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert wrong == []
    assert overflow <= 0


def log_in(page: Page, name: str = "Sari") -> None:
    """Log in by the form."""
    page.goto("/console/")
    page.get_by_label("Nama").fill(name)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_selector("body[data-ready]")


@pytest.mark.parametrize("page", [1280, 320], ids=["wide", "narrow"], indirect=True)
def test_from_log_in_to_closing(page: Page, office: Any) -> None:
    """A counsellor logs in, takes the most urgent, reads, answers, hears back, and closes."""
    office.counsellor()
    office.person("saya cuma mau tanya", level=0, signals=[])
    person_id, case_id = office.person("dia kunci pintunya, tolong saya", level=3)
    log_in(page)
    expect(page).to_have_title("(2) Antrean - Pulang")
    expect(page.get_by_text("dia kunci")).to_have_count(0)

    page.get_by_role("button", name="Ambil yang paling mendesak").click()
    log = page.get_by_role("log", name="Percakapan")
    expect(log).to_contain_text("dia kunci pintunya, tolong saya")
    page.get_by_label("Balasan Anda").fill("Saya di sini.\nKamu sendirian?")
    page.get_by_label("Balasan Anda").press("Control+Enter")
    expect(log.locator(".bubble.counsellor")).to_contain_text("Saya di sini.")
    expect(page.get_by_label("Balasan Anda")).to_have_value("")
    expect(page.get_by_label("Balasan Anda")).to_be_focused()
    assert office.sent(person_id)[-1] == "Saya di sini.\nKamu sendirian?"

    page.get_by_label("Balasan Anda").fill("Baru separuh")
    office.receive(person_id, "iya sendiri", case_id=case_id)
    expect(log).to_contain_text("iya sendiri")
    expect(page.get_by_label("Balasan Anda")).to_have_value("Baru separuh")

    page.get_by_label("Hasilnya").select_option(label="Sudah dibantu")
    page.get_by_role("button", name="Tutup kasus").click()
    expect(page.get_by_role("status").first).to_contain_text("Kasus ditutup")
    assert office.case(case_id).outcome == "helped"


def test_a_new_emergency_is_announced(page: Page, office: Any) -> None:
    """A new case appears by itself; an emergency is called out, and the title counts."""
    office.counsellor()
    log_in(page)
    expect(page.get_by_text("Tidak ada yang menunggu.")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)

    office.person("biasa saja", level=1)
    expect(page).to_have_title("(1) Antrean - Pulang", timeout=8000)
    expect(page.get_by_role("alert")).to_have_count(0)
    office.person("tolong", level=3, signals=["violence"])
    expect(page.get_by_role("alert")).to_have_text("Darurat baru menunggu.", timeout=8000)
    expect(page).to_have_title("(2) Antrean - Pulang")


def test_the_keyboard_stays_where_it_is(page: Page, office: Any) -> None:
    """A queue that renews itself takes the keyboard away from nobody."""
    office.counsellor()
    _, case_id = office.person("tolong", level=1)
    log_in(page)
    page.locator(f"#claim-{case_id}").focus()
    office.person("tolong", level=2)
    expect(page).to_have_title("(2) Antrean - Pulang", timeout=8000)
    expect(page.locator(f"#claim-{case_id}")).to_be_focused()


@pytest.mark.parametrize("page", [320], ids=["narrow"], indirect=True)
def test_the_composer_closes_and_opens_again(page: Page, office: Any) -> None:
    """When the person leaves, the field goes and the page says why; when they come back, so does what was written."""
    counsellor = office.counsellor()
    person_id, case_id = office.person("tolong", level=2)
    office.claimed(case_id, counsellor)
    log_in(page)
    page.goto(f"/console/cases/{case_id}")
    page.get_by_label("Balasan Anda").fill("Kamu di mana?")
    office.set_quiet(person_id, Quiet.LEFT)
    expect(page.get_by_text("ia membalas KELUAR")).to_be_visible(timeout=8000)
    expect(page.get_by_label("Balasan Anda")).to_have_count(0)
    office.set_quiet(person_id, Quiet.NO)
    expect(page.get_by_label("Balasan Anda")).to_have_value("Kamu di mana?", timeout=8000)
    page.get_by_role("button", name="Kirim").click()
    expect(page.locator(".bubble.counsellor")).to_contain_text("Kamu di mana?")


def test_a_case_that_went_back(page: Page, office: Any) -> None:
    """When the case goes back to the queue under one's eyes, the words go from the screen."""
    counsellor = office.counsellor()
    _, case_id = office.person("rahasia sekali", level=2)
    office.claimed(case_id, counsellor)
    log_in(page)
    page.goto(f"/console/cases/{case_id}")
    expect(page.get_by_text("rahasia sekali")).to_be_visible()
    with office.store.write() as session:
        case = session.get_one(type(office.case(case_id)), case_id)
        case.state, case.claimed_by, case.claimed_at = CaseState.WAITING, None, None
    expect(page.get_by_role("button", name="Ambil kasus ini")).to_be_visible(timeout=8000)
    expect(page.get_by_text("rahasia sekali")).to_have_count(0)


def test_sms_count(page: Page, office: Any) -> None:
    """While one writes an SMS, letters and messages are counted as they will be sent."""
    counsellor = office.counsellor()
    _, case_id = office.person("tolong", channel="sms")
    office.claimed(case_id, counsellor)
    log_in(page)
    page.goto(f"/console/cases/{case_id}")
    for text in ("a" * 160, "b" * 161, "harga 5€ {ya}", "c" * 306, "d" * 307):
        page.get_by_label("Balasan Anda").fill(text)
        sent = to_gsm(text)
        rest = ", sisanya dikirim kalau dibalas LANJUT" if septets(sent) > 306 else ""
        expect(page.locator("#hint")).to_have_text(f"{septets(sent)} huruf, {segments(sent)} SMS{rest}")


def test_without_script(browser: Browser, address: str, office: Any) -> None:
    """With scripts off a counsellor logs in, claims, answers and closes all the same."""
    office.counsellor()
    person_id, case_id = office.person("tolong", level=2)
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/console/")
    page.get_by_label("Nama").fill("Sari")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.get_by_role("button", name="Ambil: Mendesak").click()
    page.get_by_label("Balasan Anda").fill("Saya di sini.")
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("log")).to_contain_text("Saya di sini.")
    page.get_by_label("Hasilnya").select_option(label="Dirujuk ke layanan lain")
    page.get_by_role("button", name="Tutup kasus").click()
    expect(page.get_by_role("status").first).to_contain_text("Kasus ditutup")
    context.close()
    assert "Saya di sini." in office.sent(person_id)
    assert office.case(case_id).outcome == "referred"
