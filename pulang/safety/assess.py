from __future__ import annotations

from typing import TYPE_CHECKING

from pulang.safety.assessment import Asked, Assessment, Span
from pulang.safety.judge import Judge
from pulang.safety.message import open_message
from pulang.safety.rules import load_rules
from pulang.taxonomy import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pulang.safety.message import Message

_RULES = load_rules()


def assess(text: str, asked: Asked | None = None) -> Assessment:
    """Say how dangerous a message sounds, given the safety question that is open (if one is).

    Cues are looked for, the words around each decide whether it holds and how high it counts, the highest is the level.
    An answer to the open question can raise that, never lower it.
    """
    message = open_message(text, _RULES.vocabulary)
    words = [_RULES.vocabulary.atoms_of(word.form) for word in message.words]
    spans = set(_cues(message, words))
    if asked is not None and (place := _RULES.answers[asked].confirmed(words)):
        answer = _RULES.answers[asked]
        spans.add(Span(message.words[place[0]].start, message.words[place[1] - 1].end, answer.signal, answer.level))
    level = max((span.level for span in spans), default=Level.ROUTINE)
    ordered = tuple(sorted(spans, key=lambda span: (span.start, span.end, span.signal.value)))
    return Assessment(level, frozenset(span.signal for span in spans), ordered)


def _cues(message: Message, words: Sequence[frozenset[str]]) -> Iterator[Span]:
    breaks = frozenset(message.sentences)
    judge = Judge(message, _RULES.context.find(words, breaks))
    for found in _RULES.cues.find(words, breaks):
        level = judge.level(found.meaning, found.start, found.end)
        if level > Level.ROUTINE:
            yield Span(message.words[found.start].start, message.words[found.end - 1].end, found.meaning.signal, level)
