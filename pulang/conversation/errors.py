"""What can go wrong while a turn is taken.

ConversationError
├── BotUnavailable    Rasa is down, slower than its limit, or talks nonsense
└── LeaseLost         another worker has taken the person over; nothing of this turn may be written
"""

from __future__ import annotations


class ConversationError(Exception):
    """Any trouble with a turn."""


class BotUnavailable(ConversationError):
    """The bot gave no usable answer in time; `reason` is a fixed word for logs."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LeaseLost(ConversationError):
    """The lease on a person ran out before the turn was finished."""
