"""Learns the danger model from the labelled messages: `make learn`. Runs in Rasa's environment.

Each member of the committee is taught by all writers but a tenth of them; what it says of these shows how an unseen
writer is heard, and from which score a level is to be believed.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

import numpy as np
import yaml
from joblib import Parallel, delayed

from pulang.safety import features, net
from pulang.safety.hearing import Heard, hear
from pulang.safety.net import Net
from pulang.safety.origin import digest
from pulang.safety.teaching import Lesson, Member, teach
from pulang.taxonomy import Level, Signal

_ROOT = Path(__file__).parents[2]
_OWN = Path(__file__).parent / "data"
_WITHOUT_LEVELS = frozenset({"plain", "conversation", "indramayu-domestic", "tegal-fisher"})
_MEMBERS = 4
_PARTS = 10  # of the writers; each member leaves one out
_STEPS = 127  # whole numbers on either side of nothing
_CORES = 2
_SHORTEST = 2  # words: a short danger teaches, though it is too short to be judged by what was learned
_KNOWN = 3  # writers who must have used a word, for it to be known
_UNKNOWN = 3  # one message in so many is learned as if no cue knew its words
_HASTY = 0.2  # of the longer words of a message that is mistyped
_WORD = re.compile(r"[^\W\d_]{4,}")
_INNER_VOWEL = re.compile(r"(?<=[^\W\d_aeiouAEIOU])[aeiouAEIOU](?=[^\W\d_aeiouAEIOU])")
# What a level costs in false alarms, as shares of the harmless (or less dangerous) messages of unseen writers.
_ALLOWED = (0.07, 0.055, 0.1)


@dataclass(frozen=True)
class Example:
    """A message whose danger is known; `lookalike` only sounds dangerous, `buried` hides it in a routine question."""

    text: str
    level: Level
    signals: frozenset[Signal]
    writer: str
    kind: str


def examples() -> list[Example]:
    """Read every labelled message: the corpus of this folder, and the bot's messages that carry a level."""
    found: list[Example] = []
    for path in sorted(_OWN.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                signals = frozenset(Signal(name) for name in row["signals"].split(",") if name != "-")
                level = Level(int(row["level"]))
                found.append(Example(row["text"], level, signals, path.stem, row["kind"]))
    for language in ("id", "su", "jv"):
        data = yaml.load((_ROOT / "bot" / "data" / f"nlu_{language}.yml").read_text("utf-8"), yaml.CSafeLoader)
        found += [
            _from_bot(row)
            for topic in data["nlu"]
            for row in topic["examples"]
            if row["metadata"]["pass"] not in _WITHOUT_LEVELS
        ]
    return found


def _from_bot(row: dict[str, Any]) -> Example:
    about = row["metadata"]
    signals = frozenset(Signal(name) for name in about.get("signals", ()))
    kind = "lookalike" if about.get("lookalike") else "plain"
    return Example(row["text"], Level(about.get("level", 0)), signals, about["pass"], kind)


def folds(known: Sequence[Example]) -> np.ndarray:
    """Give for each message the part that its writer belongs to: the member of this number is not taught by it."""
    writers = sorted({one.writer for one in known})
    return np.array([writers.index(one.writer) % _PARTS for one in known])


def unseen(learned: Net, known: Sequence[Example], listen: Callable[[str], Heard] = hear) -> np.ndarray:
    """Give, for every message and level, the score of the one member that has not read its writer.

    -inf where every member has, and where the message is too short to be judged.
    """
    scores = np.full((len(known), len(net.LEVELS)), -np.inf)
    for at, (one, part) in enumerate(zip(known, folds(known), strict=True)):
        for sentence in features.judged(listen(one.text)) if part < len(learned.near) else ():
            scores[at] = np.maximum(scores[at], learned.listen(sentence).scores[part, : len(net.LEVELS)])
    return scores


def limits(known: Sequence[Example], scores: np.ndarray) -> np.ndarray:
    """Give the score from which each level is believed, from the scores of `unseen`.

    They are one member's. The mean of several varies less, so the product raises fewer false alarms than are allowed.
    """
    levels = np.array([one.level.value for one in known])
    judged = np.isfinite(scores[:, 0])
    return np.array(
        [
            np.quantile(scores[judged & (levels < level), column], 1 - allowed)
            for column, (level, allowed) in enumerate(zip(net.LEVELS, _ALLOWED, strict=True))
        ]
    )


def classes(known: Sequence[Example], lessons: Sequence[Lesson]) -> list[list[Lesson]]:
    """Give for each member what it is taught: every message that says something, but for its part of the writers."""
    said = np.array([any(len(one.words) >= _SHORTEST for one in lesson.sentences) for lesson in lessons])
    return [[lessons[at] for at in np.flatnonzero(said & (folds(known) != part)).tolist()] for part in range(_MEMBERS)]


def _lesson(one: Example) -> Lesson:
    truth = [one.level >= level for level in net.LEVELS] + [signal in one.signals for signal in net.SIGNALS]
    routine = one.level is Level.ROUTINE and one.kind != "lookalike"
    deaf = _is_deaf_to(one.text)
    written = tuple(features.sentences(_hear(one.text, deaf=deaf)))
    hasty = tuple(features.sentences(_hear(mistyped(one.text), deaf=deaf)))
    return Lesson(written, hasty or written, np.array(truth, np.float32), routine)


def mistyped(text: str) -> str:
    """Leave out a vowel between two consonants in one longer word of five, and in one at least; of a text the same.

    It is heard as any message is: what then comes out as another word is learned as that.
    """
    chance = Random(crc32(text.encode()))  # noqa: S311 (nothing secret)
    words = [word.start() for word in _WORD.finditer(text) if _INNER_VOWEL.search(word.group())]
    hasty = {at for at in words if chance.random() < _HASTY}
    if words and not hasty:
        hasty = {chance.choice(words)}
    return _WORD.sub(
        lambda word: _without_a_vowel(word.group(), chance) if word.start() in hasty else word.group(), text
    )


def _without_a_vowel(word: str, chance: Random) -> str:
    at = chance.choice([found.start() for found in _INNER_VOWEL.finditer(word)])
    return word[:at] + word[at + 1 :]


def half_deaf(text: str) -> Heard:
    """Hear a message; of one in three no cue, only the sets of words.yml, as of writers whose words no cue knows.

    The cues were written with these messages at hand: learned from as they are, the model would trust them too much,
    and the scores from which levels are believed would be those of messages that the cues know.
    """
    return _hear(text, deaf=_is_deaf_to(text))


def _is_deaf_to(text: str) -> bool:
    return not crc32(text.encode()) % _UNKNOWN


def _hear(text: str, *, deaf: bool) -> Heard:
    heard = hear(text)
    if not deaf:
        return heard
    return replace(heard, evidence=tuple(one for one in heard.evidence if one.name.startswith("mark:")))


def together(members: Sequence[Member], names: Sequence[str], words: Sequence[str] = (), learned_from: str = "") -> Net:
    """Put the members side by side, their vectors of pieces in whole numbers; `words` are those that they know."""
    wide = {name: np.concatenate([getattr(one, name) for one in members], axis=-1) for name in ("pieces", "evidence")}
    step = np.abs(wide["pieces"]).max(axis=0) / _STEPS
    deep = ("near", "near_offset", "far", "far_offset", "asks", "answers", "said", "said_offset")
    return Net(
        digest=np.array(learned_from),
        thresholds=np.zeros(len(net.LEVELS)),
        names=np.array(names),
        words=np.array(words),
        pieces=np.round(wide["pieces"] / step).astype(np.int8),
        step=step,
        evidence=wide["evidence"],
        **{name: np.stack([getattr(one, name) for one in members]) for name in deep},
    )


def _widespread(known: Sequence[Example], lessons: Sequence[Lesson]) -> list[str]:
    """Give the words that several writers use, those of the most first."""
    used = {(one.writer, word) for one, lesson in zip(known, lessons, strict=True) for word in _words(lesson)}
    writers = Counter(word for _, word in sorted(used))
    return [word for word, count in writers.most_common() if count >= _KNOWN]


def as_net_reads(lessons: Sequence[Lesson], words: Sequence[str]) -> list[Lesson]:
    """Put back the vowels of mistyped words that the net will put back, knowing these words."""
    rank = {word: place for place, word in enumerate(words)}
    whole = cache(lambda word: net.whole(word, rank))
    return [
        replace(
            lesson,
            mistyped=tuple(replace(one, words=tuple(map(whole, one.words))) for one in lesson.mistyped),
        )
        for lesson in lessons
    ]


def _words(lesson: Lesson) -> set[str]:
    return {word for sentence in lesson.sentences for word in sentence.words}


def main() -> None:
    """Learn and write the model; says from which scores levels are believed."""
    learned_from = digest()
    known = examples()
    lessons = [_lesson(one) for one in known]
    words = _widespread(known, lessons)
    lessons = as_net_reads(lessons, words)
    every = [sentence for lesson in lessons for sentence in lesson.sentences]
    names = sorted({name for sentence in every for found in sentence.evidence for name in found})
    taught = Parallel(_CORES)(delayed(teach)(those, names, seed) for seed, those in enumerate(classes(known, lessons)))
    learned = together(taught, names, words, learned_from)
    learned = replace(learned, thresholds=limits(known, unseen(learned, known, half_deaf)))
    learned.write(net.PATH)
    sys.stdout.write(f"{len(known)} messages, thresholds {learned.thresholds.round(3).tolist()}\n")


if __name__ == "__main__":
    main()
