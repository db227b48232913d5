"""What is to be sent: replies, the parts they are cut into, and their way to the provider."""

from pulang.outbox.reply import Choice, Part, Rendered, Reply

__all__ = ["Choice", "Part", "Rendered", "Reply"]
