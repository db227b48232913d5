"""Makes blocks of offers: which text fits what is known about each."""

from __future__ import annotations

from collections.abc import Sequence

from actions.answer import Block, Value
from pulang.directory import Freshness, Offer

# Nearer than this a distance says nothing: most offices are known by their regency only.
WORTH_SAYING_KM = 3
_NUMBERS = 2


def in_short(offers: Sequence[Offer]) -> Sequence[Offer]:
    """Choose two offers for an SMS: the nearest, and the first national line."""
    national = next((offer for offer in offers[1:] if offer.status is Freshness.NATIONAL), None)
    return (*offers[:1], national) if national is not None else offers[:_NUMBERS]


def cards(offers: Sequence[Offer]) -> tuple[Block, ...]:
    """Give a card for each offer."""
    return tuple(_card(offer) for offer in offers)


def lines(offers: Sequence[Offer]) -> tuple[Block, ...]:
    """Give each national line in one short sentence."""
    return tuple(Block(message=f"services.line{_age(offer)}", values=_values(offer)) for offer in offers)


def _card(offer: Offer) -> Block:
    if offer.status is Freshness.NATIONAL:
        return Block(message=f"services.card_national{_age(offer)}", values=_values(offer))
    kind = "card" if offer.status is Freshness.FRESH else "card_dated"
    if not (offer.phones or offer.contacts):
        kind = "card_visit"
    elif offer.place is None:
        kind = f"{kind}_somewhere"
    values = _values(offer)
    if offer.distance_km is not None and offer.distance_km >= WORTH_SAYING_KM:
        return Block(message=f"services.{kind}_far", values={**values, "distance": round(offer.distance_km)})
    return Block(message=f"services.{kind}", values=values)


def _age(offer: Offer) -> str:
    if offer.assured_on is None:
        return "_undated"
    return "_dated" if offer.old else ""


def _values(offer: Offer) -> dict[str, Value]:
    # What can be dialled comes first; where there is only one number, a web or e-mail address beside it.
    reach = ", ".join((*offer.phones, *offer.contacts)[:_NUMBERS])
    values: dict[str, Value] = {"name": offer.name, "phones": reach}
    if offer.place is not None:
        values["place"] = offer.place
    if offer.assured_on is not None:
        values["date"] = offer.assured_on.strftime("%m/%Y")
    return values
