"""Runs the service's blocking methods off the event loop."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

import anyio.to_thread
from anyio import CapacityLimiter

T = TypeVar("T")
A = TypeVar("A")


class ServiceCalls:
    """Threads of their own for the service.

    The page's handlers wait in the event loop's default threads for answers of this same server: were the
    service to take its threads from that pool too, enough open pages could wait for each other for ever.
    """

    def __init__(self, threads: int | None = None) -> None:
        self._limiter = CapacityLimiter(threads or max(4, os.cpu_count() or 1))

    async def call(self, method: Callable[[A], T], argument: A) -> T:
        """``method(argument)`` in one of these threads; its errors are raised here."""
        return await anyio.to_thread.run_sync(method, argument, limiter=self._limiter)

    async def get(self, method: Callable[[], T]) -> T:
        """``method()`` in one of these threads; its errors are raised here."""
        return await anyio.to_thread.run_sync(method, limiter=self._limiter)
