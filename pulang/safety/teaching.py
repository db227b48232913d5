"""Teaches one member of the committee, in TensorFlow; what it hears and says is computed as in net.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from random import Random
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf  # type: ignore[import-untyped]

from pulang.safety import features
from pulang.safety.features import Sentence
from pulang.safety.hearing import hear
from pulang.safety.net import FAR, LEVELS, NEAR, SIGNALS

_ROUNDS = 14
_BATCH = 64
_WIDTH = 48  # numbers that a word is turned into
_HEARD = 144  # things that a layer hears
_QUESTIONS = 4  # put to the whole sentence
_FASTEST, _SLOWEST = 2e-3, 1e-4  # rate of learning, from the first round to the last
_SILENCE = 1e9  # how little a place without a word is regarded
_SURE = 0.985  # how sure one should be of what a lesson says: a reader may err
_WORTH = np.array([0.5, 1.0, 1.0] + [0.3] * len(SIGNALS), np.float32)  # of each judgement
_RAREST_WORTH = 4.0  # how much more a rare yes counts than a no, at most
# Shares of what is forgotten while learning, so that nothing is leaned on too much.
FORGOTTEN = {"number": 0.1, "word": 0.15, "near": 0.3, "known": 0.5}
# Shares of the messages that are told otherwise: with a routine sentence beside one of theirs, without a full stop.
_BESIDE, _UNPUNCTUATED = 0.4, 0.2
_MISTYPED = 0.4  # without some of the vowels; more than half of it is read as if it had them
_OF_ANOTHER = 0.15  # of somebody else
_SHORT_ROUTINE = 14  # words
_pieces = cache(features.of_word)
_ONESELF = frozenset({"saya", "aku", "gue", "beta"})
_OTHERS = ("teman", "kawan", "kakak", "tetangga", "saudara", "sepupu", "ibu", "bapak")


@dataclass(frozen=True)
class Lesson:
    """A message and what is true of it: 1 or 0 for each level (at least so dangerous) and each signal."""

    sentences: tuple[Sentence, ...]
    mistyped: tuple[Sentence, ...]  # the same, written without some of its vowels
    truth: np.ndarray
    routine: bool  # harmless, and without the look of danger: may stand beside any other


@dataclass(frozen=True)
class Member:
    """What one member has learned: the arrays of Net, without the dimension of the members."""

    pieces: np.ndarray
    evidence: np.ndarray
    near: np.ndarray
    near_offset: np.ndarray
    far: np.ndarray
    far_offset: np.ndarray
    asks: np.ndarray
    answers: np.ndarray
    said: np.ndarray
    said_offset: np.ndarray


class Batch(NamedTuple):
    """Sentences as numbers, all as long as the longest: arrays, or TensorFlow's descriptions of them."""

    pieces: Any  # buckets of the distinct words, one word after the other
    owner: Any  # which distinct word each is of
    words: Any  # sentences x length: distinct words
    there: Any  # sentences x length: 1 where there is a word
    found: Any  # evidence
    at: Any  # the place of each among sentences x length
    message: Any  # of each sentence


def teach(lessons: Sequence[Lesson], names: Sequence[str], seed: int) -> Member:
    """Teach a member; the same lessons and seed give the same one on the same machine."""
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.random.set_seed(seed)
    chance = Random(seed)  # noqa: S311 (nothing secret)
    truth = np.array([lesson.truth for lesson in lessons])
    routine = [one.sentences[0] for one in lessons if one.routine and len(one.sentences[0].words) <= _SHORT_ROUTINE]
    known = {name: at for at, name in enumerate(names)}
    variables = _begin(len(names), np.random.default_rng(seed))
    step = _step_of(variables, np.clip((1 - truth.mean(axis=0)) / truth.mean(axis=0).clip(1e-6), 1, _RAREST_WORTH))
    order = list(range(len(lessons)))
    for round_ in range(_ROUNDS):
        chance.shuffle(order)
        rate = _FASTEST + (_SLOWEST - _FASTEST) * round_ / (_ROUNDS - 1)
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            told = [told_otherwise(lessons[at], routine, chance) for at in part]
            step(batch_of(told, known), truth[part].astype(np.float32), np.float32(rate))
    seen = np.zeros(features.BUCKETS, bool)
    words = {word for lesson in lessons for one in (*lesson.sentences, *lesson.mistyped) for word in one.words}
    seen[list({piece for word in words for piece in _pieces(word)})] = True
    values = {name: variable.numpy() for name, variable in variables.items()}
    return Member(**{**values, "pieces": values["pieces"] * seen[:, None]})


