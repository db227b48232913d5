from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from benchmarks.understanding.corpus import Example
from benchmarks.understanding.findings import Findings
from benchmarks.understanding.markdown import figure, short, table
from benchmarks.understanding.measures import Share, among, answered, by, language, misses, regional, right, share
from pulang.taxonomy import Topic

_THRESHOLDS = ((0.0, 0.0), (0.2, 0.1), (0.3, 0.1), (0.4, 0.1), (0.5, 0.1), (0.6, 0.1), (0.7, 0.1))
_FOUR = 4  # topics that the bot offers when it asks
_LENGTHS = {"1 to 3 words": 3, "4 to 10 words": 10, "11 to 25 words": 25, "more": 10**9}
_NONE = Share(0, 0)


def section(findings: Findings) -> dict[str, str]:
    """Give what was understood of the development set, and every miss."""
    unseen, judged = findings.unseen, findings.development
    hits, light = right(judged, unseen), right(judged, unseen, judged.light)
    groups = {
        "all": np.ones(len(unseen), bool),
        "Indonesian (id)": language(unseen, "id"),
        "su, jv and mixes": regional(unseen),
        **{name: language(unseen, name) for name in sorted({one.language for one in unseen} - {"id"})},
    }
    lengths = by(_length, unseen, hits)
    lookalikes = share(hits[np.array([one.lookalike for one in unseen])])
    crossed = by(lambda one: one.topic, findings.crossed, right(findings.crossing, findings.crossed))
    topics = by(lambda one: one.topic, unseen, hits)
    settings = findings.settings
    chosen = sorted({*_THRESHOLDS, (settings.threshold, settings.ambiguity)})
    return {
        "development_count": f"{len(unseen):,}",
        "development": table(
            ("", "the bot", "words alone"),
            [(name, figure(share(hits[those])), short(share(light[those]))) for name, those in groups.items()],
        ),
        "development_writers": table(
            ("writer", "language", "the bot"),
            [
                (*name.split(" "), figure(one))
                for name, one in by(lambda one: f"{one.writer} {one.language}", unseen, hits).items()
            ],
        ),
        "development_lengths": table(
            ("", "the bot"),
            [
                *((name, figure(lengths[name])) for name in _LENGTHS if name in lengths),
                ("look-alikes", figure(lookalikes)),
            ],
        ),
        "threshold": f"{settings.threshold:g}",
        "ambiguity": f"{settings.ambiguity:g}",
        "first": figure(share(hits)),
        "among": figure(among(judged, unseen, _FOUR)),
        "thresholds": _thresholds(findings, chosen),
        "topics": table(
            ("topic", "development set", "cross-validation"),
            [
                (topic.value, figure(topics.get(topic.value, _NONE)), figure(crossed.get(topic.value, _NONE)))
                for topic in Topic
            ],
        ),
        "misses": table(
            ("message", "writer", "language", "meant", "said", "confidence"),
            [
                (one.text, one.writer, one.language, one.topic, said, f"{confidence:.2f}")
                for one, said, confidence in misses(judged, unseen)
            ],
        ),
    }


def _thresholds(findings: Findings, chosen: Iterable[tuple[float, float]]) -> str:
    rows = []
    for threshold, ambiguity in chosen:
        row: list[object] = [f"{threshold:g} / {ambiguity:g}"]
        tried = replace(findings.settings, threshold=threshold, ambiguity=ambiguity)
        for judged, examples in (
            (findings.development, findings.unseen),
            (findings.crossing, findings.crossed),
        ):
            got = answered(judged.cascade, right(judged, examples), tried)
            row += [1 - got.answered.value, got.right.value, got.wrong.value]
        rows.append(row)
    head = ("threshold / ambiguity", "asked", "right if answered", "wrong")
    return table((*head, *(f"{name}, cross-validation" for name in head[1:])), rows)


def _length(example: Example) -> str:
    words = len(example.text.split())
    return next(name for name, most in _LENGTHS.items() if words <= most)
