"""The checks of the library's state, each with something that is really wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.embedding.settings import EmbeddingSettings
from server.auth.identity import Role
from server.auth.keys import KeyStore
from server.bootstrap import Settings
from server.doctor.database import check_database
from server.doctor.index_in_use import check_index
from server.doctor.keys import check_keys
from server.doctor.model import check_model
from server.records.audit import Audit
from server.records.database import FILE, open_database
from tests.library import Built

_PAGE = 4096  # bytes of a page of a new SQLite file


@pytest.fixture
def home(built: Built, tmp_path: Path) -> Path:
    """A copy of the session's library, free to be damaged."""
    return shutil.copytree(built.home, tmp_path / "home")


def test_a_whole_index_is_in_order(home: Path) -> None:
    finding = check_index(home)
    assert finding.ok
    assert (home / "current").read_text(encoding="utf-8").strip() in finding.detail


def test_a_folder_without_an_index_is_told(tmp_path: Path) -> None:
    finding = check_index(tmp_path)
    assert not finding.ok
    assert "policyqa index build" in finding.detail


def test_a_damaged_index_is_told(home: Path) -> None:
    largest = max((home / "segments").rglob("*"), key=lambda path: path.stat().st_size if path.is_file() else 0)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 0xFF
    largest.write_bytes(data)
    finding = check_index(home)
    assert not finding.ok
    assert "policyqa index" in finding.detail


def test_the_shipped_model_reads_a_question() -> None:
    finding = check_model(Settings())
    assert finding.ok
    assert "384 维" in finding.detail


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    finding = check_model(Settings(embedding=EmbeddingSettings(model=str(tmp_path))))
    assert not finding.ok
    assert "POLICYQA_EMBEDDING__MODEL" in finding.detail.partition("处理：")[2]


def test_a_database_comes_into_being_and_is_in_order(tmp_path: Path) -> None:
    assert "尚未建立" in check_database(tmp_path).detail
    assert check_database(tmp_path).ok
    assert not (tmp_path / FILE).exists()
    _write_lines(tmp_path)
    finding = check_database(tmp_path)
    assert finding.ok
    assert finding.detail.endswith("完好")


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    _write_lines(tmp_path)
    path = tmp_path / FILE
    data = bytearray(path.read_bytes())
    assert len(data) > 3 * _PAGE
    data[_PAGE : 3 * _PAGE] = b"\xff" * 2 * _PAGE
    path.write_bytes(data)
    finding = check_database(tmp_path)
    assert not finding.ok
    assert "备份" in finding.detail.partition("处理：")[2]


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("不是数据库" * 1000, encoding="utf-8")
    assert not check_database(tmp_path).ok


def _write_lines(home: Path) -> None:
    engine = open_database(home)
    audit = Audit(engine)
    for number in range(100):
        audit.note("测试", "写入", f"第{number}行", "详情" * 100)
    engine.dispose()


def test_no_key_is_needed_where_only_this_machine_is_listened_to(tmp_path: Path) -> None:
    assert check_keys(Settings(home=tmp_path)).ok
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("asked", [{"host": "0.0.0.0"}, {"keys": "always"}])
def test_a_missing_key_is_told_until_there_is_one(tmp_path: Path, asked: dict[str, str]) -> None:
    settings = Settings.model_validate({"home": tmp_path, **asked})
    finding = check_keys(settings)
    assert not finding.ok
    assert finding.detail.endswith("policyqa keys create --name 名称 --role admin")
    engine = open_database(tmp_path)
    KeyStore(engine).create("窗口", Role.READER)
    engine.dispose()
    assert check_keys(settings).ok
