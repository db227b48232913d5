from __future__ import annotations

from dataclasses import dataclass

from pulang.safety.assessment import Span
from pulang.safety.judge import Judge
from pulang.safety.message import SHORTEST, Message, open_message
from pulang.safety.rules import load_rules
from pulang.taxonomy import Level, Signal

RULES = load_rules()


@dataclass(frozen=True)
class Evidence:
    """Something that cues and context found: `name` says what, in the words `start` up to `end` (not included).

    Where it is a cue that holds, be it only a hint, `level` is its level.
    """

    name: str
    start: int
    end: int
    level: Level = Level.ROUTINE


@dataclass(frozen=True)
class Heard:
    """What cues and context say of a message.

    `spans` set a level. `hints` are spans too often harmless for that, except in a sentence too short for the model to
    judge. `evidence` is for the model to weigh.
    """

    message: Message
    atoms: tuple[frozenset[str], ...]
    spans: frozenset[Span]
    hints: frozenset[Span]
    evidence: tuple[Evidence, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Give the words in their normal spelling."""
        return tuple(word.form for word in self.message.words)


def hear(text: str) -> Heard:
    """Look for every cue and for what the words around it do to it."""
    message = open_message(text, RULES.vocabulary)
    atoms = tuple(RULES.vocabulary.atoms_of(word.form) for word in message.words)
    breaks = frozenset(message.sentences)
    marks = tuple(RULES.context.find(atoms, breaks))
    judge = Judge(message, marks)
    spans: set[Span] = set()
    hints: set[Span] = set()
    evidence = [Evidence(f"mark:{mark.meaning.value}", mark.start, mark.end) for mark in marks]
    for found in RULES.cues.find(atoms, breaks):
        cue = found.meaning
        level = judge.level(cue, found.start, found.end)
        evidence.append(Evidence(f"cue:{cue.signal.value}", found.start, found.end))
        if level is Level.ROUTINE:
            evidence.append(Evidence(f"fails:{cue.signal.value}", found.start, found.end))
            continue
        evidence.append(Evidence(f"holds:{cue.signal.value}:{level.value}", found.start, found.end, level))
        if level < cue.level:
            evidence.append(Evidence(f"eases:{cue.signal.value}", found.start, found.end))
        if cue.hint:
            evidence.append(Evidence(f"hint:{cue.id}", found.start, found.end))
        span = span_of(message, found.start, found.end, cue.signal, level)
        if not cue.hint or (cue.short and message.length_of(message.sentence_of(found.start)) < SHORTEST):
            spans.add(span)
        elif cue.short:
            hints.add(span)
    return Heard(message, atoms, frozenset(spans), frozenset(hints), tuple(evidence))


def span_of(message: Message, start: int, end: int, signal: Signal, level: Level) -> Span:
    """Give the stretch of the written message that the words `start` up to `end` stand in."""
    return Span(message.words[start].start, message.words[end - 1].end, signal, level)
