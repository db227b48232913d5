"""Makes a reply in a person's language out of what the bot answered with: text ids, values, choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pulang.conversation.messages import Channel
from pulang.outbox import Choice, Reply
from pulang.texts import Catalogue, TextMissing


@dataclass(frozen=True)
class Command:
    """Something an action wants done to the person's row or case; `turn.py` obeys it as it obeys a control word."""

    name: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Voice:
    """How one person is spoken to: in which language, on which channel."""

    texts: Catalogue
    language: str
    channel: Channel

    def say(self, text_id: str, /, **values: Any) -> str:
        """Give a text as this person gets it."""
        return self.fill(self.texts.source(text_id, sms=self.channel is Channel.SMS), values)

    def fill(self, source: str, values: dict[str, Any]) -> str:
        """Translate an Indonesian sentence and fill in its values, whatever they are called."""
        return self.texts.translate(source, self.language, **values)

    def choices(self, *pairs: tuple[str, str]) -> tuple[Choice, ...]:
        """Make choices of (text id of the title, payload)."""
        return tuple(Choice(self.say(title), payload) for title, payload in pairs)


def compose(voice: Voice, payloads: Sequence[dict[str, Any]]) -> tuple[Reply | None, tuple[Command, ...]]:
    """Join everything the bot answered into one reply (None if it has no words) and the commands it asks for.

    Raises TextMissing when the bot names a text that does not exist.
    """
    paragraphs: list[str] = []
    choices: tuple[Choice, ...] = ()
    commands: list[Command] = []
    for payload in payloads:
        blocks = payload.get("blocks") or ([payload] if "message" in payload else [])
        if voice.channel is Channel.SMS and payload.get("sms"):
            blocks = payload["sms"]
        for block in blocks:
            said = _block(voice, block)
            # Steps belong together: a block with a lead ("- ") stands right below the one before it.
            if block.get("lead") and paragraphs and said:
                paragraphs[-1] += f"\n{block['lead']}{said}"
            else:
                paragraphs.append(said)
        if payload.get("choices"):
            choices = tuple(_choice(voice, choice) for choice in payload["choices"])
        command = payload.get("command")
        if isinstance(command, dict) and isinstance(command.get("name"), str):
            commands.append(Command(command["name"], {key: value for key, value in command.items() if key != "name"}))
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return (Reply(text, choices) if text else None), tuple(commands)


def _block(voice: Voice, block: dict[str, Any]) -> str:
    values = block.get("values") or {}
    try:
        if "source" in block:
            return voice.fill(str(block["source"]), values)
        return voice.say(str(block["message"]), **values)
    except KeyError as error:
        raise TextMissing(f"a text lacks a value: {error}") from error


def _choice(voice: Voice, choice: dict[str, Any]) -> Choice:
    title = str(choice["title"])
    values = choice.get("values") or {}
    try:
        shown = voice.say(title, **values)
    except TextMissing:
        shown = title  # names of places are their own titles
    return Choice(shown, str(choice["payload"]))
