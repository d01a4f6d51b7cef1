"""What readers say of answers: up or down, why, and what it should have been. Entries are only ever added."""

from __future__ import annotations

import json

from sqlalchemy import Column, Engine, Integer, RowMapping, Table, func, insert, select

from server.auth.identity import caller
from server.contract import FeedbackEntry, FeedbackList, FeedbackReceipt, FeedbackRequest, Rating, Reason
from server.records.clock import now
from server.records.said_by import ADMINS, may_see, seen_by
from server.records.tables import METADATA, Words

FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("at", Words, nullable=False),
    Column("answer_id", Words, nullable=False, index=True),
    Column("question", Words, nullable=False),
    Column("rating", Words, nullable=False),
    Column("reason", Words),
    Column("comment", Words, nullable=False),
    Column("correction", Words, nullable=False),
    Column("answer", Words, nullable=False),
    Column("citations", Words, nullable=False),
    Column("snapshot", Words, nullable=False),
    Column("seen_by", Words, nullable=False, server_default=ADMINS),
    sqlite_autoincrement=True,
)
"""``citations`` is a JSON array of clause ids."""


class Feedback:
    """The feedback in ``engine``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, given: FeedbackRequest) -> FeedbackReceipt:
        """Keep ``given``; it is on disk when this returns."""
        at = now()
        values = {**given.model_dump(), "citations": json.dumps(given.citations, ensure_ascii=False), "at": at}
        values["seen_by"] = seen_by(caller())
        with self._engine.begin() as connection:
            number = connection.execute(insert(FEEDBACK).values(**values).returning(FEEDBACK.c.number)).scalar_one()
        return FeedbackReceipt(number=number, at=at)

    def newest(
        self, *, rating: Rating | None = None, reason: Reason | None = None, limit: int = 50, offset: int = 0
    ) -> FeedbackList:
        """Entries ``offset`` … ``offset + limit`` of those with this rating and reason, newest first.

        Only those whose writer saw nothing that the caller may not see.
        """
        wanted = [FEEDBACK.c[name] == value for name, value in (("rating", rating), ("reason", reason)) if value]
        reader = caller()
        with self._engine.connect() as connection:
            writers = connection.execute(select(FEEDBACK.c.seen_by).distinct()).scalars()
            wanted.append(FEEDBACK.c.seen_by.in_([kept for kept in writers if may_see(reader, kept)]))
        counted = select(func.count()).select_from(FEEDBACK).where(*wanted)
        page = select(FEEDBACK).where(*wanted).order_by(FEEDBACK.c.number.desc()).limit(limit).offset(offset)
        with self._engine.connect() as connection:
            total = connection.execute(counted).scalar_one()
            entries = [_entry(row) for row in connection.execute(page).mappings()]
        return FeedbackList(entries=entries, total=total, limit=limit, offset=offset)


def _entry(row: RowMapping) -> FeedbackEntry:
    shown = {name: value for name, value in row.items() if name != "seen_by"}
    return FeedbackEntry.model_validate({**shown, "citations": json.loads(row["citations"])})
