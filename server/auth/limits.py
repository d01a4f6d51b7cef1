"""How often one caller may ask."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from limits import parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

if TYPE_CHECKING:
    from server.redis_link import RedisLink

_PREFIX = "policyqa:rate"


class RateLimit:
    """So many requests in any stretch of time, for each caller; ``rate`` is in the words of ``limits`` (600/minute).

    With ``link`` all replicas count together, and each for itself while Redis is away. Without it, each for itself.
    """

    def __init__(self, rate: str, link: RedisLink | None = None) -> None:
        self._item = parse(rate)
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._link = link
        self._shared = None
        if link is not None:
            pool = link.client.connection_pool
            self._shared = MovingWindowRateLimiter(RedisStorage("redis://", pool, key_prefix=_PREFIX))

    @property
    def blocks(self) -> bool:
        """Whether :meth:`wait` asks another process, and so must not be called in the event loop."""
        return self._shared is not None

    def wait(self, who: str) -> int:
        """0 if the caller may go on (it is counted), else in how many seconds to come again."""
        shared, own = self._shared, self._own
        if self._link is None or shared is None:
            return self._wait(own, who)
        return self._link.attempt(lambda: self._wait(shared, who), lambda: self._wait(own, who))

    def _wait(self, limiter: MovingWindowRateLimiter, who: str) -> int:
        if limiter.hit(self._item, who):
            return 0
        window = limiter.get_window_stats(self._item, who)
        return max(1, math.ceil(window.reset_time - time.time()))
