"""Results of work on disk: what is read back is what was written, or nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ingest.checked_file import read_checked, write_checked


def test_a_file_is_the_digest_of_its_body_and_the_body(tmp_path: Path) -> None:
    path = tmp_path / "ab" / "结果"
    write_checked(path, "给予10万元补助".encode())
    body = "给予10万元补助".encode()
    assert path.read_bytes() == hashlib.sha256(body).digest() + body
    assert read_checked(path) == body
    assert [found.name for found in path.parent.iterdir()] == ["结果"], "nothing is left beside it"


def test_a_result_written_again_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "result"
    write_checked(path, b"first")
    write_checked(path, b"")
    assert read_checked(path) == b""


def test_what_was_never_written_is_none(tmp_path: Path) -> None:
    assert read_checked(tmp_path / "no folder" / "result") is None
    assert read_checked(tmp_path) is None, "a folder is no result"


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied"])
def test_a_damaged_result_is_none(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "a" / "b"
    write_checked(path, b"0123456789")
    assert read_checked(path) == b"0123456789"
    whole = path.read_bytes()
    path.write_bytes({"cut": whole[:-1], "flipped": whole[:-1] + b"8", "emptied": b""}[damage])
    assert read_checked(path) is None
