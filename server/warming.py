"""Draws the hot questions before anybody wants them: after the start, and after each switch of snapshots."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from server.hot_questions import Stopped, draw_beforehand
from server.serving import Serving

log = logging.getLogger(__name__)

_LOOK_SECONDS = 1.0
"""How soon a switch is noticed."""


@contextmanager
def warming(serving: Serving) -> Iterator[None]:
    """Keep the hot questions of whatever ``serving`` answers from at hand, in a thread of its own, until the end."""
    stop = threading.Event()
    thread = threading.Thread(target=_keep_warm, args=(serving, stop), name="warming", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep_warm(serving: Serving, stop: threading.Event) -> None:
    failed = ""
    while not stop.is_set():
        snapshot = serving.whole.snapshot
        try:
            for service in serving.in_use() if snapshot != failed else ():
                draw_beforehand(service, stop)
        except Stopped:
            return
        # Whoever asks for the questions meets the same error and is told; the thread goes on for the next snapshot.
        except Exception:
            log.exception("hot questions could not be drawn")
            failed = snapshot
        stop.wait(_LOOK_SECONDS)
