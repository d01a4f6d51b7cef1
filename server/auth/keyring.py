"""Who a credential stands for, asked with every request: the keys in memory, and the page's sessions."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from server.auth.identity import NOBODY, Identity
from server.auth.keys import KeyRecord, KeyStore, parts

FRESH_SECONDS = 1.0
"""How long a key may still open the service after it was revoked by another process."""
SESSION_SECONDS = 12 * 3600
_MOST_SESSIONS = 10_000

_NO_KEY = KeyRecord(0, NOBODY, bytes(16), bytes(32), "", "never")


@dataclass(frozen=True, slots=True)
class _Session:
    key_number: int
    ends: float


class KeyRing:
    """The keys of a :class:`KeyStore` as they were at most ``FRESH_SECONDS`` ago. Safe to use from several threads.

    Sessions live in this process: a restart ends them. Of a session's token only the hash is kept.
    """

    def __init__(self, store: KeyStore, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._keys: dict[int, KeyRecord] = {}
        self._read_at: float | None = None
        self._sessions: OrderedDict[bytes, _Session] = OrderedDict()
        self._lock = Lock()

    def stale(self) -> bool:
        """Whether the keys should be read again."""
        return self._read_at is None or self._clock() - self._read_at >= FRESH_SECONDS

    def refresh(self) -> None:
        """Read the keys again (blocks)."""
        keys = {key.number: key for key in self._store.all()}
        self._keys, self._read_at = keys, self._clock()

    def of_key(self, key: str) -> Identity | None:
        """Who holds ``key``; ``None`` for a wrong or revoked one."""
        record = self._opened(key)
        return record.identity if record else None

    def open_session(self, key: str) -> str | None:
        """A token that stands for ``key`` in a browser; ``None`` for a wrong or revoked key."""
        record = self._opened(key)
        if record is None:
            return None
        token = secrets.token_urlsafe(32)
        with self._lock:
            while len(self._sessions) >= _MOST_SESSIONS:
                self._sessions.popitem(last=False)
            self._sessions[_hashed(token)] = _Session(record.number, self._clock() + SESSION_SECONDS)
        return token

    def of_session(self, token: str) -> Identity | None:
        """Who opened the session; ``None`` where there is none, it has ended, or its key was revoked."""
        session = self._sessions.get(_hashed(token))
        if session is None or session.ends < self._clock():
            return None
        record = self._keys.get(session.key_number)
        return record.identity if record and record.revoked_at is None else None

    def close_session(self, token: str) -> None:
        """End a session, if there is one."""
        with self._lock:
            self._sessions.pop(_hashed(token), None)

    def _opened(self, key: str) -> KeyRecord | None:
        number, secret = parts(key) or (0, key)
        record = self._keys.get(number, _NO_KEY)
        return record if record.opens(secret) else None


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
