"""How often one caller may ask."""

from __future__ import annotations

import math
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class RateLimit:
    """So many requests in any stretch of time, for each caller; ``rate`` is in the words of ``limits`` (600/minute)."""

    def __init__(self, rate: str) -> None:
        self._item = parse(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, who: str) -> int:
        """0 if the caller may go on (it is counted), else in how many seconds to come again."""
        if self._limiter.hit(self._item, who):
            return 0
        window = self._limiter.get_window_stats(self._item, who)
        return max(1, math.ceil(window.reset_time - time.time()))
