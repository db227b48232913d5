from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benchmarks.understanding.corpus import ROOT, load
from bot.components.topic_model import TopicModel

_CONFIG = ROOT / "config.yml"
_CLASSIFIER, _FALLBACK = "bot.components.topic_classifier.TopicClassifier", "FallbackClassifier"


@dataclass(frozen=True)
class Settings:
    """How the bot is set: its model, from which probability words are enough, and when it asks instead of answering."""

    words: tuple[int, int]
    pieces: tuple[int, int]
    penalty: float
    weight: float
    sharpness: float
    certain: float
    threshold: float
    ambiguity: float

    def model(self) -> TopicModel:
        """Make an untrained model."""
        return TopicModel(self.words, self.pieces, self.penalty, self.weight)


def settings() -> Settings:
    """Read what the bot runs with: the classifier's own settings, and over them what config.yml says."""
    from bot.components.topic_classifier import TopicClassifier  # noqa: PLC0415 (Rasa takes ten seconds to come)

    said: dict[str, dict[str, Any]] = {part["name"]: part for part in load(_CONFIG)["pipeline"]}
    ours, fallback = TopicClassifier.get_default_config() | said[_CLASSIFIER], said[_FALLBACK]
    return Settings(
        words=tuple(ours["words"]), pieces=tuple(ours["pieces"]), penalty=ours["penalty"], weight=ours["weight"],
        sharpness=ours["sharpness"], certain=ours["certain"], threshold=fallback["threshold"],
        ambiguity=fallback["ambiguity_threshold"],
    )  # fmt: skip
