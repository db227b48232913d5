from __future__ import annotations

from typing import Any

import pytest


def test_one_place_is_noted(ask: Any) -> None:
    """A place is confirmed, remembered, and nothing stands open any more; the doors follow in the same turn."""
    answered = ask("action_place", intent="find_service", entities=[("place", "32.12")], slots={"awaiting": "place"})
    assert answered.said() == "Baik, Kabupaten Indramayu."
    assert answered.command == {"name": "place", "code": "32.12"}
    assert answered.slots == {"awaiting": None, "place": "32.12", "country": None}


def test_in_danger_the_door_comes_first(ask: Any) -> None:
    """At level 2 the confirmation is left out: only the first sentence is said, and it must be the door."""
    answered = ask("action_place", intent="find_service", entities=[("place", "32.12")], level=2)
    assert answered.payload["blocks"] == []
    assert answered.command == {"name": "place", "code": "32.12"}


@pytest.mark.parametrize("value", ["Indramayu", "indramayu"])
def test_a_name_is_read_too(ask: Any, value: str) -> None:
    """A place that comes as a name is found."""
    assert ask("action_place", intent="find_service", entities=[("place", value)]).slots["place"] == "32.12"


def test_a_country_is_noted(ask: Any) -> None:
    """A country abroad takes the place's place."""
    answered = ask("action_place", intent="find_service", entities=[("country", "SA")], slots={"place": "32.12"})
    assert answered.command == {"name": "place", "country": "SA"}
    assert answered.slots == {"awaiting": None, "place": None, "country": "SA"}
    assert "Saudi" in answered.said()


def test_several_are_asked(ask: Any) -> None:
    """Two places of one name are offered as choices that fit a button."""
    answered = ask("action_place", intent="find_service", entities=[("place", ["32.06", "32.78"])])
    assert answered.messages == ["place.which"]
    assert len(answered.choices) == 2
    assert all(len(title) <= 20 for title in answered.choices)
    assert answered.slots == {"awaiting": "which_place", "place": None}
    assert answered.command is None


def test_districts_of_one_name_are_told_apart(ask: Any) -> None:
    """Districts of one name are offered by the regency that each lies in; others by both names."""
    one_name = ask("action_place", intent="find_service", entities=[("place", ["32.12.13", "33.29.07"])])
    assert list(one_name.choices) == ["Kab. Indramayu", "Kab. Brebes"]
    two_names = ask("action_place", intent="find_service", entities=[("place", ["32.12.13", "33.02"])])
    assert list(two_names.choices) == ["Jatibarang, Kab. Indramayu", "Kabupaten Banyumas"]


@pytest.mark.parametrize(
    "entities", [[], [("place", "xyzzy")], [("country", "XX")]], ids=["none", "no place", "no country"]
)
def test_unknown_is_asked_again(ask: Any, entities: list[tuple[str, str]]) -> None:
    """What is no place is said kindly, and the question stands."""
    answered = ask("action_place", entities=entities, slots={"awaiting": "place"})
    assert answered.messages == ["place.unknown"]
    assert answered.slots == {"awaiting": "place"}


def test_change(ask: Any) -> None:
    """A changed place is forgotten, also for good, and asked for."""
    answered = ask("action_change_place", intent="find_service", slots={"place": "32.12"})
    assert answered.messages == ["place.change"]
    assert answered.command == {"name": "forget_place"}
    assert answered.slots == {"awaiting": "place", "place": None, "country": None}
