"""What the model was learned from. Needs nothing that learning needs: every environment can tell a stale one."""

from __future__ import annotations

import hashlib
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_HERE = Path(__file__).parent


def digest() -> str:
    """Give the fingerprint of everything the model depends on, so that a stale one is noticed."""
    sum_ = hashlib.sha256()
    own = _HERE / "data"
    files = [*own.glob("*.tsv"), *_HERE.glob("**/*.yml"), own / "polite.txt", _HERE / "features.py"]
    files += [_ROOT / "bot" / "data" / f"nlu_{language}.yml" for language in ("id", "su", "jv")]
    files += (_HERE.parent / "language" / "data").glob("*.tsv")
    for path in sorted(files):
        sum_.update(path.name.encode() + path.read_bytes())
    return sum_.hexdigest()
