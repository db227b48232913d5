"""The model's part: the worst sentence counts, and a shortened word is heard as each word that it may stand for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from pulang.safety import assess, model, net
from pulang.safety.features import Sentence
from pulang.safety.hearing import hear
from pulang.taxonomy import Level, Signal


@dataclass
class _Sound:
    levels: tuple[str, ...]  # stands for the scores: the words themselves
    signal: Signal = Signal.MEDICAL

    def of(self, level: Level) -> float:
        return float(level)

    def telling(self, _level: Level) -> np.ndarray:
        return np.array([word == "merah" for word in self.levels], float)


class _Net:
    """Fears the word "merah" and nothing else; knows it and "marah"."""

    rank = {"marah": 0, "merah": 1}  # noqa: RUF012 (never changed)

    def __init__(self) -> None:
        self.heard: list[tuple[str, ...]] = []

    def listen(self, sentence: Sentence) -> _Sound:
        self.heard.append(sentence.words)
        return _Sound(sentence.words)

    def believed(self, scores: tuple[str, ...], _held: Level) -> Level:
        return Level.URGENT if "merah" in scores else Level.ROUTINE


@pytest.fixture
def learned(monkeypatch: pytest.MonkeyPatch) -> _Net:
    """Put a net in place of the learned one."""
    fake = _Net()
    monkeypatch.setattr(net, "read", lambda: fake)
    return fake


def test_a_shortened_word_is_heard_as_each_it_may_be(learned: _Net) -> None:
    """Read as "marah", "mrah" is heard as "merah" too, and shown where it was written."""
    text = "muka adik mrah sejak pulang"
    found = model.suspect(hear(text))
    assert [heard[2] for heard in learned.heard] == ["marah", "merah"]
    assert found is not None
    assert found.level is Level.URGENT
    assert found.start <= 2 < found.end


@pytest.mark.parametrize("text", ["muka adik marah sejak pulang", "muka adik MARAH sejak pulang"])
def test_a_word_as_it_stands_is_heard_once(learned: _Net, text: str) -> None:
    """What was written out is not guessed at."""
    assert model.suspect(hear(text)) is None
    assert len(learned.heard) == 1


def test_no_other_reading_is_tried_where_danger_is_heard(learned: _Net) -> None:
    """Other readings may only raise, so they are not asked for in vain."""
    assert model.suspect(hear("luka merah di muka adik mrah")) is not None
    assert len(learned.heard) == 1


@pytest.mark.parametrize("short", ["saya takut", "dia marah", "gaji ditahan"])
def test_a_short_sentence_hides_no_emergency(short: str) -> None:
    """Beside short and long sentences an emergency stays one."""
    danger = "dia siram minyak tanah ke badan saya"
    assert assess(danger).level is Level.EMERGENCY
    assert assess(f"{danger}. {short}. kami makan nasi goreng pagi").level is Level.EMERGENCY
