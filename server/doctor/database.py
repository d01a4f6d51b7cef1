"""Is the database beside the library whole?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from server.doctor.finding import Finding, in_order, to_mend
from server.records.database import FILE

_WHAT = "数据库"
_BUSY_SECONDS = 5
_SOUND = "ok"


def check_database(home: Path) -> Finding:
    """SQLite's own quick check (https://sqlite.org/pragma.html#pragma_quick_check), reading only."""
    path = home / FILE
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
            _WHAT, f"{path} 损坏或不可读（{verdict}）", "停止服务，用备份替换该文件；没有备份时把它移走，服务会新建一个"
        )
    return in_order(_WHAT, f"{path} 完好")
