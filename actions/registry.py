"""Every action there is."""

from __future__ import annotations

from actions.answering import Answering
from actions.change_place import ActionChangePlace
from actions.emergency import ActionEmergency
from actions.entitlement import ActionEntitlement
from actions.erase import ActionErase
from actions.human import ActionHuman
from actions.language import ActionLanguage
from actions.leave import ActionLeave
from actions.offer_topics import ActionOfferTopics
from actions.place import ActionPlace
from actions.repeat import ActionRepeat
from actions.services import ActionServices

ACTIONS: tuple[type[Answering], ...] = (
    ActionChangePlace,
    ActionEmergency,
    ActionEntitlement,
    ActionErase,
    ActionHuman,
    ActionLanguage,
    ActionLeave,
    ActionOfferTopics,
    ActionPlace,
    ActionRepeat,
    ActionServices,
)
