"""What a worker does with a file, and what is made of it, in this process (``tests/cluster`` has the cluster)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.corpus import CorpusFile, walk
from ingest.distributed import ingest_on_cluster, parsed_folder
from ingest.errors import WorkLost
from ingest.pipeline import ingest_all
from ingest.records import parser_version
from tests.cluster.stand_in import RayError, Row, Spoil, stand_in


@pytest.fixture
def files(tmp_path: Path) -> list[CorpusFile]:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for city, amount in (("聊城市", 80), ("淄博市", 60)):
        (corpus / f"{city}.txt").write_text(f"{city}扶持办法\n\n第一条 给予{amount}万元补助。\n", encoding="utf-8")
    (corpus / "空.txt").write_bytes(b"")
    return walk([corpus])


def times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*/*")}


def test_a_worker_tells_the_key_of_what_a_file_gave_or_why_it_was_not_taken(
    files: list[CorpusFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = parsed_folder(tmp_path)
    assert folder == tmp_path / "work" / "parsed"
    told: dict[str, Row] = {}

    def noted(rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            told[row["name"]] = row
            yield row

    stand_in(monkeypatch, noted)
    library = ingest_on_cluster(files, None, folder)
    assert library == ingest_all(files)
    assert told["空.txt"]["failure"].startswith("空.txt：文件是空的")
    assert {row["parser"] for row in told.values()} == {parser_version()}
    assert times(folder).keys() == {f"{told[name]['record']}.json" for name in ("聊城市.txt", "淄博市.txt")}


def test_what_another_worker_has_done_is_not_done_again(
    files: list[CorpusFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch)
    first = ingest_on_cluster(files, None, tmp_path / "work")
    written = times(tmp_path / "work")
    assert ingest_on_cluster(files, None, tmp_path / "work") == first
    assert times(tmp_path / "work") == written


def test_a_result_damaged_or_gone_before_it_is_collected_is_read_here(
    files: list[CorpusFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(rows: Iterator[Row]) -> Iterator[Row]:
        whole = list(rows)
        cut, gone = sorted((tmp_path / "work").glob("*/*"))
        cut.write_bytes(cut.read_bytes()[:-1])
        gone.unlink()
        yield from whole

    stand_in(monkeypatch, damaged)
    library = ingest_on_cluster(files, None, tmp_path / "work")
    granting = [clause.text for clause in library.clauses if "给予" in clause.text]
    assert sorted(granting) == ["第一条 给予60万元补助。", "第一条 给予80万元补助。"]
    assert library == ingest_all(files)


def test_a_file_that_is_gone_when_its_worker_comes_is_not_taken(
    files: list[CorpusFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [gone] = [file for file in files if file.name == "淄博市.txt"]
    gone.path.unlink()
    stand_in(monkeypatch)
    library = ingest_on_cluster(files, None, tmp_path / "work")
    assert [document.id for document in library.documents] == ["聊城市"]
    assert [name for name, _ in library.failures] == ["淄博市.txt", "空.txt"]
    assert library.failures[0][1].startswith("淄博市.txt：读不出来")


def test_files_in_any_order_of_their_workers_make_the_library_of_one_process(
    files: list[CorpusFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, lambda rows: iter(list(rows)[::-1]))
    heard: list[str] = []
    library = ingest_on_cluster(files, heard.append, tmp_path / "work")
    assert library == ingest_all(files)
    assert heard == [file.name for file in reversed(files)]
    assert ingest_on_cluster(files, None, tmp_path / "work") == library


def other_version(rows: Iterator[Row]) -> Iterator[Row]:
    yield from ({**row, "parser": "0" * 16} for row in rows)


def twice(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        yield row
        yield row


def fewer(rows: Iterator[Row]) -> Iterator[Row]:
    next(rows)
    yield from rows


def cut_off(rows: Iterator[Row]) -> Iterator[Row]:
    yield next(rows)
    raise RayError("Traceback of the worker\nThe node died.")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (other_version, "集群上的 policyqa 与本机的版本不同，请装成同一版本"),
        (twice, "淄博市.txt 报告了两次，请重试"),
        (fewer, "3 份文件只有 2 份有结果，重新运行即接着做"),
        (cut_off, "读取文件时集群中断，已完成的保留，重新运行即接着做：The node died."),
    ],
)
def test_work_that_does_not_account_for_every_file_once_is_lost(
    files: list[CorpusFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Spoil, told: str
) -> None:
    with monkeypatch.context() as patched:
        stand_in(patched, spoil)
        with pytest.raises(WorkLost) as caught:
            ingest_on_cluster(files, None, tmp_path / "work")
    assert str(caught.value) == told
