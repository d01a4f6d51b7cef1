"""Tables from bytes to clauses and chunks: whole with caption and header, cited by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.formats.table import Cell, table_lines
from ingest.model import Clause, ClauseKind, Library
from ingest.pipeline import ingest_paths
from tests.ingest.formats import samples

pytestmark = pytest.mark.slow

POLICY = """某市支持科技创新若干政策
一、奖励标准
（一）平台按下表奖励。
表1 平台奖励标准
单位：万元
| 序号 | 类别 | 金额 |
|---|---|---|
| 1 | 国家级平台 | 100 |
| 2 | 省级平台 | 50 |
（二）人才另行规定。
"""
ROWS = [("序号", "类别", "金额"), ("1", "国家级平台", "100万元"), ("2", "省级平台", "50万元")]


def ingested(path: Path) -> Library:
    return ingest_paths([path])


def rows_of(library: Library) -> tuple[Clause, list[Clause]]:
    table = next(c for c in library.clauses if c.text.rstrip().endswith("|") and "\n" in c.text and not c.label)
    return table, [c for c in library.clauses if c.parent_id == table.id]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    path = tmp_path / "政策.md"
    path.write_text(POLICY, encoding="utf-8")
    return ingested(path)


def test_a_table_is_one_clause_with_its_caption_unit_and_header(library: Library) -> None:
    table, rows = rows_of(library)
    assert table.kind is ClauseKind.PARAGRAPH
    assert table.heading == "表1 平台奖励标准"
    assert table.text == POLICY[POLICY.index("表1") : POLICY.index("（二）")].rstrip()
    assert [row.text for row in rows] == ["| 1 | 国家级平台 | 100 |", "| 2 | 省级平台 | 50 |"]
    assert [row.title for row in rows] == ["国家级平台", "省级平台"]
    assert rows[1].path == ("一、奖励标准", "（一）平台按下表奖励。", "表1 平台奖励标准", "省级平台")


def test_a_table_that_the_item_before_says_nothing_of_stands_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "政策.md"
    path.write_text(POLICY.replace("按下表奖励", "给予奖励"), encoding="utf-8")
    table, _ = rows_of(ingested(path))
    assert table.path == ("一、奖励标准", "表1 平台奖励标准")


def test_the_clauses_around_a_table_go_on_counting(library: Library) -> None:
    assert [c.label for c in library.clauses if c.label] == ["一、", "（一）", "（二）"]


def test_the_table_stands_under_the_section_and_rows_cover_their_own_lines_only(library: Library) -> None:
    table, rows = rows_of(library)
    (source,) = library.sources
    assert all(row.span == row.extent and row.span.cut(source.text) == row.text for row in rows)
    assert table.span.end <= rows[0].span.start
    assert table.extent.covers(rows[-1].extent)


def test_a_row_is_searched_with_the_names_of_its_columns(library: Library) -> None:
    _, rows = rows_of(library)
    (chunk,) = [chunk for chunk in library.chunks if chunk.clause_id == rows[1].id]
    assert chunk.text == "| 2 | 省级平台 | 50 |"
    assert chunk.prefix.endswith("表1 平台奖励标准｜省级平台\n序号：2；类别：省级平台；金额：50")


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx", "pdf", "html"])
def test_every_format_gives_the_same_rows(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"奖励.{suffix}"
    path.write_bytes(written(suffix))
    _, rows = rows_of(ingested(path))
    assert [row.text for row in rows] == ["| 1 | 国家级平台 | 100万元 |", "| 2 | 省级平台 | 50万元 |"]


def written(suffix: str) -> bytes:
    if suffix == "csv":
        return "\n".join(",".join(row) for row in ROWS).encode("gb18030")
    if suffix == "html":
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
        return f"<html><body><h1>奖励标准的通知</h1><table>{body}</table></body></html>".encode()
    if suffix == "pdf":
        return samples.pdf_with_table(ROWS, "平台奖励标准")
    if suffix == "xlsx":
        return samples.workbook([["平台奖励标准"], *map(list, ROWS)])
    return samples.document_with_table("奖励标准的通知", ROWS)


def test_a_header_of_two_rows_is_folded_and_a_long_merged_text_is_written_once() -> None:
    long = "长" * 121
    lines = table_lines(
        [
            [Cell("县区", rows=2), Cell("标准", columns=2), Cell("说明", rows=2)],
            [Cell("国家级"), Cell("省级")],
            [Cell("甲", rows=2), Cell("1"), Cell("2"), Cell(long, rows=2)],
            [Cell("3"), Cell("4")],
            [Cell("合计", columns=4)],
        ]
    )
    assert lines == [
        "| 县区 | 标准/国家级 | 标准/省级 | 说明 |", f"| 甲 | 1 | 2 | {long} |", "| 甲 | 3 | 4 |  |", "| 合计 |",
    ]  # fmt: skip


def test_absurd_spans_make_no_absurd_tables() -> None:
    lines = table_lines([[Cell("a", rows=10**9, columns=10**9), Cell("b")], [Cell("c"), Cell("d")]])
    assert sum(map(len, lines)) < 2_000


def test_a_numbered_document_with_a_table_is_not_taken_for_another_title(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(
        "某市关于奖励的通知\n一、奖励平台。\n某市科学技术局\n2024年1月1日\n| 类别 | 办法 |\n| 平台 | 申报办法 |\n",
        encoding="utf-8",
    )
    assert [d.title for d in ingested(path).documents] == ["某市关于奖励的通知"]
