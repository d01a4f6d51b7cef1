"""An audit line for every change: who did what to which thing, and when. Lines are only ever added."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, Engine, Integer, Table, insert, select

from server.records.clock import now
from server.records.tables import METADATA, Words

AUDIT = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("at", Words, nullable=False),
    Column("who", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("detail", Words, nullable=False),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """``at`` is UTC in ISO 8601; ``who`` names the key that was used, never the key itself."""

    number: int
    at: str
    who: str
    action: str
    subject: str
    detail: str


class Audit:
    """The audit trail in ``engine``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, who: str, action: str, subject: str, detail: str = "") -> None:
        """Add a line; it is on disk when this returns."""
        at = now()
        with self._engine.begin() as connection:
            connection.execute(insert(AUDIT).values(at=at, who=who, action=action, subject=subject, detail=detail))

    def newest(self, count: int) -> list[AuditLine]:
        """The ``count`` newest lines, newest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(AUDIT).order_by(AUDIT.c.number.desc()).limit(count))
            return [AuditLine(*row) for row in rows]