def _begin(names: int, chance: np.random.Generator) -> dict[str, Any]:
    judgements = len(LEVELS) + len(SIGNALS)
    shapes = {
        "pieces": ((features.BUCKETS, _WIDTH), 0.3),
        "evidence": ((names, _WIDTH), 0.1),
        "near": ((3 * _WIDTH, _HEARD), (2 / (3 * _WIDTH)) ** 0.5),
        "near_offset": ((1, _HEARD), 0.0),
        "far": ((3 * _HEARD, _HEARD), (2 / (3 * _HEARD)) ** 0.5),
        "far_offset": ((1, _HEARD), 0.0),
        "asks": ((2 * _HEARD, _QUESTIONS), 0.1),
        "answers": ((2 * _HEARD, _HEARD), (2 * _HEARD) ** -0.5),
        "said": (((2 + _QUESTIONS) * _HEARD, judgements), 0.1),
        "said_offset": ((1, judgements), 0.0),
    }
    return {
        name: tf.Variable(chance.normal(0, spread, shape).astype(np.float32))
        for name, (shape, spread) in shapes.items()
    }


def _step_of(variables: dict[str, Any], worth_of_yes: np.ndarray) -> Any:
    """Give the function that learns from one batch."""
    optimizer = tf.keras.optimizers.Adam()
    every = list(variables.values())
    worth = tf.constant(worth_of_yes, tf.float32)

    def step(batch: Batch, truth: Any, rate: Any) -> Any:
        with tf.GradientTape() as tape:
            scores = listen(variables, batch)
            wanted = truth * (2 * _SURE - 1) + 1 - _SURE
            errors = tf.nn.weighted_cross_entropy_with_logits(wanted, scores, worth)
            loss = tf.reduce_mean(errors * _WORTH)
        optimizer.learning_rate.assign(rate)
        optimizer.apply_gradients(zip(tape.gradient(loss, every), every))  # noqa: B905 (TensorFlow knows no strict)

    row, table = (None,), (None, None)
    kinds = (row, row, table, table, row, row, row)
    whole = {"pieces", "owner", "words", "found", "at", "message"}
    batch = Batch(
        *(
            tf.TensorSpec(shape, tf.int32 if name in whole else tf.float32)
            for name, shape in zip(Batch._fields, kinds, strict=True)
        )
    )
    signature = [batch, tf.TensorSpec(table, tf.float32), tf.TensorSpec((), tf.float32)]
    return tf.function(step, input_signature=signature)


def listen(own: dict[str, Any], batch: Batch) -> Any:
    """Score messages by their worst sentence, each heard as Net.listen does, forgetting a part of everything."""
    sentences, length = tf.shape(batch.words)[0], tf.shape(batch.words)[1]
    there = batch.there[..., None]
    distinct = _forget(tf.math.segment_mean(tf.gather(own["pieces"], batch.pieces), batch.owner), "number")
    evidence = tf.math.unsorted_segment_sum(tf.gather(own["evidence"], batch.found), batch.at, sentences * length)
    rows = (tf.gather(distinct, batch.words) + tf.reshape(evidence, (sentences, length, _WIDTH))) * there
    rows *= tf.cast(tf.random.uniform((sentences, length, 1)) >= FORGOTTEN["word"], tf.float32)
    near = _forget(_layer(rows, own["near"], own["near_offset"], NEAR) * there, "near")
    far = _layer(near, own["far"], own["far_offset"], FAR) * there
    heard = tf.concat([near, far], axis=2)
    regard = tf.nn.softmax(heard @ own["asks"] - (1 - there) * _SILENCE, axis=1)
    answers = tf.nn.relu(tf.matmul(regard, heard, transpose_a=True) @ own["answers"])
    known = tf.concat([tf.reduce_max(heard, axis=1), tf.reshape(answers, (sentences, _QUESTIONS * _HEARD))], axis=1)
    return tf.math.segment_max(_forget(known, "known") @ own["said"] + own["said_offset"], batch.message)


