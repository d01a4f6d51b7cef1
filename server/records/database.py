"""The database beside the library: what people did and said (audit lines, feedback, questions), and what was uploaded.

SQLite with a write-ahead log, so that readers never wait for a writer and a crash leaves the last committed state
(https://sqlite.org/wal.html). Each table is declared in the module of what it holds, on the one ``METADATA``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData, create_engine, event

METADATA = MetaData()
FILE = "records.sqlite3"
_BUSY_SECONDS = 10


def open_database(home: Path) -> Engine:
    """The database of the library in ``home``, with all tables; made when it is not there yet.

    A commit is on disk before it returns (``synchronous = FULL``).
    """
    home.mkdir(parents=True, exist_ok=True)
    # An error must not carry a question, a name or a hash into the log.
    url = f"sqlite:///{home / FILE}"
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _settle)
    METADATA.create_all(engine)
    return engine


def _settle(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own types
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
