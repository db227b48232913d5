from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from pulang.directory import Group
from pulang.entitlements import Who
from pulang.taxonomy import ASSISTANCE, Level, Topic

_REPEATABLE = ("action_entitlement", "action_services")


@dataclass(frozen=True)
class Asked:
    """What an action is asked, out of Rasa's tracker and the metadata that the conversation sent along."""

    intent: str
    topic: Topic | None
    entities: Mapping[str, tuple[str, ...]]
    ranking: tuple[Topic, ...]
    part: str | None
    slot_place: tuple[str, ...]
    slot_country: str | None
    awaiting: str | None
    misses: int
    level: Level
    sms: bool
    language: str
    known_place: str | None
    known_country: str | None
    point: tuple[float, float] | None
    group: Group | None
    before: str | None
    """The action that answered last, of those worth repeating."""

    @property
    def subject(self) -> Topic:
        """What to speak about when no kind of help was named: the nearest door, or where to begin."""
        beginning = Topic.FIND_SERVICE if self.intent == Topic.FIND_SERVICE.value else Topic.ENTITLEMENTS
        return self.topic or beginning

    @property
    def who(self) -> Who | None:
        """Whose way to the right is wanted, as far as it is known."""
        return Who(self.group.value) if self.group is not None else None


def asked(tracker: Tracker) -> Asked:
    """Read the tracker; what is missing or makes no sense counts as not known."""
    message = _mapping(tracker.latest_message)
    metadata = _mapping(message.get("metadata"))
    person = _mapping(metadata.get("person"))
    intent = str(_mapping(message.get("intent")).get("name") or "")
    payload = _payload(str(message.get("text") or ""))
    entities: dict[str, tuple[str, ...]] = {}
    for entity in message.get("entities") or ():
        name = str(_mapping(entity).get("entity") or "")
        entities[name] = (*entities.get(name, ()), *_codes(_mapping(entity).get("value")))
    level = _mapping(metadata.get("assessment")).get("level")
    country = tracker.get_slot("country")
    misses = tracker.get_slot("misses")
    return Asked(
        intent=intent,
        topic=_topic(intent, *entities.get("topic", ()), payload.get("topic"), tracker.get_slot("topic")),
        entities=entities,
        ranking=tuple(filter(None, (_topic(name, general=True) for name in _names(message.get("intent_ranking"))))),
        part=payload.get("part"),
        slot_place=_codes(tracker.get_slot("place")),
        slot_country=country if isinstance(country, str) else None,
        awaiting=tracker.get_slot("awaiting"),
        misses=int(misses) if isinstance(misses, int | float) else 0,
        level=Level(level) if level in set(Level) else Level.ROUTINE,
        sms=person.get("channel") == "sms",
        language=str(person.get("language") or "id"),
        known_place=person.get("place") or None,
        known_country=person.get("country") or None,
        point=_point(person.get("point")),
        group=Group(person["group"]) if person.get("group") in set(Group) else None,
        before=next((name for name in reversed(_names(tracker.events)) if name in _REPEATABLE), None),
    )


def _topic(*names: Any, general: bool = False) -> Topic | None:
    """Give the first name that is a kind of help; asking for a door says nothing about the kind unless `general`."""
    for name in names:
        if isinstance(name, str) and name in {topic.value for topic in ASSISTANCE}:
            topic = Topic(name)
            if general or topic is not Topic.FIND_SERVICE:
                return topic
    return None


def _payload(text: str) -> dict[str, str]:
    """Read what a choice of ours carries: Rasa keeps only the entities of its domain."""
    _, brace, rest = text.partition("{")
    if not text.startswith("/") or not brace:
        return {}
    try:
        values = json.loads(brace + rest)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in values.items()} if isinstance(values, dict) else {}


def _codes(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def _point(value: Any) -> tuple[float, float] | None:
    if isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(part, int | float) for part in value):
        return float(value[0]), float(value[1])
    return None


def _names(items: Any) -> list[str]:
    return [str(_mapping(item).get("name")) for item in items or ()]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
