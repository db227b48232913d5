"""A loopback server that behaves like Twilio's Messages and Content APIs, and phones that write by webhook."""

from __future__ import annotations

from channels.double.app import Double, create_double
from channels.double.config import DoubleConfig

__all__ = ["Double", "DoubleConfig", "create_double"]
