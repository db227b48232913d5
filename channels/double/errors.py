from __future__ import annotations

# TwilioError: a request that the real API would refuse, with its code, HTTP status and JSON body.
# The numbers are Twilio's own (twilio.com/docs/api/errors); the wording is ours.

_STATUS = {20003: 401, 20009: 409, 20404: 404, 20429: 429, 20500: 500, 20503: 503}

_MESSAGE = {
    20001: "A parameter is invalid",
    20003: "Authenticate",
    20009: "The message is still on its way and cannot be deleted",
    20404: "The requested resource was not found",
    20429: "Too many requests",
    20500: "An internal server error has occurred",
    20503: "Service unavailable",
    21211: "The 'To' number is not a valid phone number",
    21602: "Message body is required",
    21603: "A 'From' phone number is required",
    21604: "A 'To' phone number is required",
    21606: "The 'From' phone number is not a sender of this account",
    21610: "The recipient has opted out of messages from this sender",
    21617: "The message body is longer than 1600 characters",
    21655: "The ContentSid is invalid",
    21656: "The ContentVariables parameter is invalid",
    21701: "The Messaging Service does not exist",
    21910: "'From' and 'To' are not of the same channel",
    63007: "No channel was found with the specified 'From' address",
}


def message_of(code: int) -> str:
    """Give a short text for a code; codes of delivery have only their number."""
    return _MESSAGE.get(code, f"Error {code}")


class TwilioError(Exception):
    """A request refused as Twilio refuses it."""

    def __init__(self, code: int, detail: str = "") -> None:
        self.code = code
        self.status = _STATUS.get(code, 400)
        self.message = f"{message_of(code)}: {detail}" if detail else message_of(code)
        super().__init__(self.message)

    def to_json(self) -> dict[str, object]:
        """Give the body that Twilio answers with."""
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }
