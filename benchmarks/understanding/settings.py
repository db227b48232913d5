from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benchmarks.understanding.corpus import ROOT, load
from bot.components.topic_model import TopicModel

_CONFIG = ROOT / "config.yml"
_CLASSIFIER, _FALLBACK = "bot.components.topic_classifier.TopicClassifier", "FallbackClassifier"


@dataclass(frozen=True)
class Settings:
    """How the bot is set: its classifier, and when it asks instead of answering."""

    classifier: dict[str, Any]
    threshold: float
    ambiguity: float

    @property
    def certain(self) -> float:
        """Give the probability from which words are enough."""
        return float(self.classifier["certain"])

    def model(self) -> TopicModel:
        """Make an untrained model."""
        return TopicModel(self.classifier)


def settings() -> Settings:
    """Read what the bot runs with: the classifier's own settings, and over them what config.yml says."""
    from bot.components.topic_classifier import TopicClassifier  # noqa: PLC0415 (Rasa takes ten seconds to come)

    said: dict[str, dict[str, Any]] = {part["name"]: part for part in load(_CONFIG)["pipeline"]}
    classifier, fallback = TopicClassifier.get_default_config() | said[_CLASSIFIER], said[_FALLBACK]
    return Settings(classifier, fallback["threshold"], fallback["ambiguity_threshold"])
