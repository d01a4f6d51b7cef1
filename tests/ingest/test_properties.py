"""What holds of any text: offsets, tiling, tree order, ids. Hypothesis writes the texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Span
from ingest.normalize import fold, lines, trim
from ingest.pipeline import Ingested
from tests.ingest.measure_archive import tiles
from tests.ingest.trees import take

pytestmark = pytest.mark.slow

_MARKS = [
    "第一章 ",
    "第二章 ",
    "第一节 ",
    "第一条 ",
    "第二条　",
    "第三条规定的",
    "一、",
    "二、",
    "（一）",
    "(二)",
    "1.",
    "2．",
    "（1）",
    "①",
    "一是",
    "附件：",
    "附件2",
    "# ",
    "## ",
    "**",
    "| 甲 |",
    "目录",
    "“第一条 ",
    "",
    "",
]
_BODIES = [
    "总则",
    "加强领导。",
    "给予50万元奖补。（牵头单位：市科技局）",
    "有下列情形：",
    "甲；",
    "一是甲。二是乙。",
    "修改为：“",
    "”",
    "某市人民政府",
    "2024年1月2日",
    "关于印发《办法》的通知",
    "办法",
    "版权所有",
    "𠀀\u3000Ｑ１．",
    "",
]
_ENDS = ["\n", "\n\n", "\r\n", "\u2028", "\n\u3000\u3000", ""]
_PIECES = st.tuples(st.sampled_from(_MARKS), st.sampled_from(_BODIES), st.sampled_from(_ENDS)).map("".join)
_CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], exclude_characters="\ufffd")
_TEXTS = st.one_of(
    st.lists(_PIECES, min_size=1, max_size=40).map("".join), st.text(_CHARACTERS, min_size=1, max_size=200)
)


def _taken(text: str) -> Iterator[Ingested]:
    with TemporaryDirectory() as folder:
        yield take(Path(folder), "标题\n" + text, "a.md")


@given(st.text(max_size=300))
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(_TEXTS)
def test_lines_are_cut_at_their_spans_and_hold_all_but_white_space(text):
    found = list(lines(text))
    for line in found:
        assert line.span.cut(text) == line.text
        assert len(line.folded) == len(line.text)
        assert line.folded == fold(line.text)
    inside = {i for line in found for i in range(line.span.start, line.span.end)}
    assert all(fold(c).isspace() or c in "\x1c\x1d\x1e\x85\u2028\u2029" for i, c in enumerate(text) if i not in inside)
    assert [line.span for line in found] == sorted(line.span for line in found)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_trimming_keeps_what_is_no_white_space(text, first, second):
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    span = trim(text, start, end)
    assert start <= span.start <= span.end <= end
    assert span.cut(fold(text)) == fold(text)[start:end].strip()


@settings(max_examples=250, deadline=None)
@given(_TEXTS)
def test_clauses_and_furniture_tile_the_source(text):
    for taken in _taken(text):
        assert taken.source is not None
        assert tiles(len(taken.source.text), taken)


@settings(max_examples=250, deadline=None)
@given(_TEXTS)
def test_the_tree_is_in_reading_order_and_children_lie_in_their_parents(text):
    for taken in _taken(text):
        assert taken.source is not None
        source = taken.source.text
        by_id = {c.id: c for c in taken.clauses}
        assert len(by_id) == len(taken.clauses)
        assert [c.span.start for c in taken.clauses] == sorted(c.span.start for c in taken.clauses)
        for clause in taken.clauses:
            assert clause.text == clause.extent.cut(source)
            assert clause.span.start == clause.extent.start
            assert clause.level == len(clause.path)
            assert clause.path[-1] == clause.title
            assert clause.label in clause.text
            if clause.parent_id is not None:
                parent = by_id[clause.parent_id]
                assert parent.extent.covers(clause.extent)
                assert clause.path[:-1] == parent.path
                assert clause.id.startswith(parent.id + ".")


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_every_chunk_resolves_to_its_clause_and_place(text):
    for taken in _taken(text):
        assert taken.source is not None
        by_id = {c.id: c for c in taken.clauses}
        for chunk in taken.chunks:
            assert chunk.text == chunk.span.cut(taken.source.text)
            assert by_id[chunk.clause_id].extent.covers(chunk.span)
            assert by_id[chunk.clause_id].document_id == chunk.document_id


@settings(max_examples=60, deadline=None)
@given(_TEXTS)
def test_two_runs_give_the_same(text):
    for first, second in zip(_taken(text), _taken(text), strict=True):
        assert (first.documents, first.clauses, first.chunks) == (second.documents, second.clauses, second.chunks)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_covering_is_an_order(a, b, c, d):
    first, second = Span(min(a, b), max(a, b)), Span(min(c, d), max(c, d))
    assert (first.covers(second) and second.covers(first)) == (first == second)
