from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np
import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import PLACEHOLDER_MESSAGE

from benchmarks.understanding import stif
from benchmarks.understanding.corpus import development
from benchmarks.understanding.floors import floors, guarded
from benchmarks.understanding.settings import settings
from benchmarks.unmeasured import Unmeasured

_FALLBACK = "nlu_fallback"
_FLOORS = floors()


def _understood(agent: Agent, texts: Sequence[str], *, light: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Give the likeliest topic of each message and its confidence, from all that the bot does to understand."""
    target = agent.processor.model_metadata.nlu_target
    sent = [UserMessage(text, metadata={"light": light}) for text in texts]
    messages = agent.processor.graph_runner.run({PLACEHOLDER_MESSAGE: sent}, [target])[target]
    best = [next(one for one in m.get("intent_ranking") if one["name"] != _FALLBACK) for m in messages]
    return np.array([one["name"] for one in best]), np.array([one["confidence"] for one in best])


@pytest.fixture(scope="module")
def measured(agent: Agent, loop: asyncio.AbstractEventLoop) -> dict[str, float]:
    """Read the development set once with the trained bot."""
    examples = development()
    topics, _ = _understood(agent, [example.text for example in examples])
    _, by_words = _understood(agent, [example.text for example in examples], light=True)
    hits = topics == np.array([example.topic for example in examples])
    return guarded(examples, hits, by_words >= settings().certain)


@pytest.mark.parametrize("figure", [name for name in _FLOORS if name != "stif"])
def test_no_figure_falls_below_its_floor(measured: dict[str, float], figure: str) -> None:
    """The bot understands the development set as well as it once did, and mostly without the embedding."""
    assert measured[figure] >= _FLOORS[figure]


def test_the_same_said_formally_has_the_same_topic(agent: Agent, loop: asyncio.AbstractEventLoop) -> None:
    """Informal and formal forms of a sentence, not of our making, get one topic."""
    try:
        pairs = stif.pairs("dev", "test")
    except Unmeasured as reason:
        pytest.skip(str(reason))
    informal, formal = (_understood(agent, side)[0] for side in zip(*pairs, strict=True))
    assert np.mean(informal == formal) >= _FLOORS["stif"]
