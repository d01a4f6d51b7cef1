"""Runs the service's blocking methods off the event loop, and gives up on those that take too long."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import ParamSpec, TypeVar

from server.errors import OutOfTime, Overloaded

T = TypeVar("T")
P = ParamSpec("P")

READERS = 16
TIMEOUT_SECONDS = 60.0


class ServiceCalls:
    """Threads of their own for the service, apart from the event loop's default ones.

    The page's handlers wait in the default threads for answers of this same server: were the service to take
    its threads from there, enough open pages could wait for each other for ever. Look-ups have threads of
    their own again, so that the health check answers while questions queue.

    A call that has waited or run for ``timeout`` seconds ends with an error. One that only waited is never begun;
    one that runs cannot be stopped, and keeps its thread (no more) until it ends by itself.
    """

    def __init__(self, timeout: float = TIMEOUT_SECONDS) -> None:
        self._timeout = timeout
        self._answering = ThreadPoolExecutor(max(4, os.cpu_count() or 1), "answering")
        self._reading = ThreadPoolExecutor(READERS, "reading")
        self._drawing = ThreadPoolExecutor(1, "drawing")

    async def answer(self, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a method that computes (ask, search): few at once, the others wait their turn.

        Raises:
            Overloaded: no thread was free in time.
            OutOfTime: it was begun, and took too long.
        """
        return await self._run(self._answering, method, *args, **kwargs)

    async def read(self, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a method that only looks something up; raises like :meth:`answer`."""
        return await self._run(self._reading, method, *args, **kwargs)

    async def draw(self, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a method that may ask many questions: one at a time, so that no question waits behind several of them.

        Raises like :meth:`answer`.
        """
        return await self._run(self._drawing, method, *args, **kwargs)

    async def _run(self, threads: ThreadPoolExecutor, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        context = copy_context()  # who is calling
        begun = threads.submit(lambda: context.run(method, *args, **kwargs))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(begun), self._timeout)
        except TimeoutError:
            if begun.cancel():
                raise Overloaded("服务繁忙，请求排队过久，请稍后再试。") from None
            if begun.done() and begun.exception() is not None:
                raise  # the method's own
            raise OutOfTime("处理时间超过上限，请缩小范围或稍后再试。") from None
