from __future__ import annotations

import re
from dataclasses import dataclass

_ERROR = re.compile(r"\berror(\d{5})\b")
_SLOW = re.compile(r"\bslow(\d{1,5})\b")
_NEVER = re.compile(r"\bstatus-never\b")
_DROP = re.compile(r"\bdrop\b")


@dataclass(frozen=True)
class Fault:
    """What a magic text in a body asks to go wrong with that send."""

    refuse: int | None = None
    """Code with which the request itself is refused (2xxxx)."""
    undelivered: int | None = None
    """Code with which the accepted message is reported undelivered (3xxxx, 6xxxx)."""
    slow: float = 0.0
    """Seconds to wait before the answer, after the message was accepted."""
    silent: bool = False
    """No status callbacks."""
    drop: bool = False
    """Accept the message, then close the connection without an answer."""


def fault_in(text: str) -> Fault:
    """Read the magic texts: error<code>, slow<milliseconds>, status-never, drop."""
    error = _ERROR.search(text)
    code = int(error.group(1)) if error else None
    slow = _SLOW.search(text)
    return Fault(
        refuse=code if code is not None and code < 30000 else None,
        undelivered=code if code is not None and code >= 30000 else None,
        slow=int(slow.group(1)) / 1000 if slow else 0.0,
        silent=bool(_NEVER.search(text)),
        drop=bool(_DROP.search(text)),
    )
