from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from pulang.safety.context import Mark
from pulang.safety.cues import Cue, Time
from pulang.taxonomy import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pulang.safety.message import Message
    from pulang.safety.phrases import Found

_HIDDEN_BY_ASIDE = frozenset({Mark.LIVED, Mark.NOW, Mark.RECENT, Mark.PAST, Mark.CLAUSE, Mark.NEAR})
_NOW_SPLITS_BEFORE = 2  # "sekarang" opens a clause only when as many words follow it


class Judge:
    """Decides for one message whether a cue holds there and how high it counts, from the marks around it."""

    def __init__(self, message: Message, marks: Iterable[Found[Mark]]) -> None:
        self._message = message
        found = list(marks)
        hidden = _covered(found, Mark.ASIDE)
        self._idioms = _covered(found, Mark.IDIOM)
        self._marks = [one for one in found if one.meaning not in _HIDDEN_BY_ASIDE or one.start not in hidden]
        self._clauses = self._begin_clauses()
        self._anywhere = {one.meaning for one in self._marks}
        self._by_sentence = {(message.sentence_of(one.start), one.meaning) for one in self._marks}
        self._by_clause = {(self._clause_of(one.start), one.meaning) for one in self._marks}
        self._ending = {(one.end, one.meaning) for one in self._marks}

    def level(self, cue: Cue, start: int, end: int) -> Level:
        """Give the level of a cue found at these words; ROUTINE where it does not hold."""
        if not self._holds(cue, start, end):
            return Level.ROUTINE
        time = self._time(start, end)
        level = cue.at(time)
        if cue.near is not None and time is not Time.PAST and Mark.NEAR in self._anywhere:
            level = max(level, cue.near)
        if Mark.SAFE in self._anywhere and Mark.PAST in self._anywhere:
            level = min(level, cue.safe)
        if (start, Mark.HYPOTHETICAL) in self._ending and cue.negatable:
            level = min(level, Level.SENSITIVE)
        if cue.child and level and time is not Time.PAST and Mark.CHILD in self._anywhere:
            level = Level(min(level + 1, Level.EMERGENCY))
        return level

    def _holds(self, cue: Cue, start: int, end: int) -> bool:
        sentence = self._message.sentence_of(start)
        if not self._idioms.isdisjoint(range(start, end)) or (cue.needs and cue.needs not in self._anywhere):
            return False
        if cue.negatable and (start, Mark.NEGATION) in self._ending:
            return False
        if (sentence, Mark.FICTION) in self._by_sentence:
            return False
        if (sentence, Mark.LAW) in self._by_sentence and (sentence, Mark.LIVED) not in self._by_sentence:
            return False
        return not (cue.soft and Mark.LAUGHTER in self._anywhere)

    def _time(self, start: int, end: int) -> Time | None:
        """Say when: by the cue's own clause, else by its neighbours where these agree.

        A past told only afterwards, or in the sentence before, may belong to something else.
        """
        if any((place, Mark.PAST) in self._ending for place in range(start, end)):
            return Time.PAST
        clause = self._clause_of(start)
        if (own := self._told(clause)) is not None:
            return own
        if (clause, Mark.ONGOING) in self._by_clause:
            return None
        before, after = self._told(clause - 1), self._told(clause + 1)
        if before is Time.PAST and self._clauses[clause - 1] in self._message.sentences:
            return None
        around = {before, None if after is Time.PAST else after} - {None}
        return around.pop() if len(around) == 1 else None

    def _told(self, clause: int) -> Time | None:
        for mark, time in ((Mark.NOW, Time.NOW), (Mark.RECENT, Time.RECENT)):
            if (clause, mark) in self._by_clause:
                return time
        past = (clause, Mark.PAST) in self._by_clause and (clause, Mark.ONGOING) not in self._by_clause
        return Time.PAST if past else None

    def _clause_of(self, place: int) -> int:
        return bisect_right(self._clauses, place)

    def _begin_clauses(self) -> Sequence[int]:
        last = len(self._message.words) - _NOW_SPLITS_BEFORE
        opened = {one.start for one in self._marks if one.meaning is Mark.CLAUSE and 0 < one.start < last}
        return sorted(opened | self._message.commas | set(self._message.sentences))


def _covered(found: Iterable[Found[Mark]], mark: Mark) -> frozenset[int]:
    return frozenset(place for one in found if one.meaning is mark for place in range(one.start, one.end))
