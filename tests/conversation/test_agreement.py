"""A yes and a no, in the words people put around them; what only looks like one is none."""

from __future__ import annotations

import pytest

from pulang.conversation.agreement import Answer, begins_with_yes, exactly, meant

YES = [
    "ya",
    "Iya.",
    "nggih",
    "yes",
    "baik",
    "mau kak",
    "Boleh bu, tolong",
    "iya boleh",
    "muhun teh",
    "iyaaa kak",
    "oke kak",
    "boleh bgt kak tlg",
    "ya mau, terima kasih",
    "enya atuh",
]
NO = [
    "ga",
    "jangan!",
    "henteu",
    "no",
    "alim",
    "ga usah bu, makasih",
    "gausah kak",
    "enggak kok",
    "tidak, terima kasih",
    "jangan ya",
    "ga, ga mau",
    "nggak mau bu",
    "tdk usah",
]
NEITHER = [
    "",
    "kak",
    "makasih kak",
    "ya tapi",
    "ya tidak",
    "mau tanya ktp",
    "baik-baik saja kak",
    "baik baik kak",
    "ibu mau",
    "mau ibu saja",
    "kok boleh?",
    "aja ya kak",
    "belum terima kak",
    "ga terima",
    "belum kak tolong",
    "kok ga?",
    "bapak belum",
    "pak alim",
    "beli teh",
    "mbak beli",
    "iya kak gausah",
]
GOES_ON = [
    "iya aman",
    "iya kak dia mau ke sini",
    "Muhun, abdi sieun",
    "iya kak saya tidak aman",
    "iya tolong, saya ga berani",
    "iya no hp saya mati",
    "iya saya beli obat",
    "iyaaa kak saya di rumah",
    "nggih mbak kula wedi",
    "iya bu gaji saya gimana?",
]
TAKEN_BACK = [
    "",
    "ya ampun ktp saya hilang",
    "mau tanya ktp",
    "iya tapi nanti",
    "iya ga usah",
    "iya kak gausah",
    "iya engga",
    "iya nda usah",
    "iyo ra usah",
    "inggih boten usah",
    "muhun entong",
    "iya ulah",
    "iya ojo",
    "iyo emoh",
    "iyo durung",
    "iya batal",
    "iya sudah makasih",
    "nggih sampun matur nuwun",
    "muhun sawios",
    "nggih mangke",
    "iya gpp",
    "iya siapa ini",
    "iya kah",
    "iya kak saya ga mau",
]


@pytest.mark.parametrize("text", YES)
def test_yes(text: str) -> None:
    """Titles, thanks and a "please" behind a yes change nothing."""
    assert meant(text) is Answer.YES


@pytest.mark.parametrize("text", NO)
def test_no(text: str) -> None:
    """Nor do they behind a no."""
    assert meant(text) is Answer.NO


@pytest.mark.parametrize("text", NEITHER)
def test_neither(text: str) -> None:
    """What says more, or says both, is a sentence."""
    assert meant(text) is None


@pytest.mark.parametrize(
    ("text", "answer"), [("ya", Answer.YES), ("tidak", Answer.NO), ("ok makasih", None), ("ya kak", None)]
)
def test_exactly(text: str, answer: Answer | None) -> None:
    """For what cannot be taken back only the bare word counts."""
    assert exactly(text) is answer


@pytest.mark.parametrize("text", GOES_ON)
def test_a_sentence_that_begins_with_yes(text: str) -> None:
    """What is told behind a clear yes takes nothing of it back, though it holds a no."""
    assert begins_with_yes(text)


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_a_yes_that_is_taken_back(text: str) -> None:
    """A refusal anywhere, a but or a question right behind; words that only begin like a yes."""
    assert not begins_with_yes(text)
