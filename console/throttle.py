"""Slows down whoever guesses passwords."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
_FORGET_AFTER = timedelta(hours=1)
_MOST_NAMES = 10_000


@dataclass(frozen=True)
class _Failures:
    count: int
    last: datetime


@dataclass
class Throttle:
    """Counts failed log-ins per account name; from the fifth on each one doubles the wait.

    Kept in memory, by hash: after a restart a guesser has five more tries, which a password of ten characters bears.
    """

    _failed: OrderedDict[str, _Failures] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, name: str, now: datetime) -> timedelta:
        """Tell how long this account must wait; zero when it may try."""
        with self._lock:
            found = self._failed.get(_key(name))
        if found is None or found.count < FREE_TRIES:
            return timedelta()
        doubled: timedelta = FIRST_WAIT * 2 ** min(found.count - FREE_TRIES, 10)
        return max(found.last + min(doubled, LONGEST_WAIT) - now, timedelta())

    def failed(self, name: str, now: datetime) -> None:
        """Count a wrong password."""
        with self._lock:
            found = self._failed.pop(_key(name), None)
            fresh = found is None or now - found.last > _FORGET_AFTER
            self._failed[_key(name)] = _Failures(1 if fresh or found is None else found.count + 1, now)
            if len(self._failed) > _MOST_NAMES:
                self._failed.popitem(last=False)

    def succeeded(self, name: str) -> None:
        """Forget the failures of an account that got in."""
        with self._lock:
            self._failed.pop(_key(name), None)


def _key(name: str) -> str:
    return hashlib.sha256(" ".join(name.split()).lower().encode()).hexdigest()
