from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pulang.places.place import Place


class Weight(Enum):
    """How much must stand around a name before it is taken for a place: names.yml says what each asks for."""

    PLAIN = 0
    ORDINARY = 1
    STRICT = 2
    WORDS = 3
    NAMED = 4


@dataclass(frozen=True)
class Name:
    """What a name stands for; a phrase that only looks like one stands for nothing.

    `places` are provinces, regencies and cities, `smaller` districts and towns: these are meant only if the words
    around the name say so, or nothing larger has it.
    """

    places: tuple[Place, ...] = ()
    smaller: tuple[Place, ...] = ()
    weight: Weight = Weight.PLAIN
