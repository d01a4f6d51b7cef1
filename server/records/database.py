"""The database of a library: what people did and said (audit lines, feedback, questions), who they are, and the jobs.

Without a URL it is SQLite in the library's folder with a write-ahead log, so that readers never wait for a writer and a
crash leaves the last committed state (https://sqlite.org/wal.html). Several machines share a PostgreSQL database
instead. Each table is declared in the module of what it holds; ``server.records.schema`` knows them all.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError

from server.errors import DatabaseUnavailable, ExtraMissing
from server.records.schema import bring_up_to_date

FILE = "records.sqlite3"
_BUSY_SECONDS = 10
_CONNECT_SECONDS = 3
_STATEMENT_MS = 30_000


def open_database(home: Path, url: SecretStr | None = None) -> Engine:
    """The database at ``url``, or that in ``home``, with all tables as this version has them.

    A commit is on disk before it returns (``synchronous = FULL``; PostgreSQL's default).

    Raises:
        ExtraMissing: the URL is PostgreSQL's and ``policyqa[postgres]`` is not installed.
        DatabaseUnavailable: nothing answers there, or it lets nobody in.
        RecordsTooNew: a later version of this program has changed the tables.
    """
    engine = _sqlite(home) if url is None else _postgres(url)
    try:
        bring_up_to_date(engine)
    except OperationalError as error:
        if url is None:
            raise
        engine.dispose()
        # The driver's words name host, port and user; a password is never among them.
        raise DatabaseUnavailable(f"记录数据库连不上或不可用：{' '.join(str(error.orig).split())}") from None
    return engine


def _sqlite(home: Path) -> Engine:
    home.mkdir(parents=True, exist_ok=True)
    # An error must not carry a question, a name or a hash into the log.
    url = f"sqlite:///{home / FILE}"
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _settle)
    return engine


def _settle(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own types
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _postgres(url: SecretStr) -> Engine:
    if importlib.util.find_spec("psycopg") is None:
        raise ExtraMissing("设了 POLICYQA_DATABASE_URL，而没有安装 PostgreSQL 组件：请安装 policyqa[postgres]。")
    options = f"-c statement_timeout={_STATEMENT_MS} -c lock_timeout={_STATEMENT_MS}"
    target = make_url(url.get_secret_value()).set(drivername="postgresql+psycopg")
    given = target.query.get("options")
    return create_engine(
        target.difference_update_query(["options"]),
        connect_args={
            "connect_timeout": _CONNECT_SECONDS,
            "application_name": "policyqa",
            "options": f"{given} {options}" if given else options,
        },
        # A server that was restarted is not met with the connections of before.
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
        pool_timeout=_CONNECT_SECONDS,
        hide_parameters=True,
    )
