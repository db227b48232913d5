from __future__ import annotations

import os
from pathlib import Path

from rasa.core.agent import Agent
from rasa.model_training import train as rasa_train
from rasa.utils.endpoints import EndpointConfig

ROOT = Path(__file__).parents[2]


def train(folder: Path, without: tuple[str, ...] = ()) -> Path:
    """Train the bot as `make train` does, leaving out some files of its data; gives the model's path."""
    data = [str(path) for path in sorted((ROOT / "bot" / "data").glob("*.yml")) if path.name not in without]
    before = Path.cwd()
    os.chdir(ROOT)  # Rasa keeps its cache in the working directory
    try:
        result = rasa_train(
            domain=str(ROOT / "bot" / "domain"), config=str(ROOT / "config.yml"), training_files=data,
            output=str(folder), fixed_model_name="pulang",
        )  # fmt: skip
    finally:
        os.chdir(before)
    assert result.code == 0, "the bot does not train"
    return folder / "pulang.tar.gz"


def load(model: Path, actions_url: str) -> Agent:
    """Load a trained bot that calls its actions at an address."""
    endpoint = EndpointConfig(actions_url, enable_selective_domain=True)
    agent = Agent.load(str(model), action_endpoint=endpoint)
    assert agent.is_ready()
    return agent


__all__ = ["ROOT", "load", "train"]
