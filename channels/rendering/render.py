from __future__ import annotations

from collections.abc import Sequence

from channels.rendering.gsm import LONGEST, septets, to_gsm
from channels.rendering.pages import cut
from pulang.conversation.messages import Channel
from pulang.outbox import Choice, Part, Rendered, Reply
from pulang.texts import Catalogue

WHATSAPP_BODY = 1600  # characters of a free-form message
WHATSAPP_HEADING = 1024  # characters of the text above tappable choices
QUICK_REPLIES, QUICK_REPLY_TITLE = 3, 20  # how many buttons, characters of one
LIST_ITEMS, LIST_TITLE = 10, 24  # how many lines of a list, characters of one
PAYLOAD = 200  # characters


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
            seen = reply.choices if last else _shown(reply, bodies[: index + 1])
            parts.append(Part(body if last else body + hint, seen))
        if reply.emergency:
            return Rendered(tuple(parts))
        return Rendered(tuple(parts[:1]), tuple(parts[1:]))

    def _whatsapp(self, reply: Reply) -> Rendered:
        """Free text, then the choices: tappable where the provider can, numbered where it cannot."""
        if not reply.choices:
            return Rendered(tuple(Part(page) for page in cut(reply.text, WHATSAPP_BODY)))
        text, _, heading = reply.text.rpartition("\n\n")
        if len(heading) > WHATSAPP_HEADING or len(heading.splitlines()) != 1:
            text, heading = reply.text, self._choose
        tappable = _tappable(reply.choices)
        *pages, body = cut("\n".join((heading, *numbered(reply.choices, ". "))), WHATSAPP_BODY)
        last = Part(body, reply.choices, heading if tappable else None, buttons=tappable)
        return Rendered((*(Part(page) for page in (*cut(text, WHATSAPP_BODY), *pages)), last))


def _shown(reply: Reply, pages: Sequence[str]) -> tuple[Choice, ...]:
    """Give the choices whose whole line stands on these pages; only white space differs from the uncut text."""
    seen = _ink("".join(pages))
    lines = numbered(reply.choices, " ")
    ends = (_ink(to_gsm("".join((reply.text, *lines[:number])))) for number in range(1, len(lines) + 1))
    return tuple(choice for choice, end in zip(reply.choices, ends, strict=True) if end <= seen)


def _ink(text: str) -> int:
    return sum(not char.isspace() for char in text)


def _tappable(choices: Sequence[Choice]) -> bool:
    """Tell whether WhatsApp can show these as buttons or as a list; what is too long is refused after it was sent."""
    longest = QUICK_REPLY_TITLE if len(choices) <= QUICK_REPLIES else LIST_TITLE
    return len(choices) <= LIST_ITEMS and all(
        0 < len(choice.title.strip()) <= len(choice.title) <= longest
        and len(choice.title.splitlines()) == 1
        and 0 < len(choice.payload) <= PAYLOAD
        for choice in choices
    )


def numbered(choices: Sequence[Choice], after: str) -> list[str]:
    """Write choices as numbered lines."""
    return [f"{number}{after}{choice.title}" for number, choice in enumerate(choices, 1)]
