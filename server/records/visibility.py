"""Who sees which documents. What is said of a file holds for every document in it, and for what later replaces it.

A file is the unit that is uploaded, replaced and deleted, and its text is shown as a whole; were a file's documents
told apart, the source of one would give away its neighbour.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from sqlalchemy import Column, Engine, Table, delete, select

from server.auth.identity import PUBLIC, Identity
from server.records.fresh import Fresh
from server.records.tables import METADATA, Words
from server.records.upsert import put

VISIBILITY = Table(
    "visibility",
    METADATA,
    Column("source_file", Words, primary_key=True),
    Column("visibility", Words, nullable=False),
)


class Visibility:
    """The visibility of every file; ``public`` unless said otherwise. Any process may write; asking never blocks.

    While the database does not answer, what was last read holds for a while: nothing can be changed then either.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._restricted: dict[str, str] = {}
        self._writing = Lock()
        self._fresh = Fresh(self.refresh, clock)
        self._fresh.refresh()

    def stale(self) -> bool:
        """Whether :meth:`follow` is due."""
        return self._fresh.stale()

    def follow(self) -> None:
        """Read again what another process may have changed (blocks).

        Raises:
            SQLAlchemyError: the records do not answer, and have not for long.
        """
        self._fresh.refresh()

    def refresh(self) -> None:
        """Read the records again (blocks). Raises ``SQLAlchemyError`` when they cannot be read."""
        with self._writing, self._engine.connect() as connection:
            rows = connection.execute(select(VISIBILITY)).all()
            self._restricted = {row.source_file: row.visibility for row in rows}

    def holds(self) -> bool:
        """Whether callers may be shown documents by what was last read, should the records not answer."""
        return self._fresh.holds()

    def check(self) -> None:
        """Raises ``SQLAlchemyError`` when the records cannot be read."""
        with self._engine.connect() as connection:
            connection.execute(select(VISIBILITY).limit(1)).all()

    def of(self, source_file: str) -> str:
        """``public``, or the name of the group that sees the file."""
        return self._restricted.get(source_file, PUBLIC)

    def put(self, source_file: str, visibility: str) -> None:
        """From now on the file is seen by this group (``public``: by all); on disk when this returns."""
        with self._writing, self._engine.begin() as connection:
            if visibility == PUBLIC:
                connection.execute(delete(VISIBILITY).where(VISIBILITY.c.source_file == source_file))
            else:
                row = {"source_file": source_file, "visibility": visibility}
                put(connection, VISIBILITY, row, ["source_file"], ["visibility"])
        self.refresh()

    def sees(self, identity: Identity, source_file: str) -> bool:
        """Whether the caller may know of the file."""
        return identity.sees(self.of(source_file))

    def hidden_from(self, identity: Identity) -> frozenset[str]:
        """The files the caller may not know of."""
        return frozenset(file for file, seen in self._restricted.items() if not identity.sees(seen))
