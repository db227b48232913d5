"""How well the bot tells topics apart on writers it has never read: one writer of nlu_id.yml is left out in turn.

Run in Rasa's environment: `PYTHONPATH=. .venv-rasa/bin/python benchmarks/rasa_topics.py`. Prints one JSON object a
writer: `first` is the share of messages whose topic comes first, `among` where it is one of the four likeliest;
of all messages, `asked` get choices offered instead of an answer, and `wrong` an answer to another topic.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import yaml
from sklearn.exceptions import ConvergenceWarning

from bot.components.topic_classifier import TopicClassifier, make_model
from pulang.language.words import read

ROOT = Path(__file__).parents[1]
CHOICES = 4


def main() -> None:
    """Leave out one writer after the other and print what the bot makes of each."""
    warnings.simplefilter("ignore", ConvergenceWarning)
    examples = list(_examples())
    pipeline = {part["name"]: part for part in yaml.safe_load((ROOT / "config.yml").read_text())["pipeline"]}
    doubt = pipeline["FallbackClassifier"]
    for writer in sorted({example["writer"] for example in examples}):
        learnt = [example for example in examples if example["writer"] != writer]
        unseen = [example for example in examples if example["writer"] == writer]
        model = make_model(TopicClassifier.get_default_config())
        model.fit([example["words"] for example in learnt], [example["topic"] for example in learnt])
        print(json.dumps({"writer": writer, "messages": len(unseen)} | _measure(model, unseen, doubt)))


def _measure(model: Any, unseen: list[dict[str, str]], doubt: dict[str, float]) -> dict[str, float]:
    scores = model.predict_proba([example["words"] for example in unseen])
    first = among = asked = wrong = 0
    for example, row in zip(unseen, scores, strict=True):
        order = row.argsort()[::-1]
        ranked = [model.classes_[index] for index in order[:CHOICES]]
        first += ranked[0] == example["topic"]
        among += example["topic"] in ranked
        doubted = row[order[0]] < doubt["threshold"] or row[order[0]] - row[order[1]] < doubt["ambiguity_threshold"]
        asked += doubted
        wrong += not doubted and ranked[0] != example["topic"]
    return {
        name: round(float(count) / len(unseen), 3)
        for name, count in (("first", first), ("among", among), ("asked", asked), ("wrong", wrong))
    }


def _examples() -> Any:
    data = yaml.safe_load((ROOT / "bot" / "data" / "nlu_id.yml").read_text(encoding="utf-8"))
    for topic in data["nlu"]:
        for example in topic["examples"]:
            words = " ".join(word.form for word in read(example["text"]))
            yield {"topic": topic["intent"], "words": words, "writer": example["metadata"]["pass"]}


if __name__ == "__main__":
    main()
