"""Runs the service's blocking methods off the event loop."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter

T = TypeVar("T")
P = ParamSpec("P")

READERS = 16


class ServiceCalls:
    """Threads of their own for the service, apart from the event loop's default ones.

    The page's handlers wait in the default threads for answers of this same server: were the service to take
    its threads from there, enough open pages could wait for each other for ever. Look-ups have threads of
    their own again, so that the health check answers while questions queue.
    """

    def __init__(self) -> None:
        self._answering = CapacityLimiter(max(4, os.cpu_count() or 1))
        self._reading = CapacityLimiter(READERS)

    async def answer(self, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a method that computes (ask, search): few at once, the others wait their turn."""
        return await self._run(self._answering, method, *args, **kwargs)

    async def read(self, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a method that only looks something up."""
        return await self._run(self._reading, method, *args, **kwargs)

    @staticmethod
    async def _run(limiter: CapacityLimiter, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await anyio.to_thread.run_sync(lambda: method(*args, **kwargs), limiter=limiter)
