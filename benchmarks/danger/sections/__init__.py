"""The parts of docs/danger.md: each gives the figures of its places in template.md."""

from benchmarks.danger.sections import aims, listed, peers, persons, steady, unseen

ALL = (aims.section, unseen.section, persons.section, peers.section, steady.section, listed.section)

__all__ = ["ALL"]
