# ruff: noqa: ARG003 (the signatures are Rasa's)

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import components
from bot.components.fingerprint import fingerprint
from bot.components.meaning import meaning_or_none
from bot.components.topic_model import TopicModel, Written
from pulang import language

_FILE = "topics.joblib"
_COMPRESSION = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Says what a message is about: its words first, and where these leave doubt, the meaning of the sentence too.

    A message that waits in a queue (`light` in its metadata) is judged by its words alone. Where the embedding cannot
    be loaded every message is; `hears_meaning` says so, and /healthz repeats it.
    """

    in_use: ClassVar[TopicClassifier | None] = None  # the one this process answers with

    @classmethod
    def required_components(cls) -> list[type]:
        """Need words to be read first."""
        return []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the settings that did best on writers left out of the training (docs/understanding.md)."""
        return {
            "words": [1, 2],  # in a row
            "pieces": [2, 5],  # letters of a word
            "by_words": {"penalty": 0.5, "sharpness": 7.0, "share": 0.3},
            "by_both": {"penalty": 1.0, "sharpness": 4.0, "share": 1.0},
            "by_meaning": {"sharpness": 0.5, "share": 0.3},
            "weight": 3.0,  # of the meaning, beside the words
            "trust": 1.5,  # power of what the three say together: one of them in doubt is no reason to doubt them all
            "certain": 0.95,  # probability from which words are enough
            "ranking_length": 6,
            "cache": "bot/models/meanings.npz",
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Make an untrained classifier."""
        return cls(config, model_storage, resource)

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: TopicModel | None = None
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        self._meaning = meaning_or_none(Path(config["cache"]))

    @property
    def hears_meaning(self) -> bool:
        """Tell whether doubtful messages are judged by their meaning too."""
        return self._meaning is not None and self._model is not None and self._model.hears_meaning

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every example that has a topic."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        written = [written_of(example) for example in examples]
        self._model = TopicModel(self._config)
        meanings = self._meaning.remembered([message.plain for message in written]) if self._meaning else None
        self._model.learn(written, [example.get(INTENT) for example in examples], meanings)
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / _FILE, compress=_COMPRESSION)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_kwargs: Any,
    ) -> TopicClassifier:
        """Take the trained classifier out of the model."""
        with model_storage.read_from(resource) as folder:
            cls.in_use = cls(config, model_storage, resource, joblib.load(folder / _FILE))
        return cls.in_use

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the likeliest topic of each message, and the ranking of the others."""
        if self._model is None or not messages:
            return messages
        written = [written_of(message) for message in messages]
        scores = self._model.light(written)
        if self.hears_meaning:
            self._listen(messages, written, scores)
        for message, row in zip(messages, scores, strict=True):
            best = row.argsort()[::-1][: self._config["ranking_length"]]
            ranking = [{"name": self._model.topics[index], "confidence": float(row[index])} for index in best]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _listen(self, messages: list[Message], written: list[Written], scores: np.ndarray) -> None:
        """Judge again, by the meaning too, what the words leave in doubt."""
        doubtful = [
            index
            for index, message in enumerate(messages)
            if scores[index].max() < self._config["certain"] and not (message.get("metadata") or {}).get("light")
        ]
        if doubtful:
            chosen = [written[index] for index in doubtful]
            scores[doubtful] = self._model.full(chosen, self._meaning.of([message.plain for message in chosen]))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when the model or the words of other languages change, which Rasa cannot see by itself."""
        return fingerprint(components, language)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples as they are: no component after this one learns from what was guessed of them."""
        return training_data


def written_of(message: Message) -> Written:
    """Give both spellings of a tokenized message."""
    return Written.of(message.get(TEXT) or "", (token.text for token in message.get("text_tokens", [])))
