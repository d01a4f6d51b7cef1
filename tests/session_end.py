"""What is stopped when the tests end.

Not by ``config.add_cleanup``: a process of pytest-xdist is ended ten seconds after it reports its last test, and what
it has not stopped by then runs on.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import pytest

_STOPS = pytest.StashKey[ExitStack]()


def at_the_end(config: pytest.Config, stop: Callable[[], None]) -> None:
    """Call ``stop`` after the last test of this process, before it reports that it is done; the last one first."""
    config.stash.setdefault(_STOPS, ExitStack()).callback(stop)


def stop_all(config: pytest.Config) -> None:
    """Stop everything of this process."""
    if _STOPS in config.stash:
        config.stash[_STOPS].close()
