from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page, Route

CHROMIUM = Path("/usr/bin/chromium")

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no browser at /usr/bin/chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium for all tests of this file."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, site: Any) -> Iterator[Page]:
    """The page with both phones ready; any script error or blocked resource fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    opened.goto(f"{site.url}/simulator/")
    opened.wait_for_selector("body[data-ready]")
    yield opened
    context.close()
    assert wrong == []


def stand(page: Page, channel: str) -> Locator:
    """Give one of the two phones."""
    return page.locator(f"section[data-channel={channel}]")


def write(page: Page, channel: str, text: str) -> None:
    """Type on a phone and press Enter."""
    box = stand(page, channel).get_by_role("textbox")
    box.fill(text)
    box.press("Enter")


def test_writing_on_whatsapp(page: Page, site: Any) -> None:
    """A written message reaches the application; the answer appears with ticks that say it was read."""
    write(page, "whatsapp", "halo kak")

    log = page.get_by_role("log", name="Percakapan WhatsApp")
    expect(log.get_by_role("listitem")).to_have_count(2)
    expect(log).to_contain_text("Anda menulis: halo kak")
    expect(log.locator(".theirs .state.read")).to_contain_text("dibaca")
    assert site.parrot.forms[0]["ProfileName"] == "Siti"


def test_writing_on_the_old_phone(page: Page, site: Any) -> None:
    """While typing the old phone counts characters and messages; an answer shows its segments and that it came."""
    box = stand(page, "sms").get_by_role("textbox")
    box.fill("a" * 161)
    expect(page.locator("#sms-count")).to_have_text("145/2")
    box.fill("\u2019")
    expect(page.locator("#sms-count")).to_have_text("69/1")
    box.fill("{")
    expect(page.locator("#sms-count")).to_have_text("158/1")
    box.fill("anak saya")
    stand(page, "sms").get_by_role("button", name="Kirim").click()

    log = page.get_by_role("log", name="Percakapan SMS")
    expect(log.locator(".theirs")).to_contain_text("Anda menulis: anak saya")
    expect(log.locator(".theirs")).to_contain_text("1 SMS, GSM-7")
    expect(log.locator(".theirs .state")).to_have_text("sampai")
    assert site.parrot.forms[0]["Body"] == "anak saya"


def test_typing_on_the_keys(page: Page, site: Any) -> None:
    """The keys write letters when pressed again, digits after #, and Hapus takes the last one back."""
    keys = stand(page, "sms").locator(".keypad")
    for key in ("4", "4", "2", "0", "#", "1", "9"):
        keys.locator(f"[data-key='{key}']").click()
    page.get_by_role("button", name="Hapus").click()

    expect(stand(page, "sms").get_by_role("textbox")).to_have_value("ha 1")


def test_tapping_a_button(page: Page, site: Any) -> None:
    """A quick reply is tapped under the message and arrives with its payload."""
    write(page, "whatsapp", "tombol")
    stand(page, "whatsapp").get_by_role("button", name="Tidak", exact=True).click()

    expect(stand(page, "whatsapp").get_by_role("log")).to_contain_text("Anda menulis: Tidak")
    assert (site.parrot.forms[-1]["ButtonPayload"], site.parrot.forms[-1]["ButtonText"]) == ("no", "Tidak")


def test_choosing_from_a_list(page: Page, site: Any) -> None:
    """A list opens as a sheet with descriptions; the chosen line arrives with its id."""
    write(page, "whatsapp", "daftar")
    stand(page, "whatsapp").get_by_role("button", name="Lihat pilihan").click()
    sheet = page.get_by_role("dialog", name="Lihat pilihan")
    expect(sheet).to_contain_text("upah, lembur, potongan")
    sheet.get_by_role("button", name="Surat dan paspor").click()

    expect(stand(page, "whatsapp").get_by_role("log")).to_contain_text("Anda menulis: Surat dan paspor")
    assert site.parrot.forms[-1]["ListId"] == "documents"
    expect(sheet).to_be_hidden()


@pytest.mark.parametrize(
    ("latitude", "longitude", "sent"),
    [
        pytest.param("-6,5", "107.25", ("-6.5", "107.25"), id="a point with a comma"),
        pytest.param("91", "107", None, id="beyond the pole"),
        pytest.param("", "", None, id="nothing"),
        pytest.param("utara", "107", None, id="words"),
    ],
)
def test_sending_a_point(page: Page, site: Any, latitude: str, longitude: str, sent: tuple[str, str] | None) -> None:
    """A free point is sent; what is no point is said kindly and not sent."""
    page.get_by_role("button", name="Lampirkan").click()
    page.get_by_role("button", name="Lokasi", exact=True).click()
    page.get_by_label("Lintang").fill(latitude)
    page.get_by_label("Bujur").fill(longitude)
    page.get_by_role("dialog").get_by_role("button", name="Kirim").click()

    if sent is None:
        expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
        assert site.parrot.forms == []
    else:
        expect(stand(page, "whatsapp").get_by_role("log")).to_contain_text("Anda menulis: location")
        assert (site.parrot.forms[0]["Latitude"], site.parrot.forms[0]["Longitude"]) == sent


def test_sending_a_town_and_a_voice(page: Page, site: Any) -> None:
    """A town is sent with its name, a voice note, a photo and a sticker with their kind."""
    log = stand(page, "whatsapp").get_by_role("log")
    attach = page.get_by_role("button", name="Lampirkan")
    attach.click()
    page.get_by_role("button", name="Lokasi", exact=True).click()
    page.get_by_role("button", name="Sukabumi").click()
    expect(log).to_contain_text("Anda menulis: location")
    for label, kind in (("Suara", "audio"), ("Foto", "image"), ("Stiker", "sticker")):
        attach.click()
        page.get_by_role("button", name=label, exact=True).click()
        expect(log).to_contain_text(f"Anda menulis: {kind}")

    assert site.parrot.forms[0]["Label"] == "Sukabumi"
    expect(log.locator(".marker")).to_have_count(4)


