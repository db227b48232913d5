"""Where a person is: kept for good, forgotten on GANTI TEMPAT."""

from __future__ import annotations

from pulang import places
from pulang.conversation.draft import Draft
from pulang.places import Place
from pulang.store.tables.base import fresh_id


def place(draft: Draft, code: str) -> None:
    """Remember for good where in Indonesia the person is."""
    found = places.by_code(code)
    if found is not None:
        draft.facts |= {"place": found.code, "point": _pin_in(draft, found), "country": None}


def _pin_in(draft: Draft, place: Place) -> list[float] | None:
    """Give the person's pin if it may lie in a place: they were asked because it lies near a border."""
    point = {**draft.taken.profile, **draft.facts}.get("point")
    return point if point and place in places.around(*point) else None


def country(draft: Draft, code: str) -> None:
    """Remember for good in which country the person is."""
    found = places.country(code)
    if found is not None:
        draft.facts |= {"place": None, "point": None, "country": found.code}


def forget(draft: Draft) -> None:
    """Know no longer where the person is."""
    draft.facts |= {"place": None, "point": None, "country": None}


def change(draft: Draft) -> None:
    """Forget the place and ask for it anew."""
    forget(draft)
    # The bot remembers places by itself; it must not go on with the old one.
    draft.changes |= {"confirming": "place", "conversation_id": fresh_id()}
    draft.say("control.change_place")


def choose(draft: Draft, code: str) -> None:
    """Remember which of several places of the same name is meant."""
    found = places.by_code(code)
    if found is None:
        draft.say("control.change_place")
        draft.changes["confirming"] = "place"
        return
    place(draft, code)
    draft.say("control.place_set", place=found.official)
