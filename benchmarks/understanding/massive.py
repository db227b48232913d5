"""Our model, unchanged, on somebody else's data: MASSIVE id-ID, beside the peers of ../shared/data/baselines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed  # type: ignore[import-not-found]
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-not-found]
from sklearn.pipeline import make_pipeline, make_union  # type: ignore[import-not-found]
from sklearn.svm import LinearSVC  # type: ignore[import-not-found]

from benchmarks.understanding.corpus import ROOT, Example
from benchmarks.understanding.crossing import CORES
from benchmarks.understanding.judging import Messages, hear, judge, learn
from benchmarks.understanding.measures import Share, right, share
from benchmarks.understanding.settings import Settings
from benchmarks.unmeasured import Unmeasured

FILE = ROOT.parent / "shared" / "data" / "massive" / "id-ID.jsonl"
CAPS = {"20 of each intent": 20, "all": 10**9}  # how much is learnt


@dataclass(frozen=True)
class Peer:
    """One way to tell the intents, and how it does after learning few and after learning all."""

    name: str
    shares: list[Share]


def massive(settings: Settings) -> list[Peer]:
    """Give ours and the peers, learnt and judged on the same sentences. Raises Unmeasured without the data."""
    if not FILE.exists():
        raise Unmeasured(f"{FILE} is not there")
    learnt, unseen = map(hear, _utterances())
    tasks = [
        delayed(peer)(learnt.of(_first(learnt.examples, cap)), unseen, settings)
        for cap in CAPS.values()
        for peer in (_ours, _tfidf, _embedding)
    ]
    shares: dict[str, list[Share]] = {}
    for measured in Parallel(CORES)(tasks):
        for name, figure in measured.items():
            shares.setdefault(name, []).append(figure)
    return [Peer(name, figures) for name, figures in shares.items()]


def _utterances() -> tuple[list[Example], list[Example]]:
    """Give what is learnt, and the distinct test sentences that are not among it."""
    rows = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    said = {part: [row for row in rows if row["partition"] == part] for part in ("train", "test")}
    learnt, test = ([Example(one["utt"], one["intent"], "", "id", part) for one in said[part]] for part in said)
    seen = {example.text for example in learnt}
    return learnt, list({one.text: one for one in reversed(test) if one.text not in seen}.values())


def _first(examples: list[Example], cap: int) -> Iterator[int]:
    """Give the places of the first few examples of each intent."""
    counted: Counter[str] = Counter()
    for place, example in enumerate(examples):
        counted[example.topic] += 1
        if counted[example.topic] <= cap:
            yield place


def _ours(learnt: Messages, unseen: Messages, settings: Settings) -> dict[str, Share]:
    judged = judge(learn(learnt, settings), unseen, settings)
    return {
        name: share(right(judged, unseen.examples, scores))
        for name, scores in (
            ("**Pulang's model, cascade**", judged.cascade),
            ("Pulang's model, words alone", judged.light),
            ("Pulang's model, words and meaning always", judged.full),
        )
    }


def _tfidf(learnt: Messages, unseen: Messages, _settings: Settings) -> dict[str, Share]:
    """As in baselines/sk_massive.py."""
    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        ),
        LinearSVC(C=1, random_state=0),
    ).fit([example.text for example in learnt.examples], learnt.topics)
    said = model.predict([example.text for example in unseen.examples])
    return {"TF-IDF of words and letters, linear SVM": share(said == np.array(unseen.topics))}


def _embedding(learnt: Messages, unseen: Messages, _settings: Settings) -> dict[str, Share]:
    centre = learnt.meanings.mean(axis=0)
    model = LinearSVC(C=10, random_state=0).fit(learnt.meanings - centre, learnt.topics)
    said = model.predict(unseen.meanings - centre)
    return {"frozen multilingual-e5-small, linear SVM": share(said == np.array(unseen.topics))}
