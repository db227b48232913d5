# ruff: noqa: ARG003 (the signatures are Rasa's)

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from pulang.taxonomy import Level, Signal

_SHY = frozenset({Signal.PRIVATE.value, Signal.SEXUAL_VIOLENCE.value})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Circumstances(GraphComponent):
    """Tells the dialogue how careful it has to be, from the assessment that came with the message.

    The entity `care` fills the slot of that name: `urgent` (level 2 or 3: no question may come before help), `private`
    (nobody else should read the answer) or `calm`. Without an assessment, as in `rasa shell`, it says nothing.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Circumstances:
        """Make the component; it has no settings."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entity `care` to each message that carries an assessment."""
        for message in messages:
            assessment = (message.get("metadata") or {}).get("assessment")
            if isinstance(assessment, dict):
                care = {"entity": "care", "value": _care(assessment), "extractor": type(self).__name__}
                message.set(ENTITIES, [*message.get(ENTITIES, []), care], add_to_output=True)
        return messages


def _care(assessment: dict[str, Any]) -> str:
    if assessment.get("level", Level.ROUTINE) >= Level.URGENT:
        return "urgent"
    return "private" if _SHY & set(assessment.get("signals") or ()) else "calm"
