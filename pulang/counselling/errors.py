"""What the counselling side refuses.

CounsellingError
└── AccountRefused    an account cannot be made, or not with this password
"""

from __future__ import annotations

from enum import Enum


class CounsellingError(Exception):
    """Anything that the counselling side refuses to do."""


class Refusal(Enum):
    """Why an account, or a password, was refused."""

    NAME_EMPTY = "name_empty"
    NAME_LONG = "name_long"
    NAME_TAKEN = "name_taken"
    PASSWORD_SHORT = "password_short"  # noqa: S105 (a reason, no password)
    PASSWORD_LONG = "password_long"  # noqa: S105 (a reason, no password)
    PASSWORD_IS_NAME = "password_is_name"  # noqa: S105 (a reason, no password)


class AccountRefused(CounsellingError):
    """An account, or its password, was refused; the text is for operators, the reason for pages."""

    def __init__(self, reason: Refusal, text: str) -> None:
        super().__init__(text)
        self.reason = reason
