"""The Redis that replicas share (``policyqa[redis]``): for what may be lost. While it is away they do without it."""

from __future__ import annotations

import importlib.util
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from pydantic import SecretStr

from server.errors import ExtraMissing

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger(__name__)
T = TypeVar("T")

_WAIT_SECONDS = 0.25
"""For a connection, and for an answer: a request must not wait for what it can do without."""
_AWAY_SECONDS = 2.0
"""After a failure nothing is asked for so long, so that a Redis that hangs slows down one request in that time."""


class RedisLink:
    """A connection to the Redis at ``url``. Safe to use from threads; makes no connection before the first use.

    Raises:
        ExtraMissing: ``policyqa[redis]`` is not installed.
    """

    def __init__(self, url: SecretStr, clock: Callable[[], float] = time.monotonic) -> None:
        if importlib.util.find_spec("redis") is None:
            raise ExtraMissing("设了 POLICYQA_REDIS_URL，而没有安装 Redis 组件：请安装 policyqa[redis]。")
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        self.client: Redis = Redis.from_url(
            url.get_secret_value(),
            socket_connect_timeout=_WAIT_SECONDS,
            socket_timeout=_WAIT_SECONDS,
            # One try more, at once: a connection that a restarted server has dropped is found out by using it.
            retry=Retry(NoBackoff(), 1),
        )
        self._clock = clock
        self._again_at: float | None = None

    def attempt(self, ask: Callable[[], T], otherwise: Callable[[], T]) -> T:
        """What ``ask`` gives, or ``otherwise`` while Redis is away. Blocks at most about twice ``_WAIT_SECONDS``."""
        from redis.exceptions import RedisError

        if self._again_at is not None and self._clock() < self._again_at:
            return otherwise()
        try:
            answer = ask()
        except (RedisError, OSError) as error:
            if self._again_at is None:
                log.warning("Redis does not answer (%s); going on without it", type(error).__name__)
            self._again_at = self._clock() + _AWAY_SECONDS
            return otherwise()
        if self._again_at is not None:
            log.warning("Redis answers again")
            self._again_at = None
        return answer

    def answers(self) -> bool:
        """Whether it is there (blocks)."""
        return self.attempt(lambda: bool(self.client.ping()), lambda: False)
