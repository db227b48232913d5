# ruff: noqa: ARG003 (the signatures are Rasa's)

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.fingerprint import fingerprint
from pulang import language, places
from pulang.language.words import read

_WORDS = Path(__file__).parent / "place_words.yml"
_WHERE = "find_service"
_SEARCHED = {_WHERE, "nlu_fallback"}
_LONGEST = 6  # words in the names of a town, its regency and its province
_HOME = "ID"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceExtractor(GraphComponent):
    """Finds the place that a message names: entities `place` (one for each place of that name) or `country`.

    A message that is nothing but a place tells, or asks for, where: it gets the topic find_service, whatever the
    classifier thinks. Of longer messages only questions for an office, and those that nobody understood, are searched:
    people name many places that they only came through.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PlaceExtractor:
        """Make the component; it has no settings."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the places that each message names."""
        for message in messages:
            self._read(message)
        return messages

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when the places or the words around them change, which Rasa cannot see by itself."""
        return fingerprint(places, language, _WORDS)

    def _read(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        named = _named(name) if (name := _only_place(text)) else []
        if named:
            where = {"name": _WHERE, "confidence": 1.0}
            others = [topic for topic in message.get("intent_ranking", []) if topic["name"] != _WHERE]
            message.set(INTENT, where, add_to_output=True)
            message.set("intent_ranking", [where, *others], add_to_output=True)
        elif (message.get(INTENT) or {}).get("name") in _SEARCHED:
            named = _named(text)
        if named:
            message.set(ENTITIES, [*message.get(ENTITIES, []), *named], add_to_output=True)


def _named(text: str) -> list[dict[str, Any]]:
    found = [{"entity": "place", "value": place.code} for place in places.find(text).places]
    country = None if found else places.find_country(text)
    if country is not None and country.code != _HOME:
        found = [{"entity": "country", "value": country.code}]
    return [{**entity, "extractor": PlaceExtractor.__name__} for entity in found]


def _only_place(text: str) -> str | None:
    """Give the name, if a message is a name and the words that people put around one."""
    said = [(word.form, text[word.start : word.end]) for word in read(text) if not word.is_mark]
    name = [written for form, written in said if form not in _around()]
    if not 1 <= len(name) <= _LONGEST:
        return None
    rest = joined = " ".join(name)
    while rest:
        span = places.find(rest).span
        if span is None or span[0] != 0:
            break
        rest = rest[span[1] :].strip()
    return joined if not rest or _is_country(rest.split()) else None


def _is_country(name: list[str]) -> bool:
    # "arab saudi" and "hong kong" are countries; of "majikan saudi" only one half is.
    country = places.find_country(" ".join(name))
    return country is not None and len({places.find_country(word) for word in name}) == 1


@cache
def _around() -> frozenset[str]:
    return frozenset(yaml.safe_load(_WORDS.read_text(encoding="utf-8"))["around"])
