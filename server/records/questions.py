"""The questions asked, where whoever runs the service has switched that on; for as many days as he said.

No line says who asked. It says which groups the asker belonged to: a question can name what only they may know of, so
it is shown to nobody who is not in all of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Column, Engine, Integer, Table, delete, func, insert, select

from server.auth.identity import caller
from server.records.said_by import may_see, seen_by
from server.records.tables import METADATA, Words

QUESTIONS = Table(
    "questions",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("day", Words, nullable=False, index=True),
    Column("question", Words, nullable=False),
    Column("status", Words, nullable=False),
    Column("seen_by", Words, nullable=False),
)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with how often it was asked, in all and by day."""

    question: str
    count: int
    by_day: tuple[tuple[date, int], ...]


class Questions:
    """The log in ``engine``; lines older than ``keep_days`` are removed with the first line of a day, and at the start.

    Days are those of UTC.
    """

    def __init__(self, engine: Engine, keep_days: int) -> None:
        self._engine = engine
        self._keep_days = keep_days
        self._swept_on: date | None = None
        self.sweep()

    def note(self, question: str, status: str) -> None:
        """Add a question by the caller of this request; it is on disk when this returns."""
        if self._swept_on != _today():
            self.sweep()
        row = {"day": _today().isoformat(), "question": question, "status": status, "seen_by": seen_by(caller())}
        with self._engine.begin() as connection:
            connection.execute(insert(QUESTIONS).values(**row))

    def most_asked(self, days: int, limit: int) -> list[AskedQuestion]:
        """The questions asked most often in the last ``days`` days, today included, that the caller may know of.

        Only answered ones: what the library has nothing on is no use to the next asker. Ties: the latest first.
        """
        since = (_today() - timedelta(days=days - 1)).isoformat()
        columns = (QUESTIONS.c.question, QUESTIONS.c.day, QUESTIONS.c.seen_by)
        counted = (
            select(*columns, func.count().label("times"), func.max(QUESTIONS.c.number).label("last"))
            .where(QUESTIONS.c.day >= since, QUESTIONS.c.status == "answered")
            .group_by(*columns)
        )
        identity = caller()
        by_question: dict[str, Counter[str]] = {}
        last: Counter[str] = Counter()
        with self._engine.connect() as connection:
            for row in connection.execute(counted):
                if may_see(identity, row.seen_by):
                    by_question.setdefault(row.question, Counter())[row.day] += row.times
                    last[row.question] = max(last[row.question], row.last)
        order = sorted(by_question, key=lambda question: (-by_question[question].total(), -last[question]))
        return [
            AskedQuestion(
                question,
                by_question[question].total(),
                tuple((date.fromisoformat(day), count) for day, count in sorted(by_question[question].items())),
            )
            for question in order[:limit]
        ]

    def sweep(self) -> None:
        """Remove the lines that are older than they may become."""
        today = _today()
        oldest = (today - timedelta(days=self._keep_days - 1)).isoformat()
        with self._engine.begin() as connection:
            connection.execute(delete(QUESTIONS).where(QUESTIONS.c.day < oldest))
        self._swept_on = today


def _today() -> date:
    return datetime.now(UTC).date()
