"""Understands a yes or a no in the words people put around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import yaml

from pulang.conversation.plain import bare
from pulang.language import normalise

_DATA = Path(__file__).parent / "data" / "agreement.yml"
_LONGEST = 3  # words of a phrase


class Answer(Enum):
    """A plain yes or no."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True)
class _Words:
    exact: Mapping[str, Answer]
    answers: Mapping[str, Answer]  # in their normal spelling, those that may stand beside other words
    behind: Mapping[Answer, frozenset[str]]
    begins: frozenset[str]
    taken_back: frozenset[str]
    refused: frozenset[str]


@cache
def _words() -> _Words:
    data = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    exact = {str(word): answer for answer in Answer for word in data[f"means_{answer.value}"]}
    answers = {_spelled(word): answer for word, answer in exact.items() if word not in data["only_alone"]}
    behind, behind_yes = _all_spelled(data["behind"]), _all_spelled(data["behind_yes"])
    return _Words(
        exact, answers, {Answer.YES: behind | behind_yes, Answer.NO: behind},
        *(_all_spelled(data[name]) for name in ("begins", "taken_back", "refused")),
    )  # fmt: skip


def exactly(text: str) -> Answer | None:
    """Tell whether a message is a yes or a no and nothing else."""
    return _words().exact.get(bare(text))


def meant(text: str) -> Answer | None:
    """Tell whether a message means yes or no: "iya", "boleh kak, tolong", "iya mau", "ga usah bu, makasih"."""
    exact = exactly(text)
    if exact is not None:
        return exact
    words, said = _words(), _spelled(text).split()
    answer: Answer | None = None
    place = 0
    while place < len(said):
        size = _phrase(said, place, words.answers)
        found = words.answers.get(" ".join(said[place : place + size]))
        if found is not None and answer in {None, found}:
            answer = found
        elif answer is None or not (size := _phrase(said, place, words.behind[answer])):
            return None
        place += size
    return answer


def begins_with_yes(text: str) -> bool:
    """Tell whether a sentence begins with a clear yes and takes nothing of it back: "iya kak, dia mau ke sini"."""
    words, said = _words(), _spelled(text).split()
    if (
        not said
        or said[0] not in words.begins
        or any(_phrase(said, place, words.refused) for place in range(len(said)))
    ):
        return False
    place = 1
    while size := _phrase(said, place, words.behind[Answer.YES]) or _phrase(said, place, words.begins):
        place += size
    return place == len(said) or said[place] not in words.taken_back


def _phrase(said: list[str], place: int, phrases: Iterable[str]) -> int:
    """Count the words of the longest of some phrases that stands here; 0 where none does."""
    sizes = range(min(_LONGEST, len(said) - place), 0, -1)
    return next((size for size in sizes if " ".join(said[place : place + size]) in phrases), 0)


def _all_spelled(words: Iterable[str]) -> frozenset[str]:
    return frozenset(_spelled(str(word)) for word in words)


def _spelled(text: str) -> str:
    return bare(normalise(text))
