"""The danger model is taught in TensorFlow and heard in numpy: both must be the same net."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random

import numpy as np
import pytest

from pulang.safety import features, learn, teaching
from pulang.safety.features import Sentence
from pulang.safety.hearing import hear
from pulang.safety.learn import Example
from pulang.safety.net import LEVELS, SIGNALS
from pulang.safety.teaching import Lesson, Member, teach
from pulang.taxonomy import Level

CALM = ["saya mau tanya jadwal kantor desa", "kapan kursus jahit mulai lagi ya", "ongkos bus ke kota berapa sekarang"]
BAD = [
    "dia berdiri di depan pintu bawa golok",
    "adik tidak sadar sejak tadi pagi",
    "tangan saya diikat di kamar belakang",
]
NAMES = ["cue:threat", "mark:near", "mark:now"]


def _lesson(text: str, level: Level) -> Lesson:
    truth = [level >= other for other in LEVELS] + [False] * len(SIGNALS)
    return Lesson(_sentences(text), _sentences(learn.mistyped(text)), np.array(truth, np.float32), not level)


def _sentences(text: str) -> tuple[Sentence, ...]:
    return tuple(
        replace(one, evidence=tuple(tuple(name for name in found if name in NAMES) for found in one.evidence))
        for one in features.sentences(hear(text))
    )


LESSONS = [_lesson(text, Level.ROUTINE) for text in CALM * 20] + [_lesson(text, Level.EMERGENCY) for text in BAD * 20]


@pytest.fixture(scope="module")
def member() -> Member:
    """Teach a member from six sentences."""
    return teach(LESSONS, NAMES, 0)


def test_it_learns(member: Member) -> None:
    """What it was taught is dangerous sounds more so than what was taught as harmless."""
    alone = learn.together([member], NAMES)
    calm, bad = ([alone.listen(_sentences(text)[0]).levels[2] for text in texts] for texts in (CALM, BAD))
    assert max(calm) < 0 < min(bad)


def test_it_learns_the_same_again(member: Member) -> None:
    """The same lessons and the same seed give the same member, to the last digit."""
    again = teach(LESSONS, NAMES, 0)
    assert all(np.array_equal(getattr(again, one.name), getattr(member, one.name)) for one in fields(Member))


def test_both_hear_the_same(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    """TensorFlow, forgetting nothing, and numpy give one message the same scores, alone and in a batch of all lengths."""
    monkeypatch.setattr(teaching, "FORGOTTEN", dict.fromkeys(teaching.FORGOTTEN, 0.0))
    messages = [_sentences(text) for text in (*CALM, *BAD, "golok", ". ".join(BAD))]
    alone = learn.together([member], NAMES)
    own = {one.name: getattr(member, one.name) for one in fields(Member)} | {"pieces": alone.pieces * alone.step}
    known = {name: at for at, name in enumerate(NAMES)}
    batch = teaching.listen(own, teaching.batch_of(messages, known)).numpy()
    worst = [np.max([alone.listen(one).scores[0] for one in message], axis=0) for message in messages]
    assert len(messages[-1]) == len(BAD)
    assert batch == pytest.approx(np.array(worst), abs=1e-4)


def _known(writers: str) -> list[Example]:
    return [Example(text, Level.ROUTINE, frozenset(), writer, "plain") for writer in writers for text in CALM[:1]]


def test_no_writer_is_torn_apart() -> None:
    """All messages of a writer are of one part; the parts are ten."""
    own = learn.folds(_known("abcdefghijkabc"))
    assert set(own) == set(range(10))
    assert own[:3].tolist() == own[-3:].tolist()


def test_no_member_is_taught_its_own_part() -> None:
    """What a member says of its part is what it says of writers whom it has not read."""
    known = _known("abcdefghijkl")
    lessons = [_lesson(one.text, one.level) for one in known]
    taught = learn.classes(known, lessons)
    own = learn.folds(known)
    assert len(taught) == 4
    for part, those in enumerate(taught):
        assert [any(lesson is other for other in those) for lesson in lessons] == (own != part).tolist()


def test_a_member_judges_its_own_part_alone(member: Member) -> None:
    """Two members that differ: each message has the score of the one that has not read its writer, or none."""
    deaf = replace(member, said_offset=member.said_offset - 100)
    known = _known("abcdefghijkl")
    scores = learn.unseen(learn.together([member, deaf], NAMES), known)[:, 0]
    own = learn.folds(known)
    assert (scores[own == 0] > -50).all()
    assert ((scores[own == 1] < -50) & np.isfinite(scores[own == 1])).all()
    assert np.isneginf(scores[own > 1]).all()


def test_limits_admit_so_many_false_alarms() -> None:
    """Above each limit lies the admitted share of what is less dangerous, whatever the dangerous ones score."""
    known = [Example("", level, frozenset(), "a", "plain") for level in Level for _ in range(1000)]
    scores = np.tile(np.arange(4000.0)[:, None], 3)
    limits = learn.limits(known, scores)
    levels = np.array([one.level for one in known])
    shares = [(scores[levels < level, 0] > limit).mean() for level, limit in zip((1, 2, 3), limits, strict=True)]
    assert shares == pytest.approx([0.07, 0.055, 0.1], abs=1e-3)
    apart = np.vstack([scores, np.full((1, 3), -np.inf)])
    unheard = [*known, Example("", Level.ROUTINE, frozenset(), "a", "plain")]
    assert learn.limits(unheard, apart) == pytest.approx(limits)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("mistyped", [0.0, 1.0])
def test_told_otherwise_it_is_the_same_story(seed: int, mistyped: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it is told, every word of the message is there, as it was written or mistyped, each with its evidence."""
    monkeypatch.setattr(teaching, "_MISTYPED", mistyped)
    lesson, beside = (
        _lesson("parang itu masih merah di tepi sumur", Level.EMERGENCY),
        _sentences(CALM[0]),
    )
    told = teaching.told_otherwise(lesson, beside, Random(seed))  # noqa: S311 (nothing secret)
    assert all(len(one.words) == len(one.evidence) for one in told)
    words = [word for one in told for word in one.words]
    written, hasty = ([word for one in story for word in one.words] for story in (lesson.sentences, lesson.mistyped))
    assert set(written) - set(hasty)
    assert all(word in words for word in (hasty if mistyped else written))
    more = len(words) - len(hasty if mistyped else written)
    assert more in {other + routine for other in (0, 1) for routine in (0, len(beside[0].words))}


