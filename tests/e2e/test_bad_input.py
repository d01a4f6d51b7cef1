"""What cannot be done is told in one line, with an exit code, and never with a traceback."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

from tests.e2e.command import error_of, policyqa
from tests.library import Built

QUESTION = "日照对创投机构奖励多少"


def test_an_empty_question_is_told(tmp_path: Path) -> None:
    assert "请输入要问的问题" in error_of(policyqa(tmp_path, "ask", ""))


def test_a_question_of_100000_characters_is_told(tmp_path: Path) -> None:
    assert "2000" in error_of(policyqa(tmp_path, "ask", "q" * 100_000))


def test_a_call_without_a_question_tells_the_usage(tmp_path: Path) -> None:
    result = policyqa(tmp_path, "ask")
    assert result.returncode == 2
    assert "--input" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "command", [("ask", QUESTION), ("search", QUESTION), ("serve",)], ids=["ask", "search", "serve"]
)
def test_a_library_that_is_not_there_is_told_with_the_mend(tmp_path: Path, command: tuple[str, ...]) -> None:
    error = error_of(policyqa(tmp_path / "library", *command))
    assert "policyqa index build" in error
    assert str(tmp_path / "library") in error


def test_a_truncated_index_is_told(built: Built, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(built.home, home)
    [vectors] = home.rglob("vectors.faiss")
    vectors.write_bytes(vectors.read_bytes()[:-1000])
    asked = error_of(policyqa(home, "ask", QUESTION))
    verified = error_of(policyqa(home, "index", "verify"))
    for error in (asked, verified):
        assert "vectors.faiss" in error


def test_a_damaged_library_file_is_told(built: Built, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(built.home, home)
    [clauses] = home.rglob("clauses.json")
    clauses.write_bytes(clauses.read_bytes().replace("200万元".encode(), "900万元".encode()))
    assert "clauses.json" in error_of(policyqa(home, "index", "verify"))


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("POLICYQA_PORT", "99999", "port"),
        ("POLICYQA_HOEM", "/srv/library", "hoem"),
        ("POLICYQA_RETRIEVAL", "{not json", "retrieval"),
    ],
    ids=["out of bounds", "misspelt", "not readable"],
)
def test_a_wrong_setting_is_told(tmp_path: Path, variable: str, value: str, words: str) -> None:
    assert words in error_of(policyqa(tmp_path, "index", "status", **{variable: value}))


def test_a_port_in_use_is_told(built: Built) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = policyqa(built.home, "serve", "--port", str(taken.getsockname()[1]))
    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    assert result.stderr.strip()


def test_a_corpus_with_nothing_to_read_is_told(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "broken.txt").write_bytes(bytes(range(256)) * 40)
    error = error_of(policyqa(tmp_path / "home", "index", "build", "--corpus", corpus))
    assert "broken.txt" in error
    assert not (tmp_path / "home" / "current").exists()
    assert "不存在" in error_of(policyqa(tmp_path, "ingest", tmp_path / "不存在"))
