"""Is the database whole, and does it answer?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from server.doctor.finding import Finding, in_order, to_mend
from server.errors import ServiceError
from server.records.database import FILE, open_database

_WHAT = "数据库"
_BUSY_SECONDS = 5
_SOUND = "ok"


def check_database(home: Path, url: SecretStr | None = None) -> Finding:
    """SQLite's own quick check (https://sqlite.org/pragma.html#pragma_quick_check), reading only; or, where ``url``
    names a PostgreSQL database, that it lets the service in and has its tables.
    """
    return _sqlite(home / FILE) if url is None else _postgres(home, url)


def _sqlite(path: Path) -> Finding:
    if not path.exists():
        return in_order(_WHAT, f"{path} 尚未建立，首次用到时自动建立")
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
        ) as reading:
            [(verdict,), *_] = reading.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.Error as error:
        verdict = str(error)
    if verdict != _SOUND:
        return to_mend(
            _WHAT,
            f"{path} 损坏或不可读（{verdict}）",
            "停止服务，用 policyqa restore 从备份恢复；没有备份时把它移走，服务会新建一个",
        )
    return in_order(_WHAT, f"{path} 完好")


def _postgres(home: Path, url: SecretStr) -> Finding:
    try:
        engine = open_database(home, url)
        try:
            with engine.connect() as connection:
                version = str(connection.execute(text("SHOW server_version")).scalar_one())
        finally:
            engine.dispose()
    except (ServiceError, SQLAlchemyError) as error:
        why = str(error) if isinstance(error, ServiceError) else type(error).__name__
        return to_mend(_WHAT, why, "核对 POLICYQA_DATABASE_URL、数据库是否在运行、账号是否有权在库中建表")
    return in_order(_WHAT, f"PostgreSQL {version} 可用")
