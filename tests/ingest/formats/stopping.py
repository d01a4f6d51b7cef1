"""Stopping a reader inside the test's process, as ingest stops the process that it reads a file in."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stopped(BaseException):
    """The time is up. No ``Exception``, so that no reader takes it for damage of the file."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raise :class:`Stopped` in what runs inside once ``seconds`` are over (main thread only)."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Stopped

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
