"""Prints what the trained model understands of each line of a file: `python -m bot.understand MODEL FILE`."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from pulang.language import identify
from pulang.safety import assess

if TYPE_CHECKING:
    from rasa.core.agent import Agent


BATCH = 200  # messages that are understood together, which is many times faster than one by one


def main() -> None:
    """Read JSON lines, print them with topic, confidence, level, signals and language, in order."""
    # Rasa logs what it understands, to the output that is ours here.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    from rasa.core.agent import Agent  # noqa: PLC0415 (takes ten seconds; a bad call should not)

    agent = Agent.load(model_path=sys.argv[1])
    entries = [json.loads(line) for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()]
    for start in range(0, len(entries), BATCH):
        part = entries[start : start + BATCH]
        for entry, best in zip(part, topics(agent, [entry["text"] for entry in part]), strict=True):
            print(json.dumps(entry | _judged(entry["text"], best), ensure_ascii=False), flush=True)  # noqa: T201 (its output)


def topics(agent: Agent, texts: Sequence[str]) -> list[dict[str, Any]]:
    """Give the likeliest topic of each text, as the running bot would, with its confidence."""
    from rasa.core.channels.channel import UserMessage  # noqa: PLC0415 (see main)
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER  # noqa: PLC0415

    spoken = [at for at, text in enumerate(texts) if _plain(text)]
    found: list[dict[str, Any]] = [{"name": "out_of_scope", "confidence": 0.0} for _ in texts]
    if not spoken:
        return found
    processor = agent.processor
    target = processor.model_metadata.nlu_target
    inputs = {PLACEHOLDER_MESSAGE: [UserMessage(_plain(texts[at])) for at in spoken], PLACEHOLDER_TRACKER: None}
    parsed = processor.graph_runner.run(inputs=inputs, targets=[target])[target]
    for at, message in zip(spoken, parsed, strict=True):
        ranked = [intent for intent in message.get("intent_ranking", ()) if intent["name"] != "nlu_fallback"]
        if ranked:
            found[at] = ranked[0]
    return found


def _judged(text: str, best: dict[str, Any]) -> dict[str, Any]:
    assessment = assess(text)
    return {
        "topic": best["name"],
        "confidence": round(best["confidence"], 4),
        "level": assessment.level.value,
        "signals": sorted(signal.value for signal in assessment.signals),
        "language": identify(text).language.value,
    }


def _plain(text: str) -> str:
    """Take off what would make a text a command to Rasa."""
    return text.lstrip("/ \t\r\n\x00").replace("\x00", "")


if __name__ == "__main__":
    main()
