"""What can go wrong when a message is handed to Twilio. Each error knows whether trying again makes sense.

SendError
├── Refused             Twilio will never take this message (4xx)
│   ├── AddressRefused  the number cannot get messages from us (21211, 21614, 21408 ...)
│   ├── OptedOut        the person has stopped messages (21610)
│   └── ContentRefused  the tappable form was refused (21656 ...); the plain body may still go
├── Throttled           too many at once (429)
├── Unauthorised        our credentials are wrong (401); somebody must act
└── Unknown             no answer: it may or may not have been sent, so it is looked up first
"""

from __future__ import annotations


class SendError(Exception):
    """Any failure to send; `code` is Twilio's error code or a fixed word, safe to log."""

    retryable = False

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(SendError):
    """Twilio will never take this message."""


class AddressRefused(Refused):
    """The address cannot get messages from us."""


class OptedOut(Refused):
    """The person has stopped messages."""


class ContentRefused(Refused):
    """The tappable form was refused; the plain body may still go."""


class Throttled(SendError):
    """Too many messages at once."""

    retryable = True


class Unauthorised(SendError):
    """The credentials are wrong; waiting messages go when somebody has mended them."""

    retryable = True


class Unknown(SendError):
    """No answer came; the message may have been sent."""

    retryable = True


_ADDRESS = frozenset({21211, 21214, 21408, 21612, 21614, 63003, 63024})
_CONTENT = frozenset({21654, 21655, 21656, 21657, 21658, 21661, 21662, 21703, 63005, 63013, 63021, 63028})

_BY_CODE = {frozenset({21610}): OptedOut, _ADDRESS: AddressRefused, _CONTENT: ContentRefused}
_BY_STATUS: dict[int, type[SendError]] = {401: Unauthorised, 403: Unauthorised, 429: Throttled}


def from_twilio(status: int, code: int | None) -> SendError:
    """Name the error that Twilio answered with."""
    name = str(code or status)
    for codes, kind in _BY_CODE.items():
        if code in codes:
            return kind(name)
    if status >= 500:
        return Unknown(name)
    return _BY_STATUS.get(status, Refused)(name)