def test_without_a_full_stop_every_word_stands_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read together with both its neighbours is not written twice."""
    monkeypatch.setattr(teaching, "_UNPUNCTUATED", 1.0)
    for share in ("_OF_ANOTHER", "_BESIDE", "_MISTYPED"):
        monkeypatch.setattr(teaching, share, 0.0)
    lesson = _lesson(f"{BAD[0]}. tolong. {BAD[1]}. {BAD[2]}", Level.EMERGENCY)
    (told,) = teaching.told_otherwise(lesson, (), Random(0))  # noqa: S311 (nothing secret)
    (whole,) = _sentences(f"{BAD[0]} tolong {BAD[1]} {BAD[2]}")
    assert told.words == whole.words
    assert len(told.evidence) == len(told.words)


@pytest.mark.parametrize("text", [*CALM, *BAD, "DIA DATANG", "ya", ""])
def test_a_mistyped_message_lacks_vowels_alone(text: str) -> None:
    """Of some of the longer words, of one at least, a vowel is left out; always the same ones."""
    mistyped = learn.mistyped(text)
    assert mistyped == learn.mistyped(text)
    pairs = list(zip(text.split(), mistyped.split(), strict=True))
    for word, typed in pairs:
        assert typed in {word, *(word[:at] + word[at + 1 :] for at, one in enumerate(word) if one.lower() in "aeiou")}
    assert any(word != typed for word, typed in pairs) == any(len(word) > 3 for word in text.split())


def test_it_is_told_of_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was told of oneself is told of a friend, the same one throughout; the evidence stays with its words."""
    monkeypatch.setattr(teaching, "_OF_ANOTHER", 1.0)
    for share in ("_UNPUNCTUATED", "_BESIDE", "_MISTYPED"):
        monkeypatch.setattr(teaching, share, 0.0)
    lesson = _lesson("dia ikat tangan saya di kamar saya", Level.EMERGENCY)
    (sentence,) = lesson.sentences
    (told,) = teaching.told_otherwise(lesson, (), Random(0))  # noqa: S311 (nothing secret)
    other = told.words[3]
    assert told.words == ("dia", "ikat", "tangan", other, "saya", "di", "kamar", other, "saya")
    assert [names for word, names in zip(told.words, told.evidence, strict=True) if word != other] == [
        *sentence.evidence
    ]


def test_a_mistyped_word_is_taught_as_it_will_be_read() -> None:
    """The net puts a vowel back where it knows one such word; what it cannot read is taught as it stands."""
    lesson = Lesson((), (Sentence(("pisng", "di", "zqrtp"), (0, 1, 2), ((), (), ())),), np.zeros(1), routine=False)
    (taught,) = learn.as_net_reads([lesson], ["di", "pisang"])
    assert taught.mistyped[0].words == ("pisang", "di", "zqrtp")
