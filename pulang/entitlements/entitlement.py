from __future__ import annotations

import re
from datetime import date
from enum import Enum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from pulang.entitlements.door import Door
from pulang.taxonomy import ASSISTANCE, Topic

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

SMS_LENGTH = 300
# GSM 03.38 without its escape: what every phone can show at one septet a character.
_GSM7 = re.compile(r"[A-Za-z0-9 \n\r@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà]*")
_LAW_NAME = re.compile(r"(?:UU|PP|Perpres|Permensos|Permenaker|Perma|Permen P2MI|Peraturan BP2MI) \d+/\d{4}")


class Confidence(str, Enum):
    """How far a statement of law is trusted. Low is never spoken; medium only with its hedge."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Who(str, Enum):
    """Whose way to the right differs."""

    MAN = "man"
    WOMAN = "woman"
    CHILD = "child"
    FAMILY = "family"
    FISHER = "fisher"
    UNDOCUMENTED = "undocumented"
    LONG_HOME = "long_home"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Law(_Frozen):
    """One article that a right rests on, where it was read and when. `spoken`: it is named in the law line."""

    name: Words
    article: Words
    source: Words
    confidence: Confidence
    read_on: date
    spoken: bool = True


class Variant(_Frozen):
    """What is different for some people, and their first doors where these differ."""

    who: Who
    text: Words
    door: tuple[Door, ...] = ()


class Entitlement(_Frozen):
    """One right: what one may ask, and everything needed to ask it. All texts are Indonesian sources for gettext."""

    id: Words
    topic: Topic
    title: Words
    audience: Annotated[tuple[Who, ...], Field(min_length=1)]
    checked_on: date
    right: Words
    law: Annotated[tuple[Law, ...], Field(min_length=1)]
    law_line: Words
    get: Words
    how: Annotated[tuple[Words, ...], Field(min_length=1)]
    papers: Words
    cost: Words
    deadline: Words
    door: Annotated[tuple[Door, ...], Field(min_length=1)]
    caution: Words
    variants: tuple[Variant, ...] = ()
    sms: Annotated[Words, StringConstraints(max_length=SMS_LENGTH)]

    def variant(self, who: Who | None) -> Variant | None:
        """Give what is different for somebody, if anything is."""
        return next((variant for variant in self.variants if variant.who is who), None)

    def doors(self, who: Who | None) -> tuple[Door, ...]:
        """Give the doors in the order in which somebody should try them."""
        variant = self.variant(who)
        return variant.door if variant is not None and variant.door else self.door

    def texts(self) -> tuple[str, ...]:
        """Give every text that a person may read."""
        return tuple(text for _, text in self.keyed_texts())

    def keyed_texts(self) -> tuple[tuple[str, str], ...]:
        """Give every text that a person may read, with the key it stands under."""
        single = ("title", "right", "law_line", "get", "papers", "cost", "deadline", "caution", "sms")
        return (
            *((key, str(getattr(self, key))) for key in single),
            *(("how", step) for step in self.how),
            *(("variants", variant.text) for variant in self.variants),
        )

    @model_validator(mode="after")
    def _makes_sense(self) -> Entitlement:
        if self.topic not in ASSISTANCE:
            raise ValueError(f"topic: a kind of help, not {self.topic.value}")
        self._cites_its_laws()
        if "surat pun bisa mulai" not in self.papers:
            raise ValueError("papers: the words 'Tanpa surat pun bisa mulai'")
        for key, text in self.keyed_texts():
            odd = set(_GSM7.sub("", text))
            if odd:
                raise ValueError(f"{key}: only characters that an SMS can carry, not {''.join(sorted(odd))!r}")
        return self

    def _cites_its_laws(self) -> None:
        known = {law.name: law for law in self.law}
        for key, text in self.keyed_texts():
            for name in _LAW_NAME.findall(text):
                # A law may be named as the change of another one: then the article says so.
                if name not in known and not any(name in law.article for law in self.law):
                    raise ValueError(f"{key}: {name} to be listed under law, or not named")
                if name in known and known[name].confidence is Confidence.LOW:
                    raise ValueError(f"{key}: {name} not to be named, it is of low confidence")
        for law in self.law:
            if law.spoken and law.name not in self.law_line:
                raise ValueError(f"law_line: {law.name} to be named, it is spoken")
        hedged = any(word in self.caution + self.deadline for word in ("LBH", "LPSK", "BPJS"))
        if any(law.spoken and law.confidence is Confidence.MEDIUM for law in self.law) and not hedged:
            raise ValueError("caution: who confirms a law of medium confidence (LBH, LPSK)")
