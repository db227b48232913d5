from __future__ import annotations

from actions.answer import Answer
from actions.answering import Answering
from actions.asked import Asked
from actions.entitlement import ActionEntitlement, short
from actions.services import ActionServices


class ActionRepeat(Answering):
    """Says the last answer once more: doors as they were, rights in fewer words."""

    called = "action_repeat"

    def answer(self, asked: Asked) -> Answer:
        """Give the last answer again."""
        if asked.before == ActionServices.called:
            return ActionServices(self.library).answer(asked)
        record = self.library.right(asked.subject)
        before = ActionEntitlement(self.library).answer(asked)
        return Answer(short(record, self.library.doors(record.topic, asked.group, limit=1)), choices=before.choices)
