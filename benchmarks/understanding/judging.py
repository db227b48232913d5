from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from benchmarks.understanding.corpus import ROOT, Example
from benchmarks.understanding.settings import Settings
from bot.components.meaning import Meaning
from bot.components.topic_model import TopicModel, Written
from pulang.language.words import read

MODELS = ROOT / "bot" / "models"
LEARNT = MODELS / "meanings.npz"  # Rasa's own cache: what is in the corpus has its meaning there already
MEASURED = MODELS / "measured.npz"  # texts that only the evaluation reads, so that training need not load them


@dataclass(frozen=True)
class Messages:
    """Messages with their topics, both spellings of each, and what they mean."""

    examples: list[Example]
    written: list[Written]
    meanings: np.ndarray

    @property
    def topics(self) -> list[str]:
        """Give what each is about."""
        return [example.topic for example in self.examples]

    def of(self, chosen: Iterable[int]) -> Messages:
        """Give some of them, by their places."""
        places = list(chosen)
        return Messages(
            [self.examples[place] for place in places], [self.written[place] for place in places], self.meanings[places]
        )


@dataclass(frozen=True)
class Judged:
    """The probabilities of every topic for each message: by words alone, and by words and meaning."""

    topics: list[str]
    light: np.ndarray
    full: np.ndarray
    certain: float

    @property
    def by_words(self) -> np.ndarray:
        """Tell for each message whether its words are enough."""
        enough: np.ndarray = self.light.max(axis=1) >= self.certain
        return enough

    @cached_property
    def cascade(self) -> np.ndarray:
        """Give what the bot goes by: the words where they are enough, else the meaning too."""
        return np.where(self.by_words[:, None], self.light, self.full)

    def said(self, probabilities: np.ndarray | None = None) -> np.ndarray:
        """Give the likeliest topic of each message, by the cascade unless told otherwise."""
        best = (self.cascade if probabilities is None else probabilities).argmax(axis=1)
        topics: np.ndarray = np.array(self.topics)[best]
        return topics


def written(text: str) -> Written:
    """Give both spellings of a message, as the bot's tokenizer does."""
    return Written.of(text, (word.form for word in read(text)))


def hear(examples: Sequence[Example], cache: Path = MEASURED) -> Messages:
    """Read messages and what they mean. Raises MeaningUnavailable."""
    both = [written(example.text) for example in examples]
    return Messages(list(examples), both, Meaning(cache).remembered([message.plain for message in both]))


def learn(messages: Messages, settings: Settings) -> TopicModel:
    """Train both halves of the model."""
    model = settings.model()
    model.learn(messages.written, messages.topics, messages.meanings)
    return model


def judge(model: TopicModel, messages: Messages, settings: Settings) -> Judged:
    """Ask both halves of the model about every message."""
    light, full = model.light(messages.written), model.full(messages.written, messages.meanings)
    return Judged(model.topics, light, full, settings.certain)
