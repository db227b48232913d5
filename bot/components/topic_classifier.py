# ruff: noqa: ARG003 (the signatures are Rasa's)

from __future__ import annotations

from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

_FILE = "topics.joblib"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Says what a message is about: TF-IDF over words and pieces of words, and logistic regression.

    Rasa's own featurizer only counts; weighing rare words higher is worth several points on writers never seen.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Need words to be read first."""
        return []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the settings that did best on a writer left out of the training."""
        return {"words": [1, 2], "pieces": [2, 5], "inverse_penalty": 20.0, "ranking_length": 6}

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
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: Pipeline | None = None
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every example that has a topic."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._model = make_model(self._config)
        self._model.fit([words_of(example) for example in examples], [example.get(INTENT) for example in examples])
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / _FILE, compress=3)
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
            return cls(config, model_storage, resource, joblib.load(folder / _FILE))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the likeliest topic of each message, and the ranking of the others."""
        if self._model is None:
            return messages
        scores = self._model.predict_proba([words_of(message) for message in messages])
        for message, row in zip(messages, scores, strict=True):
            best = row.argsort()[::-1][: self._config["ranking_length"]]
            ranking = [{"name": str(self._model.classes_[index]), "confidence": float(row[index])} for index in best]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Predict on the examples too, as Rasa asks of a classifier."""
        self.process(training_data.training_examples)
        return training_data


def words_of(message: Message) -> str:
    """Give the words of a tokenized message in one line."""
    return " ".join(token.text for token in message.get("text_tokens", []))


def make_model(config: dict[str, Any]) -> Pipeline:
    """Build the untrained model of the given settings."""
    words = TfidfVectorizer(ngram_range=tuple(config["words"]), token_pattern=r"\S+", sublinear_tf=True)  # noqa: S106
    pieces = TfidfVectorizer(ngram_range=tuple(config["pieces"]), analyzer="char_wb", sublinear_tf=True, min_df=1)
    regression = LogisticRegression(C=config["inverse_penalty"], max_iter=1000, class_weight="balanced")
    return Pipeline([("features", FeatureUnion([("words", words), ("pieces", pieces)])), ("topics", regression)])