def test_a_new_person(page: Page, site: Any) -> None:
    """A new person starts with an empty phone, here with WhatsApp's id alone; the old one stays as it was."""
    write(page, "whatsapp", "halo")
    expect(stand(page, "whatsapp").get_by_role("listitem")).to_have_count(2)
    stand(page, "whatsapp").get_by_role("button", name="Orang baru").click()
    page.get_by_label("Nama di profil").fill("Ani")
    page.get_by_label("Hanya ID WhatsApp").check()
    page.get_by_role("button", name="Mulai percakapan baru").click()

    expect(stand(page, "whatsapp").get_by_role("listitem")).to_have_count(0)
    expect(stand(page, "whatsapp").locator(".who")).to_have_text("Ani, tanpa nomor, hanya ID WhatsApp")
    write(page, "whatsapp", "halo lagi")
    expect(stand(page, "whatsapp").get_by_role("listitem")).to_have_count(2)
    assert site.parrot.forms[-1]["From"].startswith("whatsapp:ID.")
    assert "WaId" not in site.parrot.forms[-1]


def test_the_phones_outlive_a_reload(page: Page) -> None:
    """After a reload both phones show their conversations again."""
    write(page, "sms", "halo")
    expect(stand(page, "sms").locator(".theirs")).to_have_count(1)
    before = stand(page, "sms").locator(".who").inner_text()
    page.reload()

    expect(stand(page, "sms").locator(".theirs")).to_have_count(1)
    assert stand(page, "sms").locator(".who").inner_text() == before


def test_an_application_that_refuses(page: Page, site: Any) -> None:
    """When the webhook is refused the phone says so, with the code."""
    site.parrot.status = 403
    write(page, "whatsapp", "halo")

    expect(stand(page, "whatsapp").get_by_role("status")).to_contain_text("403")
    expect(stand(page, "whatsapp").locator(".mine .state.failed")).to_contain_text("gagal dikirim")


def test_a_refusal_that_comes_late(page: Page, site: Any) -> None:
    """A message already on the screen when the refusal comes is marked then."""

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            answer = route.fetch()
            expect(stand(page, "whatsapp").locator(".mine")).to_have_count(1)
            route.fulfill(response=answer)
        else:
            route.continue_()

    site.parrot.status = 403
    page.route("**/phones/*/messages*", hold)
    write(page, "whatsapp", "halo")

    expect(stand(page, "whatsapp").locator(".mine .state.failed")).to_contain_text("gagal dikirim")


def test_a_fault_is_shown(page: Page) -> None:
    """A failure asked for is hit by the next answer, shown with its code, and then gone."""
    stand(page, "sms").get_by_label("Balasan berikutnya").select_option("error30003")
    write(page, "sms", "halo")

    expect(stand(page, "sms").locator(".theirs .failed")).to_have_text("tidak sampai 30003")
    expect(stand(page, "sms").get_by_label("Balasan berikutnya")).to_have_value("")


def test_an_example_plays_to_its_end(page: Page, site: Any) -> None:
    """An example is typed message by message, each after the answer to the one before."""
    page.get_by_label("Contoh percakapan").select_option("bekas-awak-kapal")
    page.get_by_role("button", name="Putar").click()

    expect(page.locator("#player-state")).to_have_text(re.compile("Contoh selesai"), timeout=30000)
    log = page.get_by_role("log", name="Percakapan WhatsApp")
    expect(log.get_by_role("listitem")).to_have_count(8)
    sides = [("mine" in (item.get_attribute("class") or "")) for item in log.get_by_role("listitem").all()]
    assert sides == [True, False] * 4
    assert site.parrot.forms[1]["Label"] == "Tegal"


def test_an_example_can_be_stopped(page: Page) -> None:
    """A playing example stops at once when asked to."""
    page.get_by_role("button", name="Putar").click()
    page.get_by_role("button", name="Hentikan").click()

    expect(page.locator("#player-state")).to_have_text("Contoh dihentikan.")
    expect(page.get_by_role("button", name="Putar")).to_be_enabled()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_every_width(page: Page, width: int) -> None:
    """Nothing sticks out sideways from 320 pixels on, and below 700 the phones stand one below the other."""
    page.set_viewport_size({"width": width, "height": 800})
    write(page, "whatsapp", "tombol")
    write(page, "sms", "x" * 200)
    expect(stand(page, "sms").locator(".theirs")).to_have_count(1)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Lampirkan").click()
    page.get_by_role("button", name="Lokasi", exact=True).click()
    assert (
        page.evaluate("(sheet => sheet.scrollWidth - sheet.clientWidth)(document.querySelector('#place-sheet'))") <= 0
    )
    page.keyboard.press("Escape")
    first, second = (stand(page, channel).bounding_box() for channel in ("whatsapp", "sms"))
    assert first is not None
    assert second is not None
    assert (second["y"] > first["y"] + first["height"]) == (width < 700)


def test_everything_has_a_name(page: Page) -> None:
    """Every button, box and list that can be reached has a name for a screen reader."""
    write(page, "whatsapp", "daftar")
    expect(stand(page, "whatsapp").locator(".theirs")).to_have_count(1)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, select, textarea, input, a, [role=log], dialog")]
            .filter((element) => !(element.getAttribute("aria-label") || element.textContent.trim()
                || element.getAttribute("aria-labelledby") || (element.labels && element.labels.length)))
            .map((element) => element.outerHTML)"""
    )
    assert nameless == []
