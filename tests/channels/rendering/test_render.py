from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.double.segments import GSM7, GSM7_EXTENSION, count_segments
from channels.rendering import Renderer
from pulang.conversation.messages import Channel
from pulang.outbox import Choice, Part, Rendered, Reply
from pulang.texts import Catalogue

ALPHABET = GSM7 + GSM7_EXTENSION
MORE = "Balas LANJUT"
CHOOSE = "Pilih salah satu, atau tulis sendiri:"
RENDER = Renderer(Catalogue())
LONG = " ".join(f"Kalimat nomor {number} tentang hakmu." for number in range(40))

WORDS = st.lists(st.text(ALPHABET.replace("\r", "").replace("\f", ""), min_size=1, max_size=30), max_size=40).map(
    lambda words: " ".join(" ".join(words).split(" "))
)
TITLES = st.text("abcdefghij {", min_size=1, max_size=24).map(str.strip).filter(bool)
CHOICES = st.lists(TITLES, max_size=12).map(
    lambda titles: tuple(Choice(title, f"/p{number}") for number, title in enumerate(titles, 1))
)


def choices(count: int, title: str = "Pilihan") -> tuple[Choice, ...]:
    """Make choices with payloads of their own."""
    return tuple(Choice(f"{title} {number}", f"/pick{number}") for number in range(1, count + 1))


def ink(text: str) -> str:
    """Give a text without its white space."""
    return "".join(text.split())


def bodies(rendered: Rendered) -> list[str]:
    """Give the bodies of all parts, now and later."""
    return [part.body for part in (*rendered.now, *rendered.later)]


# --- SMS ---


def test_a_short_sms_is_one_part_with_its_choices_numbered() -> None:
    """Text and numbered choices go together, with what each number means."""
    reply = Reply("Mau yang mana?", (Choice("Gaji", "/wages"), Choice("Surat", "/documents")))

    assert RENDER(reply, Channel.SMS) == Rendered((Part("Mau yang mana?\n1 Gaji\n2 Surat", reply.choices),))


def test_a_long_sms_shows_one_page_and_says_how_to_go_on() -> None:
    """Only the first page goes now; every page but the last ends with LANJUT."""
    rendered = RENDER(Reply(LONG), Channel.SMS)

    assert len(rendered.now) == 1
    assert len(rendered.later) > 1
    *first, last = bodies(rendered)
    assert all(body.endswith(f"\n{MORE}") for body in first)
    assert MORE not in last


def test_an_emergency_waits_for_no_lanjut() -> None:
    """All pages of an emergency go now."""
    rendered = RENDER(Reply(LONG, emergency=True), Channel.SMS)

    assert len(rendered.now) > 1
    assert rendered.later == ()


def test_a_number_counts_from_the_page_that_shows_it() -> None:
    """Each page carries the choices shown so far, never one that is not on the phone yet."""
    reply = Reply("Ini pilihannya:", choices(25, "Pilihan yang agak panjang"))
    rendered = RENDER(reply, Channel.SMS)
    shown = 0
    for part in (*rendered.now, *rendered.later):
        shown += len(re.findall(r"^\d+ Pilihan", part.body, re.MULTILINE))
        assert part.choices == reply.choices[: len(part.choices)]
        assert len(part.choices) == shown
    assert shown == 25


def test_a_line_cut_in_two_counts_when_its_end_is_shown() -> None:
    """A choice too long for one page never shifts the numbers of the others."""
    picks = tuple(Choice("kata " * length + "akhir", f"/p{length}") for length in (70, 3, 70, 70))
    rendered = RENDER(Reply("Mana?", picks), Channel.SMS)
    parts = (*rendered.now, *rendered.later)

    assert len(parts) > 3
    ends = 0
    for part in parts:
        ends += part.body.count("akhir")
        assert part.choices == picks[:ends]


def test_sms_never_has_buttons() -> None:
    """An old phone has nothing to tap."""
    assert not any(part.buttons or part.heading for part in RENDER(Reply("a", choices(3)), Channel.SMS).now)


@pytest.mark.parametrize(
    ("text", "count"),
    [("a" * 306, 1), ("a" * 307, 2), ("{" * 153, 2), ("a" * 152 + "{" + "a" * 152, 2)],
    ids=["two segments exactly", "a septet more", "pairs that do not fit", "a pair on the seam"],
)
def test_the_border_of_two_segments(text: str, count: int) -> None:
    """A page is full at two segments, counted as the network does."""
    pages = bodies(RENDER(Reply(text), Channel.SMS))

    assert len(pages) == count
    assert all(count_segments(page).count <= 2 for page in pages)


@given(WORDS, CHOICES, st.booleans())
def test_no_sms_is_lost_too_long_or_unreadable(text: str, picks: tuple[Choice, ...], emergency: bool) -> None:  # noqa: FBT001
    """Every page has at most two segments of GSM-7, and all pages together say everything, in order."""
    rendered = RENDER(Reply(text, picks, emergency), Channel.SMS)
    pages = bodies(rendered)

    assert all(set(page) <= set(ALPHABET) and count_segments(page).count <= 2 for page in pages)
    said = "".join(page.removesuffix(f"\n{MORE}") for page in pages[:-1]) + "".join(pages[-1:])
    lines = "".join(f"{number}{pick.title}" for number, pick in enumerate(picks, 1))
    assert ink(said) == ink(text + lines)


@given(st.text(max_size=700))
def test_any_text_at_all_can_go_by_sms(text: str) -> None:
    """Scripts, emoji and control characters never make a page longer or unreadable."""
    for page in bodies(RENDER(Reply(text), Channel.SMS)):
        assert set(page) <= set(ALPHABET)
        assert count_segments(page).count <= 2


