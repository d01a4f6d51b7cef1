"""Who sees which documents. What is said of a file holds for every document in it, and for what later replaces it.

A file is the unit that is uploaded, replaced and deleted, and its text is shown as a whole; were a file's documents
told apart, the source of one would give away its neighbour.
"""

from __future__ import annotations

from sqlalchemy import Column, Engine, String, Table, delete, select
from sqlalchemy.dialects.sqlite import insert

from server.auth.identity import PUBLIC, Identity
from server.records.database import METADATA

VISIBILITY = Table(
    "visibility",
    METADATA,
    Column("source_file", String, primary_key=True),
    Column("visibility", String, nullable=False),
)


class Visibility:
    """The visibility of every file; ``public`` unless said otherwise. One process writes; reading never blocks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with engine.connect() as connection:
            self._restricted: dict[str, str] = {
                row.source_file: row.visibility for row in connection.execute(select(VISIBILITY))
            }

    def check(self) -> None:
        """Raises ``SQLAlchemyError`` when the records cannot be read."""
        with self._engine.connect() as connection:
            connection.execute(select(VISIBILITY).limit(1)).all()

    def of(self, source_file: str) -> str:
        """``public``, or the name of the group that sees the file."""
        return self._restricted.get(source_file, PUBLIC)

    def put(self, source_file: str, visibility: str) -> None:
        """From now on the file is seen by this group (``public``: by all); on disk when this returns."""
        with self._engine.begin() as connection:
            if visibility == PUBLIC:
                connection.execute(delete(VISIBILITY).where(VISIBILITY.c.source_file == source_file))
            else:
                row = insert(VISIBILITY).values(source_file=source_file, visibility=visibility)
                connection.execute(row.on_conflict_do_update(set_={"visibility": visibility}))
        kept = {file: seen for file, seen in self._restricted.items() if file != source_file}
        self._restricted = kept if visibility == PUBLIC else kept | {source_file: visibility}

    def sees(self, identity: Identity, source_file: str) -> bool:
        """Whether the caller may know of the file."""
        return identity.sees(self.of(source_file))

    def hidden_from(self, identity: Identity) -> frozenset[str]:
        """The files the caller may not know of."""
        return frozenset(file for file, seen in self._restricted.items() if not identity.sees(seen))
