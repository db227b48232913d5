"""Prints what the trained model understands of each line of a file: `python -m bot.understand MODEL FILE`."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import Any

import structlog

from pulang.language import identify
from pulang.safety import assess


def main() -> None:
    """Read JSON lines, print them with topic, confidence, level, signals and language, in order."""
    # Rasa logs what it understands, to the output that is ours here.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    from rasa.core.agent import Agent  # noqa: PLC0415 (takes ten seconds; a bad call should not)

    agent = Agent.load(model_path=sys.argv[1])
    lines = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
    asyncio.run(_all(agent, lines))


async def _all(agent: Any, lines: list[str]) -> None:
    for line in lines:
        entry = json.loads(line)
        text = entry["text"]
        assessment = assess(text)
        parsed = await agent.parse_message(_plain(text)) if _plain(text) else {}
        ranked = [intent for intent in parsed.get("intent_ranking", ()) if intent["name"] != "nlu_fallback"]
        best = ranked[0] if ranked else {"name": "out_of_scope", "confidence": 0.0}
        entry |= {
            "topic": best["name"],
            "confidence": round(best["confidence"], 4),
            "level": assessment.level.value,
            "signals": sorted(signal.value for signal in assessment.signals),
            "language": identify(text).language.value,
        }
        print(json.dumps(entry, ensure_ascii=False), flush=True)  # noqa: T201 (its output)


def _plain(text: str) -> str:
    """Take off what would make a text a command to Rasa."""
    return text.lstrip("/ \t\r\n\x00").replace("\x00", "")


if __name__ == "__main__":
    main()
