"""A library on disk: what is written is what is read back, and damage is noticed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.artifacts import library_sha256, load_library, save_library
from ingest.errors import ArtifactsDamaged
from ingest.model import (
    Chunk,
    Clause,
    ClauseKind,
    Department,
    DocType,
    Document,
    Found,
    Library,
    Link,
    Region,
    Role,
    SourceFile,
    Span,
    Status,
)
from ingest.pipeline import ingest_paths
from tests.library import CORPUS, source_text

TEXT = "第三条　对“高企”给予10万元补助。\r\n（牵头单位：市科技局）\n首页"
FULL = Library(
    sources=(SourceFile("子文件夹/办法.txt", "ab" * 32, TEXT, (Span(31, 33),)),),
    documents=(
        Document(
            id="办法",
            title="聊城市若干办法",
            doc_type=DocType.REGULATION,
            status=Status.EXPIRED,
            span=Span(0, 30),
            source_file="子文件夹/办法.txt",
            source_sha256="ab" * 32,
            doc_number=Found("聊政字〔2020〕9号", Span(0, 3)),
            issuers=(Found("聊城市人民政府", Span(0, 2)), Found("聊城市科技局", Span(2, 4))),
            region=Region("371500", "聊城市", ("370000",)),
            issued_on=Found("2020-12-01", Span(1, 2)),
            published_on=Found("2020-12-02", Span(1, 2)),
            effective_from=Found("2021-01-01", Span(1, 2)),
            effective_until=Found("2024-12-31", Span(1, 2)),
            comment_until=Found("2020-11-01", Span(1, 2)),
            links=(
                Link("repeals", "旧办法", None, Span(0, 1)),
                Link("based_on", None, "鲁政字〔2022〕225号", Span(0, 1)),
            ),
        ),
    ),
    clauses=(
        Clause(
            id="办法/3",
            document_id="办法",
            parent_id=None,
            kind=ClauseKind.ARTICLE,
            level=1,
            label="第三条",
            heading="",
            title="第三条",
            path=("第一章 总则", "第三条"),
            text=TEXT[:30],
            span=Span(0, 18),
            extent=Span(0, 30),
            ordinal=3,
            unique_ordinal=True,
            departments=(Department("市科技局", Role.LEAD, Span(25, 29)),),
        ),
    ),
    chunks=(Chunk("办法/3@1", "办法/3", "办法", "聊城市｜第三条", TEXT[:18], Span(0, 18)),),
    failures=(("坏文件.txt", "坏文件.txt：不是文本"),),
)


@pytest.fixture(scope="module")
def shipped() -> Library:
    return ingest_paths([CORPUS])


def test_every_field_comes_back(tmp_path: Path) -> None:
    save_library(FULL, tmp_path / "new" / "folder")
    assert load_library(tmp_path / "new" / "folder") == FULL


def test_an_empty_library_comes_back(tmp_path: Path) -> None:
    save_library(Library(), tmp_path)
    assert load_library(tmp_path) == Library()


def test_the_shipped_documents_come_back(shipped: Library, tmp_path: Path) -> None:
    save_library(shipped, tmp_path)
    assert load_library(tmp_path) == shipped


def test_what_lies_on_disk_is_plain_json_with_offsets_into_the_source(shipped: Library, tmp_path: Path) -> None:
    save_library(shipped, tmp_path)
    documents = {d["id"]: d for d in json.loads((tmp_path / "documents.json").read_bytes())}
    clauses = json.loads((tmp_path / "clauses.json").read_bytes())
    assert len(clauses) == len(shipped.clauses) > 0
    for clause in clauses:
        source = source_text(documents[clause["document_id"]]["source_file"])
        assert source[clause["extent"]["start"] : clause["extent"]["end"]] == clause["text"]


def test_saving_over_an_older_library_leaves_only_the_new_one(shipped: Library, tmp_path: Path) -> None:
    save_library(shipped, tmp_path)
    save_library(FULL, tmp_path)
    assert load_library(tmp_path) == FULL


def test_the_digest_is_the_same_for_the_same_files_and_another_for_any_change(shipped: Library) -> None:
    assert library_sha256(ingest_paths([CORPUS])) == library_sha256(shipped)
    [clause] = FULL.clauses
    changed = (
        replace(FULL, clauses=(replace(clause, text=clause.text.replace("10万元", "11万元")),)),
        replace(FULL, clauses=(replace(clause, departments=()),)),
        replace(FULL, documents=(replace(FULL.documents[0], status=Status.IN_FORCE),)),
        replace(FULL, chunks=()),
        replace(FULL, failures=()),
        replace(FULL, sources=(replace(FULL.sources[0], furniture=()),)),
    )
    assert len({library_sha256(library) for library in (FULL, *changed)}) == 1 + len(changed)


@pytest.mark.parametrize("kind", ["sources", "documents", "clauses", "chunks", "failures"])
@pytest.mark.parametrize("damage", ["missing", "truncated", "empty", "other json", "not text"])
def test_damage_is_told_in_one_line_with_the_file(tmp_path: Path, kind: str, damage: str) -> None:
    save_library(FULL, tmp_path)
    path = tmp_path / f"{kind}.json"
    whole = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        damaged = {"truncated": whole[:-2], "empty": b"", "other json": b'{"a": 1}', "not text": b"\xff\xfe\x00"}
        path.write_bytes(damaged[damage])
    with pytest.raises(ArtifactsDamaged) as caught:
        load_library(tmp_path)
    assert path.name in str(caught.value)
    assert "\n" not in str(caught.value)
