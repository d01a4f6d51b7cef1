"""The tables of the records as a whole, and how those that an earlier version of the program made become today's.

The number of the schema is in the table ``schema_version``. A step leads from one number to the next; a table that is
not there yet is made as it is today. A column that is added to a table later has a ``server_default``, so that
rows written before, in the database or in a backup, have a value for it.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Column, Connection, Engine, Integer, Table, delete, insert, inspect, select, text

from server.auth.keys import KEYS
from server.auth.sessions import SESSIONS
from server.errors import RecordsTooNew
from server.library.archive import VERSIONS
from server.library.jobs import JOBS, UPLOADS
from server.records.audit import AUDIT
from server.records.feedback import FEEDBACK
from server.records.questions import QUESTIONS
from server.records.tables import METADATA
from server.records.visibility import VISIBILITY

SCHEMA = 2
"""Number of the schema that this program reads and writes."""

KEPT = (KEYS, JOBS, UPLOADS, VERSIONS, AUDIT, FEEDBACK, QUESTIONS, VISIBILITY)
"""The tables that a backup holds, what is referred to before what refers to it."""
LEFT_OUT = (SESSIONS,)
"""A restore ends the sessions: whoever was let in meanwhile is asked again."""

_NUMBER = Table("schema_version", METADATA, Column("number", Integer, primary_key=True, autoincrement=False))
_LOCK = 0x706F6C6963797161
"""Names the lock under which one process at a time makes or changes tables (PostgreSQL's advisory locks)."""


def bring_up_to_date(engine: Engine) -> None:
    """Make the tables that are missing, and change those that an earlier version made; all of it or nothing.

    Raises:
        RecordsTooNew: a later version of this program has been here.
    """
    if _is_up_to_date(engine):
        return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": _LOCK})
        else:
            # Not before the first write otherwise, and then another process may have been first.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        present = set(inspect(connection).get_table_names())
        found = _number_of(connection, present)
        if found > SCHEMA:
            raise RecordsTooNew(
                f"记录数据库由更新的版本使用过（结构 {found}，本程序到 {SCHEMA}），请升级本程序，或恢复升级前的备份。"
            )
        for number in range(found, SCHEMA):
            _STEPS[number](connection, present)
        METADATA.create_all(connection)
        if found != SCHEMA or _NUMBER.name not in present:
            connection.execute(delete(_NUMBER))
            connection.execute(insert(_NUMBER).values(number=SCHEMA))


def _is_up_to_date(engine: Engine) -> bool:
    """Whether there is nothing to do; found out without keeping any writer waiting."""
    with engine.connect() as connection:
        present = set(inspect(connection).get_table_names())
        return present >= METADATA.tables.keys() and _number_of(connection, present) == SCHEMA


def _number_of(connection: Connection, present: set[str]) -> int:
    """The schema's number: today's where there are no tables yet, 1 where they are older than the number is."""
    if _NUMBER.name in present:
        return int(connection.execute(select(_NUMBER.c.number)).scalar_one())
    return 1 if present & {table.name for table in (*KEPT, *LEFT_OUT)} else SCHEMA


def _who_sees_feedback(connection: Connection, present: set[str]) -> None:
    """1 → 2: feedback is shown to those who see as much as its writer did. Of what was written before nobody noted
    who wrote it: it is for admins, which is the column's default.
    """
    if FEEDBACK.name not in present:
        return
    if "seen_by" in {column["name"] for column in inspect(connection).get_columns(FEEDBACK.name)}:
        return
    connection.execute(text("ALTER TABLE feedback ADD COLUMN seen_by TEXT NOT NULL DEFAULT '*'"))


_STEPS: dict[int, Callable[[Connection, set[str]], None]] = {1: _who_sees_feedback}
"""By the number they start from."""
