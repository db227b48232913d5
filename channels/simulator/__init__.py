"""A page with two phones, one with WhatsApp and one with keys, that write to Pulang through the double."""

from __future__ import annotations

from channels.simulator.blueprint import simulator

__all__ = ["simulator"]
