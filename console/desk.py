"""What the console works with; everything is handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from channels.rendering import Renderer
from pulang.conversation.messages import Channel
from pulang.counselling.conversation import Speaker
from pulang.outbox import Rendered, Reply
from pulang.store import Store
from pulang.store.bell import Bell
from pulang.texts import Catalogue


@dataclass(frozen=True)
class Desk:
    """The database, the words, the clock, the bell that wakes the sender. `demo`: the double stands in for Twilio."""

    store: Store
    render: Renderer
    texts: Catalogue
    bell: Bell
    clock: Callable[[], datetime]
    demo: bool = False

    @property
    def speaker(self) -> Speaker:
        """Give what words to a person need."""

        def cut(reply: Reply, channel: str) -> Rendered:
            return self.render(reply, Channel(channel))

        return Speaker(self.texts, cut)

    def wake_sender(self) -> None:
        """Have what was just queued sent at once."""
        self.bell.ring("next")
