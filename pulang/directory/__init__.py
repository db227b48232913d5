"""Services in HSDS 3 terms: what may be named to whom, nearest first, and what in the directory needs care."""

from pulang.directory.checking import Fault, Finding, check
from pulang.directory.errors import DirectoryDamaged, DirectoryError
from pulang.directory.group import Group
from pulang.directory.kind import Kind
from pulang.directory.offer import Freshness, Offer
from pulang.directory.search import national_lines, nearest
from pulang.directory.seeding import seed

__all__ = [
    "DirectoryDamaged",
    "DirectoryError",
    "Fault",
    "Finding",
    "Freshness",
    "Group",
    "Kind",
    "Offer",
    "check",
    "national_lines",
    "nearest",
    "seed",
]
