"""The records as lines of JSON, the same for every engine: so a backup of one is restored into the other."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    LargeBinary,
    RowMapping,
    Table,
    create_engine,
    delete,
    func,
    insert,
    select,
    text,
)

from server.errors import BackupUnusable
from server.records.schema import KEPT, LEFT_OUT

_AT_ONCE = 500


@contextmanager
def as_of_now(engine: Engine, scratch: Path) -> Iterator[Connection]:
    """The records as they are at this moment, whatever is written meanwhile; nobody waits for it.

    SQLite's are copied into ``scratch`` by its backup interface (https://sqlite.org/backup.html), PostgreSQL's are
    read in one transaction.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            # The first statement fixes what the transaction sees.
            connection.execute(text("SET TRANSACTION READ ONLY"))
            connection.execute(text("SELECT 1"))
            yield connection
        return
    copy = scratch / "records.copy"
    copy.unlink(missing_ok=True)
    path = engine.url.database or ""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    copied = create_engine(f"sqlite:///{copy}", hide_parameters=True)
    try:
        with copied.connect() as connection:
            yield connection
    finally:
        copied.dispose()


def written(connection: Connection, table: Table, target: Path) -> None:
    """Write the rows of ``table`` into ``target``, in the order of its key."""
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(select(table).order_by(*table.primary_key.columns))
    with target.open("w", encoding="utf-8") as out:
        for row in rows.mappings():
            out.write(json.dumps(_shown(table, row), ensure_ascii=False) + "\n")


def are_empty(connection: Connection) -> bool:
    """Whether there is no row in any table that a backup has."""
    return not any(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in KEPT)


def cleared(connection: Connection) -> None:
    """Remove every row."""
    for table in (*LEFT_OUT, *reversed(KEPT)):
        connection.execute(delete(table))


def loaded(connection: Connection, folder: Path) -> None:
    """Put the rows of the files in ``folder`` into the tables, which are empty.

    Raises:
        BackupUnusable: a line is no row of its table.
    """
    for table in KEPT:
        file = folder / f"{table.name}.jsonl"
        if file.exists():
            with file.open(encoding="utf-8") as lines:
                while batch := list(islice(lines, _AT_ONCE)):
                    connection.execute(insert(table), _rows(table, batch))
        number = table.c.get("number")
        if connection.dialect.name == "postgresql" and number is not None:
            # The next row gets the number after the last.
            last = select(func.max(number)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, "number")
            connection.execute(select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None))))


def _rows(table: Table, lines: Iterable[str]) -> list[dict[str, Any]]:
    binary = {column.name for column in table.columns if isinstance(column.type, LargeBinary)}
    rows = []
    for line in lines:
        try:
            row = json.loads(line)
            rows.append({name: base64.b64decode(row[name]) if name in binary else row[name] for name in row})
        except (ValueError, TypeError) as error:
            raise BackupUnusable(f"备份里 {table.name} 表的一行读不出来。") from error
        if not row.keys() <= set(table.columns.keys()):
            raise BackupUnusable(f"备份里 {table.name} 表有本程序不认识的列，它出自更新的版本，请先升级本程序。")
    return rows


def _shown(table: Table, row: RowMapping) -> dict[str, Any]:
    return {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for name, value in ((column.name, row[column]) for column in table.columns)
    }
