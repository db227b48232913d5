from __future__ import annotations

import pytest

from channels.sending import errors
from channels.sending.errors import (
    AddressRefused,
    ContentRefused,
    OptedOut,
    Refused,
    SendError,
    Throttled,
    Unauthorised,
    Unknown,
    from_twilio,
)


@pytest.mark.parametrize(
    ("status", "code", "kind", "retryable"),
    [
        (400, 21211, AddressRefused, False),
        (400, 21614, AddressRefused, False),
        (403, 21408, AddressRefused, False),
        (400, 21610, OptedOut, False),
        (403, 21610, OptedOut, False),
        (400, 21656, ContentRefused, False),
        (400, 63013, ContentRefused, False),
        (400, 21617, Refused, False),
        (404, 20404, Refused, False),
        (400, None, Refused, False),
        (401, 20003, Unauthorised, True),
        (403, 20003, Unauthorised, True),
        (429, 20429, Throttled, True),
        (429, None, Throttled, True),
        (500, 20500, Unknown, True),
        (503, None, Unknown, True),
    ],
)
def test_every_answer_of_twilio_has_its_error(
    status: int,
    code: int | None,
    kind: type[SendError],
    retryable: bool,  # noqa: FBT001
) -> None:
    """Status and code become one of a closed set, which knows whether trying again makes sense."""
    error = from_twilio(status, code)

    assert (type(error), error.code, error.retryable) == (kind, str(code or status), retryable)


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    """Every error of the module stands in the tree at its top."""
    kinds = [name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, SendError)]

    assert len(kinds) == 8
    assert all(name in (errors.__doc__ or "") for name in kinds)
