"""What each part of the model is worth: the development set judged without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed  # type: ignore[import-not-found]
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-not-found]
from sklearn.svm import LinearSVC  # type: ignore[import-not-found]

from benchmarks.understanding.corpus import Example
from benchmarks.understanding.crossing import CORES
from benchmarks.understanding.judging import MEASURED, Judged, Messages
from benchmarks.understanding.measures import Share, language, regional, right, share
from benchmarks.understanding.settings import Settings
from bot.components.meaning import Meaning
from bot.components.topic_model import Written
from pulang.language.words import read

_TYPED = ("typed words", "typed pieces")
_SPELLED = ("spelled words", "spelled pieces")
_PLAIN = ("plain words", "plain pieces")
_SPELLINGS: dict[str, Callable[[Example, Written], str]] = {
    "typed": lambda _, written: written.typed,
    "spelled": lambda example, _: " ".join(word.form for word in read(example.text)),
    "plain": lambda _, written: written.plain,
}
_WITHOUT: dict[str, tuple[str, ...]] = {
    "as typed, words alone (no normaliser, no embedding)": _TYPED,
    "normal spelling, words alone": _SPELLED,
    "normal spelling in Indonesian, words alone": _PLAIN,
    "embedding of the text as typed, nothing else": ("typed meaning",),
    "embedding of the normal spelling, nothing else": ("spelled meaning",),
    "embedding of the normal spelling in Indonesian, nothing else": ("plain meaning",),
    "no normaliser: as typed, with the embedding of that": (*_TYPED, "typed meaning"),
    "nothing said in Indonesian: typed and normal spelling, with the embedding of that": (
        *_TYPED,
        *_SPELLED,
        "spelled meaning",
    ),
    "only normal spelling in Indonesian, with its embedding": (*_PLAIN, "plain meaning"),
    "both spellings with the embedding, without pieces of words": ("typed words", "plain words", "plain meaning"),
    "both spellings with the embedding, without whole words": ("typed pieces", "plain pieces", "plain meaning"),
}


@dataclass(frozen=True)
class Ablated:
    """The model without some part, and how it does: on all messages, on Indonesian, on su, jv and mixes."""

    name: str
    everything: Share
    indonesian: Share
    regional: Share


def ablations(messages: Messages, unseen: Messages, settings: Settings) -> list[Ablated]:
    """Train without one part after the other."""
    blocks = _blocks(messages, unseen, settings)
    said = Parallel(CORES)(
        delayed(_said)([blocks[name] for name in names], messages.topics, settings.classifier["by_both"]["penalty"])
        for names in _WITHOUT.values()
    )
    meant = np.array(unseen.topics)
    return [_ablated(name, answers == meant, unseen.examples) for name, answers in zip(_WITHOUT, said, strict=True)]


def whole(judged: Judged, unseen: Sequence[Example]) -> list[Ablated]:
    """Give the same figures for the model itself: by words alone, by the meaning too, and as the bot goes by it."""
    parts = {
        "both spellings, words alone (the light model)": judged.light,
        "all three voices, always (the full model)": judged.full,
        "**the bot: light where that is certain, else full**": judged.cascade,
    }
    return [_ablated(name, right(judged, unseen, scores), unseen) for name, scores in parts.items()]


def _ablated(name: str, hits: np.ndarray, unseen: Sequence[Example]) -> Ablated:
    return Ablated(name, share(hits), share(hits[language(unseen, "id")]), share(hits[regional(unseen)]))


def _blocks(messages: Messages, unseen: Messages, settings: Settings) -> dict[str, tuple[csr_matrix, csr_matrix]]:
    """Give each kind of feature, of what is learnt and of what is unseen, made once; as in TopicModel."""
    words, pieces = (tuple(settings.classifier[name]) for name in ("words", "pieces"))
    sides = (messages, unseen)
    makers = {
        "words": TfidfVectorizer(ngram_range=words, token_pattern=r"\S+", sublinear_tf=True),  # noqa: S106
        "pieces": TfidfVectorizer(ngram_range=pieces, analyzer="char_wb", sublinear_tf=True, min_df=2),
    }
    meaning = Meaning(MEASURED)
    blocks = {}
    for spelling, of in _SPELLINGS.items():
        learnt, other = ([of(*pair) for pair in zip(both.examples, both.written, strict=True)] for both in sides)
        for kind, maker in makers.items():
            blocks[f"{spelling} {kind}"] = (maker.fit_transform(learnt), maker.transform(other))
        known = spelling == "plain"
        meanings = messages.meanings if known else meaning.remembered(learnt)
        others = unseen.meanings if known else meaning.remembered(other)
        centre, weight = meanings.mean(axis=0), settings.classifier["weight"]
        blocks[f"{spelling} meaning"] = tuple(csr_matrix((rows - centre) * weight) for rows in (meanings, others))
    return blocks


def _said(blocks: list[tuple[csr_matrix, csr_matrix]], topics: list[str], penalty: float) -> np.ndarray:
    learnt, unseen = (hstack(side).tocsr() for side in zip(*blocks, strict=True))
    model = LinearSVC(C=penalty, class_weight="balanced", random_state=0).fit(learnt, topics)
    answers: np.ndarray = model.predict(unseen)
    return answers
