"""What a message can be about and how worried we should be: the closed sets of taxonomy.yml as enums."""

from pulang.taxonomy.level import Level
from pulang.taxonomy.signal import Signal
from pulang.taxonomy.topic import ASSISTANCE, CONVERSATIONAL, Topic

__all__ = ["ASSISTANCE", "CONVERSATIONAL", "Level", "Signal", "Topic"]
