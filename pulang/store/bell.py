"""Redis: wake-ups, counts, nothing that must outlive it. Every call does without Redis when it is away."""

from __future__ import annotations

import redis
import structlog

log = structlog.get_logger()

_COUNT = "pulang:count:"


class Bell:
    """Wakes a worker, or the sender, at once. The sweep is the truth: a lost wake-up costs a second, not a message."""

    def __init__(self, url: str, name: str = "wake") -> None:
        self._name = f"pulang:{name}"
        self._redis = redis.Redis.from_url(
            url, socket_connect_timeout=0.5, socket_timeout=3, decode_responses=True, health_check_interval=30
        )

    def ring(self, what: str) -> None:
        """Say that there is something to do (for a turn: the person's id)."""
        try:
            self._redis.lpush(self._name, what)
            self._redis.ltrim(self._name, 0, 9999)
        except redis.RedisError:
            log.warning("redis_away", doing="ring")

    def wait(self, seconds: float) -> str | None:
        """Wait for the next ring; None when there was none, or no Redis."""
        try:
            rung = self._redis.brpop([self._name], timeout=seconds)
        except redis.RedisError:
            log.warning("redis_away", doing="wait")
            return None
        return str(rung[1]) if rung else None

    def count(self, event: str) -> None:
        """Count an event (a fixed name, never a value of a person)."""
        try:
            self._redis.incr(_COUNT + event)
        except redis.RedisError:
            log.warning("redis_away", doing="count")

    def counts(self) -> dict[str, int]:
        """Give every count since Redis started."""
        try:
            keys = sorted(self._redis.scan_iter(match=f"{_COUNT}*"))
            return {key.removeprefix(_COUNT): int(self._redis.get(key) or 0) for key in keys}
        except redis.RedisError:
            return {}

    def ping(self) -> bool:
        """Tell whether Redis answers."""
        try:
            return bool(self._redis.ping())
        except redis.RedisError:
            return False
