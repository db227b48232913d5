"""Peer: a fuzzy match of the whole message with each of many terms, as Praekelt's BWise looks for emergencies.

Rebuilt from what its source does (praekeltfoundation/vaccine-eligibility, yal/utils.py: rapidfuzz `ratio` of at
least 76). Its English and Xhosa terms would find nothing here, so it is given the words and phrases of our own cues.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from pathlib import Path

import numpy as np
import yaml
from rapidfuzz import fuzz, process

from benchmarks.danger.development import Row
from benchmarks.danger.hearings import Judged
from pulang import safety

_SAFETY = Path(safety.__file__).parent
_CUT = 76
_WAYS = 200  # of one phrase: the first alternatives
_URGENT = 2
_GAPS = frozenset({"..", "..."})


def bwise(rows: Sequence[Row]) -> Judged:
    """Give each message the level of the term that it is most like."""
    terms = dict(_terms())
    known = list(terms)
    scores = process.cdist([row.text.lower() for row in rows], known, scorer=fuzz.ratio, score_cutoff=_CUT, workers=2)
    levels = np.array([terms[term] for term in known])
    best = scores.argmax(axis=1)
    told = np.where(scores.max(axis=1) >= _CUT, levels[best], 0)
    return Judged("BWise's way: the whole message against each term", told)


def _terms() -> Iterator[tuple[str, int]]:
    sets = yaml.safe_load((_SAFETY / "words.yml").read_text(encoding="utf-8"))
    for path in sorted((_SAFETY / "cues").glob("*.yml")):
        for cue in yaml.safe_load(path.read_text(encoding="utf-8"))["cues"].values():
            if cue["level"] >= _URGENT:
                yield from ((term, cue["level"]) for phrase in cue["phrases"] for term in _written_out(phrase, sets))


def _written_out(phrase: str, sets: dict[str, list[object]]) -> Iterator[str]:
    """Give the sentences that a phrase of the cues stands for, without what may stand between its words."""
    words = [_alternatives(word, sets) for word in phrase.split() if word not in _GAPS]
    return (" ".join(said) for said in islice(product(*words), _WAYS))


def _alternatives(word: str, sets: dict[str, list[object]]) -> list[str]:
    found = []
    for one in word.rstrip("?").split("|"):
        members = sets.get(one[1:-1]) if one.startswith("<") and one.endswith(">") else None
        found += [str(member) for member in members] if members else [one.replace("_", " ").replace("*", "")]
    return found
