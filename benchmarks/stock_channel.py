"""Rasa's own Twilio channel, unchanged but for the host it sends to. Runs in Rasa's environment."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from rasa.core.channels.twilio import TwilioInput, TwilioOutput
from twilio.http.http_client import TwilioHttpClient


class _Elsewhere(TwilioHttpClient):  # type: ignore[misc]
    """Sends every request to the double."""

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        """Ask the double what Twilio would be asked."""
        there = urlsplit(os.environ["BENCHMARK_TWILIO_URL"])
        return super().request(
            method, urlunsplit(urlsplit(url)._replace(scheme=there.scheme, netloc=there.netloc)), *args, **kwargs
        )


class StockTwilio(TwilioInput):  # type: ignore[misc]
    """The stock channel, pointed at the double."""

    def get_output_channel(self) -> TwilioOutput:
        """Give the stock output with another HTTP client."""
        output = super().get_output_channel()
        output.http_client = _Elsewhere()
        return output
