"""The parts of docs/understanding.md: each gives the figures of its places in template.md."""

from benchmarks.understanding.sections import confidence, inventory, parts, persons, unseen

ALL = (unseen.section, persons.section, confidence.section, parts.section, inventory.section)

__all__ = ["ALL"]
