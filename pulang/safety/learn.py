"""Learns the danger model from the labelled messages: `make learn`. Runs in Rasa's environment, which has scikit-learn.

A message of many words is danger because of one stretch of it, and nobody has marked which. So a first judgement is
learned from short messages and from all harmless ones, then it points out the stretch of each dangerous message that
sounds worst, and these are what is learned from (multiple-instance learning).
"""

from __future__ import annotations

import csv
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import yaml
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from pulang.safety import features, model
from pulang.safety.hearing import Heard, hear
from pulang.safety.model import Window
from pulang.safety.origin import digest
from pulang.taxonomy import Level, Signal

_ROOT = Path(__file__).parents[2]
_OWN = Path(__file__).parent / "data"
_WITHOUT_LEVELS = frozenset({"plain", "conversation", "indramayu-domestic", "tegal-fisher"})
_ROUNDS = 3
_INVERSE_PENALTY = 30.0
_RAREST = 2  # stretches that a feature has to stand in
_FOLDS = 5
_CORES = 2
_SHORTEST = 2  # words: a short danger teaches, though it is too short to be judged by what was learned
_UNKNOWN = 3  # one message in so many is learned as if no cue knew its words
_GRID = 1 / 16  # weights are rounded to this: that packs well and changes hardly an answer


@dataclass(frozen=True)
class Example:
    """A message whose danger is known; `lookalike` only sounds dangerous, `buried` hides it in a routine question."""

    text: str
    level: Level
    signals: frozenset[Signal]
    language: str
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
                found.append(Example(row["text"], level, signals, row["language"], path.stem, row["kind"]))
    for language in ("id", "su", "jv"):
        data = yaml.load((_ROOT / "bot" / "data" / f"nlu_{language}.yml").read_text("utf-8"), yaml.CSafeLoader)
        found += [
            _from_bot(row, language)
            for topic in data["nlu"]
            for row in topic["examples"]
            if row["metadata"]["pass"] not in _WITHOUT_LEVELS
        ]
    return found


def _from_bot(row: dict[str, Any], language: str) -> Example:
    about = row["metadata"]
    signals = frozenset(Signal(name) for name in about.get("signals", ()))
    kind = "lookalike" if about.get("lookalike") else "plain"
    return Example(
        row["text"], Level(about.get("level", 0)), signals, about.get("language", language), about["pass"], kind
    )


@dataclass(frozen=True)
class Material:
    """Stretches of messages as numbers: a row each, and which message a row belongs to."""

    rows: csr_matrix
    owner: np.ndarray
    rarity: np.ndarray


def _material(messages: Sequence[list[list[int]]], rarity: np.ndarray | None = None) -> Material:
    flat = [window for message in messages for window in message]
    owner = np.array([at for at, message in enumerate(messages) for _ in message])
    if rarity is None:
        seen = np.zeros(features.BUCKETS)
        for window in flat:
            seen[list(set(window))] += 1
        rarity = np.where(seen >= _RAREST, np.log(len(flat) / np.maximum(seen, 1)) + 1, 0.0).astype(np.float32)
    starts, columns, values = [0], list[int](), list[np.ndarray]()
    for window in flat:
        here = rarity[window]
        columns += window
        values.append(here / (np.sqrt((here**2).sum()) or 1.0))
        starts.append(len(columns))
    rows = csr_matrix((np.concatenate(values), columns, starts), shape=(len(flat), features.BUCKETS))
    rows.sum_duplicates()
    return Material(rows, owner, rarity)


def _judge(material: Material, dangerous: np.ndarray) -> LogisticRegression:
    """Learn one judgement: dangerous messages have at least one dangerous stretch, harmless ones none."""
    yes = dangerous[material.owner]
    alone = np.bincount(material.owner, minlength=len(dangerous))[material.owner] == 1
    used = alone | ~yes
    for round_ in range(_ROUNDS):
        judge = LogisticRegression(
            C=_INVERSE_PENALTY, class_weight="balanced", solver="liblinear", max_iter=300, random_state=0
        ).fit(material.rows[used], yes[used])
        if round_ < _ROUNDS - 1:
            scores = judge.decision_function(material.rows)
            used = ~yes | (scores >= _highest(scores, material.owner, len(dangerous))[material.owner] - 1e-9)
    return judge


