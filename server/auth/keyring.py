"""Who a credential stands for, asked with every request: the keys in memory, and the page's sessions."""

from __future__ import annotations

import time
from collections.abc import Callable

from server.auth.identity import NOBODY, Identity
from server.auth.keys import KeyRecord, KeyStore, parts
from server.auth.sessions import Sessions
from server.records.fresh import Fresh

_NO_KEY = KeyRecord(0, NOBODY, bytes(16), bytes(32), "", "never")


class KeyRing:
    """The keys of a :class:`KeyStore` as they were ``FRESH_SECONDS`` ago at most. Safe to use from several threads.

    While the database does not answer, keys and sessions hold for a while as they were last read: nobody who is known
    is locked out at once, and nothing can be revoked then either.
    """

    def __init__(self, store: KeyStore, sessions: Sessions, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._sessions = sessions
        self._keys: dict[int, KeyRecord] = {}
        self._fresh = Fresh(self._read, clock)

    def stale(self, token: str | None = None) -> bool:
        """Whether :meth:`refresh` should come before a request with this session's token, if it has one."""
        return self._fresh.stale() or (token is not None and self._sessions.stale(token))

    def refresh(self, token: str | None = None) -> None:
        """Read the keys again, and the session, where that is due (blocks).

        Raises:
            SQLAlchemyError: the database does not answer, and has not for long.
        """
        if self._fresh.stale():
            self._fresh.refresh()
        if token is not None and self._sessions.stale(token):
            self._sessions.refresh(token)

    def _read(self) -> None:
        self._keys = {key.number: key for key in self._store.all()}

    def of_key(self, key: str) -> Identity | None:
        """Who holds ``key``; ``None`` for a wrong or revoked one."""
        record = self._opened(key)
        return record.identity if record else None

    def open_session(self, key: str) -> str | None:
        """A token that stands for ``key`` in a browser; ``None`` for a wrong or revoked key (blocks)."""
        record = self._opened(key)
        return self._sessions.open(record.number) if record else None

    def of_session(self, token: str) -> Identity | None:
        """Who opened the session; ``None`` where there is none, it has ended, or its key was revoked."""
        number = self._sessions.key_of(token)
        record = None if number is None else self._keys.get(number)
        return record.identity if record and record.revoked_at is None else None

    def close_session(self, token: str) -> None:
        """End a session, if there is one (blocks)."""
        self._sessions.close(token)

    def _opened(self, key: str) -> KeyRecord | None:
        number, secret = parts(key) or (0, key)
        record = self._keys.get(number, _NO_KEY)
        return record if record.opens(secret) else None
