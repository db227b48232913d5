from __future__ import annotations

from functools import cache
from pathlib import Path

from pulang.entitlements.entitlement import Entitlement
from pulang.entitlements.errors import EntitlementDamaged, EntitlementMissing
from pulang.entitlements.reading import read_record
from pulang.taxonomy import ASSISTANCE, Topic

_DATA = Path(__file__).parent / "data"


class Entitlements:
    """Every right by its topic, read and checked once."""

    def __init__(self, folder: Path = _DATA) -> None:
        """Read every record; raises EntitlementDamaged, or EntitlementMissing when a kind of help has none."""
        self._records = _read(folder)
        missing = sorted(topic.value for topic in ASSISTANCE - set(self._records))
        if missing:
            raise EntitlementMissing(f"{folder.name}: no record for {', '.join(missing)}")

    def of(self, topic: Topic) -> Entitlement:
        """Give the right that answers a topic; raises EntitlementMissing for topics of the conversation itself."""
        try:
            return self._records[topic]
        except KeyError as error:
            raise EntitlementMissing(f"no record for {topic.value}") from error

    def all(self) -> tuple[Entitlement, ...]:
        """Give every right, in the order of the topics."""
        return tuple(self._records[topic] for topic in Topic if topic in self._records)


@cache
def _read(folder: Path) -> dict[Topic, Entitlement]:
    records: dict[Topic, Entitlement] = {}
    for path in sorted(folder.glob("*.yml")):
        record = read_record(path)
        if record.topic in records:
            raise EntitlementDamaged(path.name, 1, f"expected a topic without a record, not {record.topic.value}")
        records[record.topic] = record
    return records
