"""Asks which of several places is meant."""

from __future__ import annotations

from actions.answer import Answer, Block, Choice
from pulang.places import Place

_AT_MOST = 9
_TITLE = 20  # characters of a button


def which(candidates: tuple[Place, ...]) -> Answer:
    """Give the candidates as choices."""
    one_name = len({place.name for place in candidates}) == 1
    choices = tuple(
        Choice(_title(place, one_name=one_name), f'/find_service{{"place": "{place.code}"}}')
        for place in candidates[:_AT_MOST]
    )
    return Answer((Block(message="place.which"),), choices=choices, slots={"awaiting": "which_place", "place": None})


def _title(place: Place, *, one_name: bool) -> str:
    """Give what tells a place from the others: what it is, or the regency it lies in."""
    if place.within is None:
        return place.official if len(place.official) <= _TITLE else place.name
    area = place.within.replace("Kabupaten ", "Kab. ")
    return area if one_name else f"{place.name}, {area}"
