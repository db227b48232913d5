"""Hands the outbox's messages to Twilio."""
