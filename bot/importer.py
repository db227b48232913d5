from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

# The one in C reads the corpus in a second, the other in ten.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CorpusImporter(RasaFileImporter):
    """Reads the files that the bot is trained on as Rasa does, but the messages through libyaml.

    Rasa reads YAML with a parser written in Python, checks every row against a schema in Python too, and does both
    several times in a training: two of its three minutes went there. What a row must be, `make check` and
    tests/bot/test_data.py say. A row is `{text, metadata}` below its `intent`; nothing else is taken.
    """

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:  # noqa: ARG002 (Rasa's signature)
        """Read every message; raises ValueError, naming the file, where one is not written as above."""
        return TrainingData([message for path in self._nlu_files for message in _messages(Path(path))])


def _messages(path: Path) -> list[Message]:
    try:
        return [
            Message.build(row["text"].strip(), entry["intent"], example_metadata=row["metadata"])
            for entry in yaml.load(path.read_text(encoding="utf-8"), _Loader)["nlu"]  # noqa: S506 (a safe one)
            for row in entry["examples"]
        ]
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        form = "a list of {intent, examples: [{text, metadata}]} below `nlu`"
        raise ValueError(f"{path}: not {form}: {error}") from error
