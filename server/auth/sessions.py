"""The page's sessions, in the records: every replica knows them, and a restart ends none.

Of a session's token only the hash is kept. What was looked up is remembered for ``FRESH_SECONDS``, so that not every
request asks the database; for so long a session that was closed elsewhere may still open the service.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import BigInteger, Column, Engine, Integer, LargeBinary, Table, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from server.records.fresh import FRESH_SECONDS, HOLDS_SECONDS
from server.records.tables import METADATA

SESSION_SECONDS = 12 * 3600
_MOST_REMEMBERED = 10_000

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("key_number", Integer, nullable=False),
    Column("ends_at", BigInteger, nullable=False, index=True),
)
"""``ends_at`` is in seconds since 1970 (UTC): the clocks of all machines have to agree on it to a few seconds."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """What is known of a token since ``at``: the key it stands for, or that it stands for none."""

    key_number: int | None
    ends_at: int
    at: float


class Sessions:
    """The sessions in ``engine``. Safe to use from threads; methods that block say so."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock
        self._looked: OrderedDict[bytes, _Looked] = OrderedDict()
        self._lock = Lock()

    def open(self, key_number: int) -> str:
        """A token that stands for the key for ``SESSION_SECONDS`` (blocks); sessions that are over are removed."""
        token = secrets.token_urlsafe(32)
        now = int(self._clock())
        ends_at = now + SESSION_SECONDS
        row = {"token_hash": _hashed(token), "key_number": key_number, "ends_at": ends_at}
        with self._engine.begin() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.ends_at < now))
            connection.execute(insert(SESSIONS).values(**row))
        self._remember(_hashed(token), _Looked(key_number, ends_at, self._clock()))
        return token

    def stale(self, token: str) -> bool:
        """Whether :meth:`refresh` should come before :meth:`key_of`."""
        looked = self._looked.get(_hashed(token))
        return looked is None or not 0 <= self._clock() - looked.at < FRESH_SECONDS

    def refresh(self, token: str) -> None:
        """Look the token up (blocks). While the database does not answer, what was known of it holds for a while.

        Raises:
            SQLAlchemyError: it does not answer, and nothing that is young enough is known.
        """
        wanted = select(SESSIONS.c.key_number, SESSIONS.c.ends_at).where(SESSIONS.c.token_hash == _hashed(token))
        try:
            with self._engine.connect() as connection:
                row = connection.execute(wanted).one_or_none()
        except SQLAlchemyError:
            known = self._looked.get(_hashed(token))
            if known is None or self._clock() - known.at > HOLDS_SECONDS:
                raise
            return
        looked = _Looked(row.key_number, row.ends_at, self._clock()) if row else _Looked(None, 0, self._clock())
        self._remember(_hashed(token), looked)

    def key_of(self, token: str) -> int | None:
        """The number of the key that opened the session; ``None`` where there is none, or it is over."""
        looked = self._looked.get(_hashed(token))
        if looked is None or looked.ends_at < self._clock():
            return None
        return looked.key_number

    def close(self, token: str) -> None:
        """End a session, if there is one (blocks)."""
        with self._engine.begin() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.token_hash == _hashed(token)))
        self._remember(_hashed(token), _Looked(None, 0, self._clock()))

    def _remember(self, token_hash: bytes, looked: _Looked) -> None:
        with self._lock:
            self._looked[token_hash] = looked
            self._looked.move_to_end(token_hash)
            while len(self._looked) > _MOST_REMEMBERED:
                self._looked.popitem(last=False)


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
