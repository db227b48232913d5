from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pulang.language.dictionary import DATA
from pulang.language.errors import LanguageDataDamaged
from pulang.language.tables import read_rows

_NEAR = 4
_PLACES = {
    "next": (1, 1),
    "previous": (-1, -1),
    "near": (-_NEAR, _NEAR),
    "else": (0, 0),
    "alone": (0, 0),
    "capitals": (0, 0),
}


@dataclass(frozen=True)
class Reading:
    """One way to read a form, and the neighbours that tell it."""

    said: tuple[str, ...]
    first: int
    last: int
    words: frozenset[str]
    beginnings: tuple[str, ...]
    only: str

    def fits(self, forms: Sequence[str], place: int, *, capitals: bool) -> bool:
        """Tell whether a telling word stands where it must, or none is asked for."""
        if self.first == self.last == 0:
            return (
                self.only == "else"
                or (self.only == "capitals" and capitals)
                or (self.only == "alone" and len(forms) == 1)
            )
        around = range(max(0, place + self.first), min(len(forms), place + self.last + 1))
        return any(self._tells(forms[other]) for other in around if other != place)

    def _tells(self, form: str) -> bool:
        if form in self.words or (self.beginnings and form.startswith(self.beginnings)):
            return True
        return form.isdecimal() and "<number>" in self.words


def load_readings(path: Path) -> dict[str, tuple[Reading, ...]]:
    """Give the ways to read each form that has two. Raises LanguageDataDamaged."""
    found: dict[str, tuple[Reading, ...]] = {}
    for number, (form, said, where, words) in read_rows(path, 4):
        if where not in _PLACES:
            raise LanguageDataDamaged(
                f"{path.name}, line {number}: expected one of {', '.join(_PLACES)}, not {where!r}"
            )
        telling = words.split()
        reading = Reading(
            tuple(said.split()),
            *_PLACES[where],
            frozenset(word for word in telling if not word.endswith("*")),
            tuple(word[:-1] for word in telling if word.endswith("*")),
            where,
        )
        found[form] = (*found.get(form, ()), reading)
    return found


TWO_READINGS = load_readings(DATA / "readings.tsv")


def read_among(forms: Sequence[str], place: int, *, capitals: bool = False) -> tuple[str, ...]:
    """Give how the form at a place is read among its neighbours, themselves in their normal spelling."""
    return next(
        (one.said for one in TWO_READINGS[forms[place]] if one.fits(forms, place, capitals=capitals)), (forms[place],)
    )