def _highest(scores: np.ndarray, owner: np.ndarray, messages: int) -> np.ndarray:
    highest = np.full(messages, -np.inf)
    np.maximum.at(highest, owner, scores)
    return highest


def out_of_fold(known: Sequence[Example], windows: Sequence[list[list[int]]]) -> np.ndarray:
    """Give, for every message and level, the score from judgements that have never read its writer."""
    levels = np.array([one.level.value for one in known])
    writers = sorted({one.writer for one in known})
    fold = np.array([writers.index(one.writer) % _FOLDS for one in known])
    scores = np.empty((len(known), len(model.LEVELS)))
    left_out = Parallel(_CORES)(delayed(_left_out)(levels, windows, fold == part) for part in range(_FOLDS))
    for part, found in enumerate(left_out):
        scores[fold == part] = found
    return scores


def _left_out(levels: np.ndarray, windows: Sequence[list[list[int]]], outside: np.ndarray) -> np.ndarray:
    learned = _material([windows[at] for at in np.flatnonzero(~outside).tolist()])
    heard = _material([windows[at] for at in np.flatnonzero(outside).tolist()], learned.rarity)
    judges = (_judge(learned, levels[~outside] >= level) for level in model.LEVELS)
    scores = [_highest(judge.decision_function(heard.rows), heard.owner, outside.sum()) for judge in judges]
    return np.column_stack(scores)


def learn(known: Sequence[Example], heard: Sequence[list[Window]], thresholds: Sequence[float]) -> model.Arrays:
    """Learn every judgement from all messages: how dangerous from everything, what it is from words and evidence."""
    material = _material(_numbers(heard))
    levels = np.array([one.level.value for one in known])
    judges = [_judge(material, levels >= level) for level in model.LEVELS]
    troubled = levels[material.owner] > 0
    rows = _material([[list(window.reasons()) for window in message] for message in heard], material.rarity).rows[
        troubled
    ]
    for signal in model.SIGNALS:
        named = np.array([signal in one.signals for one in known])[material.owner][troubled]
        judges.append(LogisticRegression(C=1.0, class_weight="balanced", solver="liblinear").fit(rows, named))
    weights = [np.round(judge.coef_[0] * material.rarity / _GRID) * _GRID for judge in judges]
    return model.Arrays(
        digest(),
        tuple(float(one) for one in thresholds),
        tuple(float(judge.intercept_[0]) for judge in judges),
        array("f", np.round(material.rarity / _GRID) * _GRID),
        tuple(array("f", column) for column in weights),
    )


def _numbers(heard: Sequence[list[Window]]) -> list[list[list[int]]]:
    return [[list(window.features()) for window in message] for message in heard]


# What a level costs in false alarms, as shares of the harmless (or less dangerous) messages of unseen writers.
_ALLOWED = (0.08, 0.045, 0.04)


def limits(known: Sequence[Example], scores: np.ndarray) -> list[float]:
    """Give the score from which each level is believed."""
    levels = np.array([one.level.value for one in known])
    return [
        float(np.quantile(scores[levels < level, column], 1 - allowed))
        for column, (level, allowed) in enumerate(zip(model.LEVELS, _ALLOWED, strict=True))
    ]


def _heard(text: str) -> Heard:
    """Hear a message; of one in three nothing of the cues, as of writers who find words that no cue knows.

    The cues were written with these messages at hand: learned from as they are, the model would trust them too much.
    """
    heard = hear(text)
    if crc32(text.encode()) % _UNKNOWN:
        return heard
    return replace(heard, evidence=tuple(one for one in heard.evidence if one.name.startswith("mark:")))


def _spoken() -> Iterator[tuple[Example, list[Window]]]:
    for one in examples():
        windows = list(model.cut(_heard(one.text), _SHORTEST, closely=False))
        if windows:
            yield one, windows


def main() -> None:
    """Learn and write the model; says what it found of unseen writers."""
    known, heard = zip(*_spoken(), strict=True)
    scores = out_of_fold(known, _numbers(heard))
    thresholds = limits(known, scores)
    learn(known, heard, thresholds).write(model.PATH)
    sys.stdout.write(f"{len(known)} messages, thresholds {[round(one, 3) for one in thresholds]}\n")


if __name__ == "__main__":
    main()
