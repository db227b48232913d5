"""Checks that a webhook comes from Twilio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from twilio.request_validator import RequestValidator


class Signature:
    """Twilio's signature over the address it was told to call, never over what the Host header claims."""

    def __init__(self, public_url: str, tokens: Sequence[str]) -> None:
        self._public_url = public_url.rstrip("/")
        self._validators = tuple(RequestValidator(token) for token in tokens)

    def fits(self, path_and_query: str, form: Mapping[str, Any], signature: str | None) -> bool:
        """Tell whether any of the accepted tokens made this signature; a missing one fits never."""
        if not signature:
            return False
        url = self._public_url + path_and_query
        return any(validator.validate(url, form, signature) for validator in self._validators)
