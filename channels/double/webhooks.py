from __future__ import annotations

import time
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit, urlunsplit
from uuid import uuid4

import requests
import structlog
from twilio.request_validator import RequestValidator

if TYPE_CHECKING:
    from channels.double.config import DoubleConfig

log = structlog.get_logger()

# Twilio's ceilings: five seconds to connect, fifteen in all.
_TIMEOUT = (5.0, 15.0)


@dataclass(frozen=True)
class Outcome:
    """How a webhook went: the HTTP status (None when nobody answered), how often it was tried, and how long it took."""

    status: int | None
    attempts: int
    milliseconds: int


class Webhooks:
    """Posts forms to the application as Twilio does: signed for its public address, delivered over loopback."""

    def __init__(self, config: DoubleConfig) -> None:
        self._config = config
        self._validator = RequestValidator(config.auth_token)

    def inbound(self, form: dict[str, str]) -> Outcome:
        """Post what came in, again as often as the URL's ``#rc=…&rp=…`` says (default: once, if unconnected)."""
        url = self._config.inbound_url
        tries, policies = _overrides(urlsplit(url).fragment)
        signed_for = _move(url, self._config.public_url)
        # The same token on every try lets a receiver see that it is the same message.
        headers = {"I-Twilio-Idempotency-Token": str(uuid4())}
        started = time.perf_counter()
        status, failure = self._post(url, signed_for, form, headers)
        attempts = 1
        while failure is not None and attempts <= tries and policies & {failure, "all"}:
            status, failure = self._post(url, signed_for, form, headers)
            attempts += 1
        return Outcome(status, attempts, round((time.perf_counter() - started) * 1000))

    def status(self, callback: str, form: dict[str, str]) -> bool:
        """Post a status once; False when nobody could be reached."""
        public, inside = self._config.public_url, self._config.inbound_url
        url = _move(callback, inside) if _origin(callback) == _origin(public) else callback
        if not _is_loopback(url) and _origin(url) != _origin(inside):
            # A stand-in has no business on the internet, whatever a send request asks for.
            log.warning("double_callback_refused", reason="not loopback")
            return True
        status, _ = self._post(url, _move(callback, callback), form, {})
        return status is not None

    def _post(
        self, url: str, signed_for: str, form: dict[str, str], headers: dict[str, str]
    ) -> tuple[int | None, str | None]:
        signature = self._validator.compute_signature(signed_for, form)
        try:
            with requests.Session() as session:
                session.trust_env = False
                response = session.post(
                    _move(url, url),
                    data=form,
                    headers={**headers, "X-Twilio-Signature": signature, "User-Agent": "TwilioProxy/1.1"},
                    timeout=_TIMEOUT,
                    allow_redirects=False,
                )
        except requests.ReadTimeout:
            return None, "rt"
        except requests.RequestException as error:
            log.info("double_webhook_unreached", kind=type(error).__name__)
            return None, "ct"
        if response.status_code >= 500:
            return response.status_code, "5xx"
        return response.status_code, "4xx" if response.status_code >= 400 else None


def _overrides(fragment: str) -> tuple[int, set[str]]:
    values = parse_qs(fragment)
    count = values.get("rc", ["1"])[0]
    policies = values.get("rp", ["ct"])[0]
    return min(int(count), 5) if count.isdigit() else 1, set(policies.split(","))


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _move(url: str, to: str) -> str:
    """Give ``url`` at the origin of ``to``, without its fragment, which is for Twilio's eyes and is never signed."""
    parts = urlsplit(url)
    scheme, netloc = _origin(to)
    return urlunsplit((scheme, netloc, parts.path, parts.query, ""))


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