def _layer(rows: Any, weights: Any, offset: Any, apart: int) -> Any:
    kernel = tf.reshape(weights, (3, -1, _HEARD))
    return tf.nn.relu(tf.nn.conv1d(rows, kernel, 1, "SAME", dilations=apart) + offset)


def _forget(numbers: Any, kind: str) -> Any:
    return tf.nn.dropout(numbers, FORGOTTEN[kind])


def batch_of(messages: Sequence[Sequence[Sentence]], names: dict[str, int]) -> Batch:
    """Turn messages into numbers; `names` numbers the evidence, other says nothing."""
    rows = [one for message in messages for one in message]
    message = np.repeat(np.arange(len(messages), dtype=np.int32), [len(one) for one in messages])
    length = max(len(one.words) for one in rows)
    distinct: dict[str, int] = {}
    words = np.zeros((len(rows), length), np.int32)
    there = np.zeros(words.shape, np.float32)
    found, at = list[int](), list[int]()
    for row, one in enumerate(rows):
        size = len(one.words)
        words[row, :size] = [distinct.setdefault(word, len(distinct)) for word in one.words]
        there[row, :size] = 1
        for place, here in enumerate(one.evidence):
            numbers = [names[name] for name in here if name in names]
            found += numbers
            at += [row * length + place] * len(numbers)
    pieces = [_pieces(word) for word in distinct]
    owner = np.repeat(np.arange(len(pieces), dtype=np.int32), [len(each) for each in pieces])
    flat = np.array([one for each in pieces for one in each], np.int32)
    return Batch(flat, owner, words, there, np.array(found, np.int32), np.array(at, np.int32), message)


def told_otherwise(lesson: Lesson, routine: Sequence[Sentence], chance: Random) -> Sequence[Sentence]:
    """Tell a message a little otherwise, in ways that change nothing of its danger."""
    message: Sequence[Sentence] = lesson.mistyped if chance.random() < _MISTYPED else lesson.sentences
    if chance.random() < _UNPUNCTUATED:
        message = [_unpunctuated(message)]
    if chance.random() < _OF_ANOTHER:
        other = chance.choice(_OTHERS)
        message = [_of_another(one, other) for one in message]
    if chance.random() < _BESIDE:
        told = [*message]
        at = chance.randrange(len(told))
        pair = [told[at], chance.choice(routine)]
        chance.shuffle(pair)
        told[at] = _run_on(pair)
        message = told
    return message


def _of_another(sentence: Sentence, other: str) -> Sentence:
    """Tell of "teman saya" what was told of "saya"."""
    them = (other, _evidence_of(other))
    told = [
        one
        for word, names in zip(sentence.words, sentence.evidence, strict=True)
        for one in ([them, (word, names)] if word in _ONESELF else [(word, names)])
    ]
    return Sentence(tuple(word for word, _ in told), (), tuple(names for _, names in told))


@cache
def _evidence_of(other: str) -> tuple[str, ...]:
    return next(features.sentences(hear(f"{other} saya"))).evidence[0]


def _unpunctuated(message: Sequence[Sentence]) -> Sentence:
    """Write a message without any full stop; what is read with two neighbours stands there once."""
    said = {
        place: [(word, names) for _, word, names in here]
        for one in message
        for place, here in groupby(zip(one.places, one.words, one.evidence, strict=True), itemgetter(0))
    }
    words = [one for place in sorted(said) for one in said[place]]
    return Sentence(tuple(word for word, _ in words), (), tuple(names for _, names in words))


def _run_on(sentences: Sequence[Sentence]) -> Sentence:
    """Write a sentence behind another without a full stop between."""
    words = tuple(word for one in sentences for word in one.words)
    return Sentence(words, (), tuple(names for one in sentences for names in one.evidence))
