from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pulang.directory import Group, Offer, national_lines, nearest
from pulang.entitlements import Entitlement, Entitlements
from pulang.places import Place
from pulang.store import Store
from pulang.taxonomy import Topic


@dataclass(frozen=True)
class Library:
    """What actions look things up in: the rights, the directory, and what day it is."""

    store: Store
    entitlements: Entitlements
    today: Callable[[], date]

    def right(self, topic: Topic) -> Entitlement:
        """Give the right that answers a topic."""
        return self.entitlements.of(topic)

    def doors(
        self,
        topic: Topic,
        group: Group | None,
        *,
        place: Place | None = None,
        point: tuple[float, float] | None = None,
        abroad: bool = False,
        limit: int = 3,
    ) -> list[Offer]:
        """Give the nearest doors out of the directory."""
        with self.store.read() as session:
            return nearest(
                session,
                place=place,
                point=point,
                topic=topic,
                group=group or whose(topic),
                today=self.today(),
                limit=limit,
                abroad=abroad,
            )

    def lines(self, topic: Topic, group: Group | None) -> list[Offer]:
        """Give the national lines without asking the database."""
        return national_lines(topic, group or whose(topic), self.today())


def whose(topic: Topic) -> Group | None:
    """Give the group that a topic itself is about."""
    return Group.CHILD if topic is Topic.CHILD_PROTECTION else None
