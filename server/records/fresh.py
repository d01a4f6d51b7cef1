"""What is kept in memory of the records, and read again before it is old: any process may have changed them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger(__name__)

FRESH_SECONDS = 1.0
"""How long a process may go by what another one has changed since."""
HOLDS_SECONDS = 600.0
"""How long what was last read holds while the database does not answer. Then nobody is let in by it any more."""


class Fresh:
    """Calls ``read`` when it is time to. Safe to use from several threads."""

    def __init__(self, read: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._clock = clock
        self._tried_at: float | None = None
        self._read_at: float | None = None

    def stale(self) -> bool:
        """Whether :meth:`refresh` is due."""
        return self._tried_at is None or self._clock() - self._tried_at >= FRESH_SECONDS

    def holds(self) -> bool:
        """Whether what was last read is young enough to go by."""
        return self._read_at is not None and self._clock() - self._read_at <= HOLDS_SECONDS

    def refresh(self) -> None:
        """Read again (blocks). A failure is passed over for ``HOLDS_SECONDS`` after the last success.

        Raises:
            SQLAlchemyError: it fails, and nothing that is young enough was read before.
        """
        now = self._clock()
        if self._read_at is not None:
            # Before the reading: while it fails, it is tried once a second and not with every request.
            self._tried_at = now
        try:
            self._read()
        except SQLAlchemyError:
            if not self.holds():
                self._tried_at = None
                raise
            log.warning("the records cannot be read; what was last read of them holds")
        else:
            self._tried_at = self._read_at = now
