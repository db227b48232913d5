"""Where Twilio's webhooks arrive: checked, understood, kept, acknowledged. Nothing slow happens here."""

from channels.gateway.blueprint import gateway

__all__ = ["gateway"]
