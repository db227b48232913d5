from __future__ import annotations

from collections.abc import Sequence

from channels.rendering.gsm import LONGEST, septets, to_gsm
from channels.rendering.pages import cut
from pulang.conversation.messages import Channel
from pulang.outbox import Choice, Part, Rendered, Reply
from pulang.texts import Catalogue

WHATSAPP_BODY = 1600  # characters of a free-form message
WHATSAPP_HEADING = 1024  # characters of the text above tappable choices
MOST_TAPPABLE = 10
QUICK_REPLIES = 3


class Renderer:
    """Makes parts out of replies; the channel's limits live here and nowhere else."""

    def __init__(self, texts: Catalogue) -> None:
        self._more = texts.source("render.more")
        self._choose = texts.source("render.choose")

    def __call__(self, reply: Reply, channel: Channel) -> Rendered:
        """Cut a reply for a channel."""
        return self._sms(reply) if channel is Channel.SMS else self._whatsapp(reply)

    def _sms(self, reply: Reply) -> Rendered:
        """At most two segments at a time; the rest waits for LANJUT, choices come with the last page."""
        whole = "\n".join((reply.text, *numbered(reply.choices, " ")))
        text = to_gsm(whole)
        if septets(text) <= LONGEST:
            return Rendered((Part(text, reply.choices),))
        hint = f"\n{self._more}"
        bodies = cut(text, LONGEST - septets(hint), septets)
        parts = []
        for index, body in enumerate(bodies):
            last = index == len(bodies) - 1
            # A number counts as soon as its line was shown, so later pages carry the earlier choices too.
            shown = "\n".join(bodies[: index + 1])
            seen = tuple(
                choice
                for number, choice in enumerate(reply.choices, 1)
                if last or f"\n{number} {to_gsm(choice.title)}" in f"\n{shown}"
            )
            parts.append(Part(body if last else body + hint, seen))
        if reply.emergency:
            return Rendered(tuple(parts))
        return Rendered(tuple(parts[:1]), tuple(parts[1:]))

    def _whatsapp(self, reply: Reply) -> Rendered:
        """Free text, then the choices: tappable where the provider can, numbered where it cannot."""
        if not reply.choices:
            return Rendered(tuple(Part(page) for page in cut(reply.text, WHATSAPP_BODY)))
        text, _, heading = reply.text.rpartition("\n\n")
        if "\n" in heading or len(heading) > WHATSAPP_HEADING:
            text, heading = reply.text, self._choose
        body = "\n".join((heading, *numbered(reply.choices, ". ")))
        tappable = len(reply.choices) <= MOST_TAPPABLE
        last = Part(body, reply.choices, heading if tappable else None, buttons=tappable)
        return Rendered((*(Part(page) for page in cut(text, WHATSAPP_BODY)), last))


def numbered(choices: Sequence[Choice], after: str) -> list[str]:
    """Write choices as numbered lines."""
    return [f"{number}{after}{choice.title}" for number, choice in enumerate(choices, 1)]
