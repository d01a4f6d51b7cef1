"""A library in one file and back: on one engine and from one to the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.auth.keyring import KeyRing
from server.auth.keys import KeyStore
from server.auth.sessions import Sessions
from server.backup.restoring import restore
from server.backup.writing import back_up
from server.errors import BackupFailed
from server.records.audit import Audit
from server.records.database import FILE
from tests.server.backup.kept import SETTINGS, Open, answer, files, rows
from tests.server.replicas.postgres import Cluster


def test_an_empty_folder_becomes_the_library_again(home: Path, tmp_path: Path, opened: Open) -> None:
    backup = tmp_path / "backup"
    manifest = back_up(home, opened(home), SETTINGS, backup)
    assert backup.stat().st_mode & 0o777 == 0o600
    assert manifest.settings == SETTINGS
    new = tmp_path / "new"
    restored = restore(backup, new, None)
    assert restored.aside is None
    assert restored.manifest == manifest
    assert answer(new) == answer(home)
    assert "80万元" in str(answer(new)["answer"])
    assert files(new) == files(home)
    engine = opened(new)
    assert rows(engine) == rows(opened(home))
    assert [len(rows(engine)[name]) for name in ("keys", "feedback", "visibility", "versions")] == [1, 1, 1, 1]
    assert not [path.name for path in new.iterdir() if path.name.startswith((".restoring", ".before"))]
    # A number is not given twice.
    last = max(line.number for line in Audit(engine).newest(99))
    Audit(engine).note("甲", "其后", "")
    assert Audit(engine).newest(1)[0].number == last + 1


def test_a_backup_of_one_engine_is_restored_into_the_other_and_back(
    home: Path, tmp_path: Path, postgres: Cluster, opened: Open
) -> None:
    before = rows(opened(home))
    url = postgres.new_database()
    back_up(home, opened(home), SETTINGS, tmp_path / "from sqlite")
    moved = tmp_path / "moved"
    restore(tmp_path / "from sqlite", moved, url)
    assert not (moved / FILE).exists()
    assert answer(moved) == answer(home)
    engine = opened(moved, url)
    assert rows(engine) == before
    Audit(engine).note("甲", "其后", "")
    ring = KeyRing(KeyStore(engine), Sessions(engine))
    ring.refresh()
    fill_number = before["keys"][0][0]
    assert [key.number for key in KeyStore(engine).all()] == [fill_number]
    back_up(moved, engine, SETTINGS, tmp_path / "from postgresql")
    restore(tmp_path / "from postgresql", tmp_path / "back", None)
    after = rows(opened(tmp_path / "back"))
    assert {name: found for name, found in after.items() if name != "audit"} == {
        name: found for name, found in before.items() if name != "audit"
    }
    assert after["audit"][:-1] == before["audit"]


def test_a_backup_of_nothing_is_none(tmp_path: Path, opened: Open) -> None:
    with pytest.raises(BackupFailed, match="policyqa index build"):
        back_up(tmp_path, opened(tmp_path), SETTINGS, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()
