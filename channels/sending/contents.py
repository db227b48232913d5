"""Content resources at Twilio, one for each number of choices, made once and remembered."""

from __future__ import annotations

import threading

from channels.sending.client import Twilio
from pulang.store import Store
from pulang.store.tables import ContentTemplate

_VERSION = "pulang_1"


class Contents:
    """Finds or makes the resource for a number of choices."""

    def __init__(self, store: Store, twilio: Twilio) -> None:
        self._store = store
        self._twilio = twilio
        self._lock = threading.Lock()

    def for_choices(self, count: int) -> str:
        """Give the provider's id of the resource for so many choices; raises SendError."""
        name = f"{_VERSION}_choices_{count}"
        with self._lock:
            with self._store.read() as session:
                kept = session.get(ContentTemplate, name)
            if kept is not None:
                return kept.provider_id
            provider_id = self._twilio.content_sid(name) or self._twilio.create_content(name, count)
            with self._store.write() as session:
                session.merge(ContentTemplate(name=name, provider_id=provider_id))
            return provider_id

    def forget(self, count: int) -> None:
        """Forget a resource that Twilio no longer takes; the next use finds or makes it anew."""
        with self._store.write() as session:
            kept = session.get(ContentTemplate, f"{_VERSION}_choices_{count}")
            if kept is not None:
                session.delete(kept)
