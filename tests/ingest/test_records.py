"""What each file gave, kept under its content: read back as it was, or the file is read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.checked_file import write_checked
from ingest.corpus import CorpusFile, walk
from ingest.pipeline import ingest_files
from ingest.records import Records


@pytest.fixture
def policy(tmp_path: Path) -> CorpusFile:
    path = tmp_path / "办法.txt"
    path.write_text("某市扶持办法\n\n第一条 给予10万元补助。\n第二条 最高200万元。\n", encoding="utf-8")
    [file] = walk([path])
    return file


def key_of(records: Records, file: CorpusFile) -> str:
    key = records.key(file)
    assert key is not None
    return key


def test_a_result_is_read_back_as_it_was(policy: CorpusFile, tmp_path: Path) -> None:
    records = Records(tmp_path / "work")
    [taken] = ingest_files([policy])
    key = key_of(records, policy)
    assert not records.has(key)
    records.save(key, taken)
    assert records.has(key)
    again = records.load(key, policy)
    assert again == taken
    assert again is not None
    assert [(clause.label, clause.text) for clause in again.clauses if clause.label] == [
        ("第一条", "第一条 给予10万元补助。"),
        ("第二条", "第二条 最高200万元。"),
    ]


def test_the_key_changes_with_bytes_and_name_and_not_with_place(policy: CorpusFile, tmp_path: Path) -> None:
    records = Records(tmp_path / "work")
    before = records.key(policy)
    moved = tmp_path / "elsewhere.txt"
    moved.write_bytes(policy.path.read_bytes())
    assert records.key(CorpusFile(moved, policy.name, policy.key)) == before
    assert records.key(CorpusFile(moved, "另名.txt", policy.key)) != before
    assert records.key(CorpusFile(moved, policy.name, "key~2")) != before
    moved.write_text("别的内容", encoding="utf-8")
    assert records.key(CorpusFile(moved, policy.name, policy.key)) != before
    assert records.key(CorpusFile(tmp_path / "gone.txt", policy.name, policy.key)) is None


def test_the_suffix_is_part_of_the_key_and_its_case_is_not(policy: CorpusFile, tmp_path: Path) -> None:
    records = Records(tmp_path / "work")
    keys = {}
    for suffix in (".txt", ".TXT", ".md"):
        path = tmp_path / f"same{suffix}"
        path.write_bytes(policy.path.read_bytes())
        keys[suffix] = records.key(CorpusFile(path, policy.name, policy.key))
    assert keys[".txt"] == keys[".TXT"] != keys[".md"]


def test_what_is_not_there_is_not_loaded(policy: CorpusFile, tmp_path: Path) -> None:
    assert Records(tmp_path / "work").load("ab" * 32, policy) is None


def test_a_whole_file_that_is_no_result_is_not_loaded(policy: CorpusFile, tmp_path: Path) -> None:
    records = Records(tmp_path / "work")
    key = key_of(records, policy)
    write_checked(tmp_path / "work" / key[:2] / f"{key}.json", b'{"source": null}')
    assert records.load(key, policy) is None


def test_a_file_that_was_not_taken_leaves_no_result(tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    path.write_bytes(b"")
    [file] = walk([path])
    [taken] = ingest_files([file])
    records = Records(tmp_path / "work")
    key = key_of(records, file)
    with pytest.raises(ValueError, match=r"空\.txt was not taken"):
        records.save(key, taken)
    assert not records.has(key)