@given(st.integers(0, 600), CHOICES)
def test_every_page_numbers_its_choices_right(length: int, picks: tuple[Choice, ...]) -> None:
    """On any page the number n means the n-th choice; the last page knows them all."""
    rendered = RENDER(Reply("kata " * (length // 5) + "mana?", picks), Channel.SMS)
    parts = (*rendered.now, *rendered.later)

    assert all(part.choices == picks[: len(part.choices)] for part in parts)
    assert parts[-1].choices == picks
    seen = ""
    for part in parts[:-1]:
        seen += ink(part.body.removesuffix(f"\n{MORE}"))
        assert len(part.choices) == len(picks) or not ink(seen).endswith(ink(f"{len(picks)}{picks[-1].title}"))


# --- WhatsApp ---


def test_a_whatsapp_text_without_choices_is_plain() -> None:
    """No choices: one message as it is, whatever it holds."""
    text = "Baris satu\n\nBaris dua \U0001f64f"

    assert RENDER(Reply(text), Channel.WHATSAPP) == Rendered((Part(text),))


def test_a_whatsapp_text_is_cut_at_1600() -> None:
    """All pages go now, each at most 1,600 characters, in order."""
    rendered = RENDER(Reply(LONG * 3), Channel.WHATSAPP)

    assert rendered.later == ()
    assert len(rendered.now) == 3
    assert all(len(part.body) <= 1600 for part in rendered.now)
    assert ink("".join(bodies(rendered))) == ink(LONG * 3)


def test_a_question_is_the_heading_of_its_choices() -> None:
    """An answer goes first as plain text; its last paragraph, the question, stands above the choices."""
    picks = choices(3)
    rendered = RENDER(Reply("Jawaban.\nDua baris.\n\nMau yang mana?", picks), Channel.WHATSAPP)

    body = "Mau yang mana?\n1. Pilihan 1\n2. Pilihan 2\n3. Pilihan 3"
    assert rendered == Rendered((Part("Jawaban.\nDua baris."), Part(body, picks, "Mau yang mana?", buttons=True)))


def test_one_line_alone_is_the_heading() -> None:
    """A single line needs no message before its choices."""
    rendered = RENDER(Reply("Mau?", choices(1)), Channel.WHATSAPP)

    assert [part.heading for part in rendered.now] == ["Mau?"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Baris satu\nbaris dua", id="line break"),
        pytest.param("a" * 1025, id="too long"),
        pytest.param("Satu\u2028dua", id="another line break"),
        pytest.param("Satu\x0bdua", id="vertical tab"),
    ],
)
def test_what_cannot_be_a_heading_goes_before(text: str) -> None:
    """A variable may hold no line break and 1,024 characters at most, so a fixed line asks instead."""
    rendered = RENDER(Reply(text, choices(2)), Channel.WHATSAPP)

    assert [part.body for part in rendered.now[:-1]] == [text]
    assert rendered.now[-1].heading == CHOOSE


@pytest.mark.parametrize(
    ("picks", "tappable"),
    [
        pytest.param(choices(1), True, id="one"),
        pytest.param(choices(3), True, id="three"),
        pytest.param(choices(4), True, id="four"),
        pytest.param(choices(10), True, id="ten"),
        pytest.param(choices(11), False, id="eleven"),
        pytest.param((Choice("a" * 20, "/a"),), True, id="longest button"),
        pytest.param((Choice("a" * 21, "/a"),), False, id="button too long"),
        pytest.param((*choices(3), Choice("a" * 24, "/a")), True, id="longest line"),
        pytest.param((*choices(3), Choice("a" * 25, "/a")), False, id="line too long"),
        pytest.param((Choice("a", "/" + "a" * 200),), False, id="payload too long"),
        pytest.param((Choice("a", ""),), False, id="empty payload"),
        pytest.param((Choice(" ", "/a"),), False, id="blank title"),
        pytest.param((Choice("a\nb", "/a"),), False, id="title of two lines"),
    ],
)
def test_what_whatsapp_can_show_to_tap(picks: tuple[Choice, ...], tappable: bool) -> None:  # noqa: FBT001
    """Only what WhatsApp can show is sent to be tapped; the rest is numbered. The numbered body is always there."""
    part = RENDER(Reply("Mau yang mana?", picks), Channel.WHATSAPP).now[-1]

    assert (part.buttons, part.heading is not None) == (tappable, tappable)
    assert part.choices == picks
    assert all(f"{number}. {pick.title}".strip() in part.body for number, pick in enumerate(picks, 1))


def test_very_many_choices_are_cut_too() -> None:
    """A list longer than 1,600 characters goes in pages, its choices with the last."""
    picks = choices(120)
    rendered = RENDER(Reply("Mau yang mana?", picks), Channel.WHATSAPP)

    assert len(rendered.now) > 1
    assert all(len(part.body) <= 1600 for part in rendered.now)
    assert rendered.now[-1].choices == picks


@given(st.text(max_size=4000), CHOICES)
def test_no_whatsapp_message_is_lost_or_too_long(text: str, picks: tuple[Choice, ...]) -> None:
    """Every message fits, and all together say everything, in order."""
    rendered = RENDER(Reply(text, picks), Channel.WHATSAPP)
    lines = "".join(f"{number}.{pick.title}" for number, pick in enumerate(picks, 1))
    said: Any = ink("".join(bodies(rendered)))

    assert rendered.later == ()
    assert all(0 < len(part.body) <= 1600 for part in rendered.now)
    assert said.replace(ink(CHOOSE), "", 1) == ink(text + lines).replace(ink(CHOOSE), "", 1)
