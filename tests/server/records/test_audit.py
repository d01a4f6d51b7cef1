import sqlite3
from pathlib import Path

from server.records.audit import Audit
from server.records.database import FILE, open_database


def test_lines_are_kept_in_order_and_can_be_read_by_another_process_at_once(tmp_path: Path) -> None:
    audit = Audit(open_database(tmp_path))
    audit.note("值班员", "upload", "日照.txt", "3 份文件")
    audit.note("管理员", "delete", "旧文件")
    with sqlite3.connect(tmp_path / FILE) as other:
        rows = other.execute("SELECT number, who, action, subject, detail FROM audit ORDER BY number").fetchall()
    assert rows == [(1, "值班员", "upload", "日照.txt", "3 份文件"), (2, "管理员", "delete", "旧文件", "")]
    assert [line.action for line in audit.newest(1)] == ["delete"]


def test_the_database_writes_ahead_and_to_the_disk(tmp_path: Path) -> None:
    with open_database(tmp_path).connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
