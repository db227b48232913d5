from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from pulang.safety.document import open_document
from pulang.safety.phrases import Phrases, parse

if TYPE_CHECKING:
    from pathlib import Path

    from pulang.safety.vocabulary import Vocabulary


class Mark(str, Enum):
    """What words around a cue do to it; context.yml says each one's words."""

    IDIOM = "idiom"  # a cue that overlaps one does not hold
    ASIDE = "aside"  # hides other marks under it: "sekarang mau urus KTP" says nothing about when
    NEGATION = "negation"  # straight before a cue: it did not happen
    HYPOTHETICAL = "hypothetical"  # straight before a cue: it may never happen
    FICTION = "fiction"  # in the sentence: films, songs, news
    LAW = "law"  # in the sentence: a question about law, unless somebody lives it
    LIVED = "lived"  # in the sentence: the writer, so no mere question about law
    LAUGHTER = "laughter"  # anywhere: soft cues do not hold
    NOW = "now"
    RECENT = "recent"
    PAST = "past"
    ONGOING = "ongoing"  # it still happens: not past
    SAFE = "safe"  # anywhere, with something past: finished
    NEAR = "near"  # anywhere: the attacker or a weapon is close
    CHILD = "child"  # anywhere: somebody under 18
    RELATIVE = "relative"  # anywhere: kin or friend of the writer, for cues that need one
    THERE = "there"  # anywhere: the writer says to be still at the place, for cues that need it
    PRICE = "price"  # anywhere: an amount or a payment, for cues that need it
    SOON = "soon"  # anywhere: a deadline within days, for cues that need it
    AWAY = "away"  # anywhere: a place abroad or a ship, for cues that need it
    HIDING = "hiding"  # anywhere: written in hiding, for cues that need it
    TONIGHT = "tonight"  # anywhere: this night or a public place, for cues that need it
    FAREWELL = "farewell"  # anywhere: goodbye, things given away, for cues that need it
    BIRTH = "birth"  # anywhere: pregnant, giving or just having given birth, for cues that need it
    LASTING = "lasting"  # anywhere: for days, or getting worse, for cues that need it
    CLAUSE = "clause"  # begins a new clause


def load_context(path: Path, vocabulary: Vocabulary) -> Phrases[Mark]:
    """Read the words of every mark. Raises CuesDamaged."""
    phrases: Phrases[Mark] = Phrases()
    names = [mark.value for mark in Mark]
    for name, node in open_document(path).mapping(names, names).items():
        for phrase in node.items():
            phrases.add(parse(phrase, vocabulary), Mark(name))
    return phrases
