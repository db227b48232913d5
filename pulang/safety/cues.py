from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pulang.safety.context import Mark
from pulang.safety.document import open_document
from pulang.safety.phrases import Phrases, parse
from pulang.taxonomy import Level, Signal

if TYPE_CHECKING:
    from pathlib import Path

    from pulang.safety.document import Node
    from pulang.safety.vocabulary import Vocabulary


class Time(str, Enum):
    """When something happened, as the words around it say."""

    NOW = "now"
    RECENT = "recent"
    PAST = "past"


@dataclass(frozen=True)
class Cue:
    """One kind of words that show a danger, and how its level moves with what stands around them."""

    id: str
    signal: Signal
    level: Level
    times: tuple[tuple[Time, Level], ...] = ()
    near: Level | None = None
    safe: Level = Level.SENSITIVE
    negatable: bool = True
    soft: bool = False
    needs: Mark | None = None
    child: bool = True
    hint: bool = False  # found and told to the model, sets no level by itself
    short: bool = False  # but does in a sentence too short for the model, and in an answer about danger

    def at(self, time: Time | None) -> Level:
        """Give the level at a time; the cue's own where the time is not said or changes nothing."""
        return next((level for when, level in self.times if when is time), self.level)


_FIELDS = frozenset(
    {
        "level",
        "now",
        "recent",
        "past",
        "near",
        "safe",
        "negatable",
        "soft",
        "needs",
        "child",
        "hint",
        "short",
        "phrases",
    }
)
_TRUTH = {"yes": True, "no": False, "true": True, "false": False}


def load_cues(folder: Path, vocabulary: Vocabulary) -> Phrases[Cue]:
    """Read every cue; one file per signal. Raises CuesDamaged."""
    phrases: Phrases[Cue] = Phrases()
    for path in sorted(folder.glob("*.yml")):
        fields = open_document(path).mapping(("signal", "cues"), ("signal", "cues"))
        signal = _signal(fields["signal"], path.stem)
        for name, node in fields["cues"].mapping().items():
            cue = _cue(name, signal, node)
            for phrase in node.mapping()["phrases"].items():
                phrases.add(parse(phrase, vocabulary), cue)
    return phrases


def _signal(node: Node, stem: str) -> Signal:
    if node.text() != stem or stem not in {signal.value for signal in Signal}:
        node.fail(f"the signal that the file is named after ({', '.join(signal.value for signal in Signal)})")
    return Signal(stem)


def _cue(name: str, signal: Signal, node: Node) -> Cue:
    fields = node.mapping(_FIELDS, ("level", "phrases"))
    level = Level(fields["level"].number(1, 3))

    def other(field: str) -> Level | None:
        return Level(fields[field].number(0, 3)) if field in fields else None

    def truth(field: str, *, otherwise: bool) -> bool:
        if field not in fields:
            return otherwise
        if (said := fields[field].text().lower()) not in _TRUTH:
            fields[field].fail("yes or no")
        return _TRUTH[said]

    times = tuple((time, moved) for time in Time if (moved := other(time.value)) is not None)
    safe = other("safe")
    return Cue(
        id=f"{signal.value}.{name}",
        signal=signal,
        level=level,
        times=times,
        near=other("near"),
        safe=min(level, Level.SENSITIVE if safe is None else safe),
        negatable=truth("negatable", otherwise=True),
        soft=truth("soft", otherwise=False),
        needs=_mark(fields["needs"]) if "needs" in fields else None,
        child=truth("child", otherwise=signal in _RAISED_FOR_CHILDREN),
        hint=truth("hint", otherwise=False),
        short=truth("short", otherwise=False),
    )


def _mark(node: Node) -> Mark:
    if node.text() not in {mark.value for mark in Mark}:
        node.fail(f"a mark of context.yml, not {node.text()!r}")
    return Mark(node.text())


# What puts a child at risk; a child's illness or a silent relative has its own cues.
_RAISED_FOR_CHILDREN = frozenset(
    {
        Signal.SELF_HARM,
        Signal.CAPTIVITY,
        Signal.VIOLENCE,
        Signal.SEXUAL_VIOLENCE,
        Signal.THREAT,
        Signal.COERCION,
        Signal.HOMELESS,
    }
)
