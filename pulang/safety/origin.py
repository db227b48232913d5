"""What the model was learned from. Needs nothing that learning needs: every environment can tell a stale one."""

from __future__ import annotations

import hashlib
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_HERE = Path(__file__).parent
_APART = frozenset({"answers", "assess", "assessment", "model", "origin"})  # code that no feature depends on


def digest() -> str:
    """Give the fingerprint of everything the model depends on, so that a stale one is noticed."""
    sum_ = hashlib.sha256()
    own = _HERE / "data"
    files = [*own.glob("*.tsv"), own / "polite.txt", *_HERE.glob("**/*.yml")]
    files += [path for path in _HERE.glob("*.py") if path.stem not in _APART]
    files += [_ROOT / "bot" / "data" / f"nlu_{language}.yml" for language in ("id", "su", "jv")]
    files += (_HERE.parent / "taxonomy").glob("*.py")
    spelling = _HERE.parent / "language"
    files += [*spelling.glob("*.py"), *(spelling / "data").glob("*.tsv")]
    for path in sorted(files):
        sum_.update(path.name.encode() + path.read_bytes())
    return sum_.hexdigest()
