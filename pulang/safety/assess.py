from __future__ import annotations

from pulang.safety.assessment import Asked, Assessment
from pulang.safety.hearing import RULES, hear, span_of
from pulang.safety.model import suspect
from pulang.taxonomy import Level


def assess(text: str, asked: Asked | None = None) -> Assessment:
    """Say how dangerous a message sounds, given the safety question that is open (if one is).

    Cues are looked for, the words around each decide whether it holds and how high it counts. What was learned from
    many messages, and an answer to the open question, can raise that, never lower it.
    """
    heard = hear(text)
    spans = set(heard.spans)
    if asked is not None and (place := RULES.answers[asked].confirmed(heard.atoms)):
        answer = RULES.answers[asked]
        spans.add(span_of(heard.message, *place, answer.signal, answer.level))
    if asked is not None:
        spans |= heard.hints  # in an answer about danger they are no longer harmless
    level = max((span.level for span in spans), default=Level.ROUTINE)
    suspicion = suspect(heard)
    if suspicion is not None and suspicion.level > level:
        level = suspicion.level
        spans.add(span_of(heard.message, suspicion.start, suspicion.end, suspicion.signal, level))
    spans |= {hint for hint in heard.hints if hint.level <= level}  # they raise nothing, but say what else there is
    ordered = tuple(sorted(spans, key=lambda span: (span.start, span.end, span.signal.value, span.level)))
    return Assessment(level, frozenset(span.signal for span in spans), ordered)
