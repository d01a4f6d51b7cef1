"""What is in the place of a restore is replaced on demand alone, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.opened import Opened
from server.backup.restoring import restore
from server.backup.writing import back_up
from server.errors import BackupFailed, RestoreRefused
from server.records.audit import Audit
from tests.server.backup.kept import SETTINGS, Open, answer, fill, rows
from tests.server.library.small import corpus_in, measures, rebuild
from tests.server.replicas.postgres import Cluster

pytestmark = pytest.mark.slow


def test_what_is_there_is_replaced_only_on_demand_and_put_aside(
    home: Path, tmp_path: Path, postgres: Cluster, opened: Open
) -> None:
    backup = tmp_path / "backup"
    back_up(home, opened(home), SETTINGS, backup)
    with pytest.raises(BackupFailed, match="已经存在"):
        back_up(home, opened(home), SETTINGS, backup)
    good = answer(home)
    other = tmp_path / "other"
    rebuild(other, corpus_in(tmp_path, 聊城=measures("聊城市", 30)))
    url = postgres.new_database()
    fill(opened(other, url))
    with pytest.raises(RestoreRefused, match="--force"):
        restore(backup, other, url)
    hold = Opened.of(other)
    with pytest.raises(RestoreRefused, match="先停止"):
        restore(backup, other, url, force=True)
    assert "30万元" in str(answer(other)["answer"])
    hold.hold.close()
    restored = restore(backup, other, url, force=True)
    assert restored.aside is not None
    assert "30万元" in str(answer(restored.aside)["answer"])
    assert answer(other) == good
    assert rows(opened(other, url)) == rows(opened(home))


def test_rows_in_the_database_alone_are_not_overwritten_either(
    home: Path, tmp_path: Path, postgres: Cluster, opened: Open
) -> None:
    back_up(home, opened(home), SETTINGS, tmp_path / "backup")
    url = postgres.new_database()
    engine = opened(tmp_path / "empty", url)
    Audit(engine).note("甲", "旧", "")
    before = rows(engine)
    with pytest.raises(RestoreRefused, match="记录数据库不是空的"):
        restore(tmp_path / "backup", tmp_path / "empty", url)
    assert rows(engine) == before
    assert [path.name for path in (tmp_path / "empty").iterdir()] == [".write.lock"]
