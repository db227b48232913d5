"""A message is read sentence by sentence; one too short to say anything is read with both its neighbours."""

from __future__ import annotations

import pytest

from pulang.safety import features
from pulang.safety.hearing import hear
from pulang.safety.message import SHORTEST

A, B = "dia ambil buku sekolah adik", "kami makan nasi goreng pagi"
SHORT = "buku adik nasi goreng"


def _read(text: str) -> list[str]:
    return [" ".join(one.words) for one in features.sentences(hear(text))]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("buku adik", ["buku adik"]),
        ("buku adik. nasi goreng.", [SHORT]),
        (f"{A}. {B}.", [A, B]),
        (f"{A}. buku adik", [A, f"{A} buku adik"]),
        (f"buku adik. {A}", [A, f"buku adik {A}"]),
        (f"{A}. buku adik. {B}", [A, f"{A} buku adik", B, f"buku adik {B}"]),
        (f"{A}. buku adik. nasi goreng. {B}", [A, f"{A} {SHORT}", B, f"{SHORT} {B}", SHORT]),
    ],
)
def test_what_is_read_together(text: str, sentences: list[str]) -> None:
    """Short sentences in a row are one; both neighbours are read with them and without."""
    assert _read(text) == sentences


@pytest.mark.parametrize("more", [B, "nasi goreng", "nasi. goreng. pagi. kami. makan"])
def test_more_behind_takes_nothing_away(more: str) -> None:
    """What is read of a message is read still where something is written behind it; short ones perhaps with more."""
    for text in (A, f"{A}. buku adik", f"buku adik. {A}. {B}", "buku adik"):
        longer = _read(f"{text}. {more}")
        assert all(any(f" {one} " in f" {other} " for other in longer) for one in _read(text))
        assert not [one for one in longer if A in one and B in one]


def test_only_what_says_enough_is_judged() -> None:
    """A message of few words is left to the cues."""
    few = hear(" ".join(A.split()[: SHORTEST - 1]))
    assert list(features.sentences(few))
    assert not list(features.judged(few))
