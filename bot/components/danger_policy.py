# ruff: noqa: ARG002, ARG003 (the signatures are Rasa's)

from __future__ import annotations

from typing import Any

from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from pulang import safety
from pulang.taxonomy import Level

_EMERGENCY = "action_emergency"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class DangerPolicy(Policy):
    """Answers danger to life before every other policy, where nobody has assessed the message yet.

    In service each message arrives assessed and this policy keeps still: `pulang.conversation` decides there. It is for
    `rasa shell` and for anybody who puts another door in front of the bot.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rank it above RulePolicy, which has 6."""
        return {"priority": 7, "max_history": 1}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: TrackerFeaturizer | None = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context, featurizer)

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **_kwargs: Any) -> Resource:
        """Learn nothing: what is dangerous is no matter of example dialogues."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **_kwargs: Any,
    ) -> PolicyPrediction:
        """Choose the emergency answer, then listen; or leave the decision to the other policies."""
        scores = self._default_predictions(domain)
        if not _is_emergency(tracker):
            return self._prediction(scores)
        answered = tracker.latest_action_name == _EMERGENCY
        scores[domain.index_for_action(ACTION_LISTEN_NAME if answered else _EMERGENCY)] = 1.0
        # "No user prediction" is what forms use to go first; without it an open form would keep its turn.
        return self._prediction(scores, is_no_user_prediction=True)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DangerPolicy:
        """Make the policy again; nothing was stored."""
        return cls(config, model_storage, resource, execution_context)


def _is_emergency(tracker: DialogueStateTracker) -> bool:
    message = tracker.latest_message
    if message is None or not message.text or message.text.startswith("/"):
        return False
    if (message.metadata or {}).get("assessment") is not None:
        return False
    return safety.assess(message.text).level >= Level.EMERGENCY
