from __future__ import annotations

import random

import pytest
from dialogue import Dialogue, Meant

from pulang.taxonomy import Topic

_SAYABLE = [Meant(topic.value) for topic in Topic]
_SAYABLE += [
    Meant("find_service", {"place": "32.12"}),
    Meant("find_service", {"place": ["35.06", "35.71"]}),
    Meant("nlu_fallback"),
]
_SAYABLE += [Meant("affirm"), Meant("deny")] * 8  # half of what people answer
_CARES = ["calm"] * 6 + ["private", "urgent"]


@pytest.mark.parametrize("seed", range(40))
def test_bot_is_never_at_a_loss(dialogue: Dialogue, seed: int) -> None:
    """Whatever is said in whatever order, something is done about it, and never what is done about words nobody understood."""
    dice = random.Random(seed)  # noqa: S311 (no secret)
    for _ in range(12):
        said = dice.choice(_SAYABLE)
        did = dialogue.say(Meant(said.intent, {**said.entities, "care": dice.choice(_CARES)}))
        assert did, said
        assert said.intent == "nlu_fallback" or "action_offer_topics" not in did, said
        assert len(did) == len(set(did)), "the bot repeats itself"
        assert len(did) <= 2
