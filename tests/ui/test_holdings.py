"""The parts of 文库: every character stands in a clause or outside any, forms say what changed, no text is markup."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from server.contract import (
    AmountChange,
    CallerInfo,
    ClauseChange,
    ClauseNode,
    DiffAmount,
    DiffDocument,
    DiffSide,
    DocumentDiff,
    DocumentVisibility,
    Job,
    JobFile,
    SourcePiece,
    SourceText,
)
from tests.ui.samples import a_document
from ui.holdings.access import delete_question, visibility_form
from ui.holdings.boundaries import pieces_of, tree_beside_source
from ui.holdings.correction import correction_form, correction_of
from ui.holdings.progress import job_progress
from ui.holdings.versions import differences

TEXT = "打印本页\n一、<b>总则\n1.甲\n2.乙\n落款"


def clause(name: str, words: str, parent: str | None = None) -> ClauseNode:
    start = TEXT.index(words)
    return ClauseNode(
        id=name,
        parent_id=parent,
        kind="item",
        level=1,
        label=words[:2],
        heading="",
        title=words.split("\n")[0],
        path=[],
        text=words,
        start=start,
        end=start + len(words),
    )


CLAUSES = [
    clause("one", "一、<b>总则\n1.甲\n2.乙\n"),
    clause("one/1", "1.甲\n", "one"),
    clause("one/2", "2.乙\n", "one"),
    clause("end", "落款"),
]


def test_a_piece_belongs_to_the_innermost_clause_and_no_character_is_lost() -> None:
    pieces = pieces_of(CLAUSES, 0, len(TEXT))
    assert [(TEXT[start:end], number) for start, end, number in pieces] == [
        ("打印本页\n", None),
        ("一、<b>总则\n", 0),
        ("1.甲\n", 1),
        ("2.乙\n", 2),
        ("落款", 3),
    ]


def test_words_after_a_sub_clause_go_back_to_the_clause_around_it() -> None:
    inner = CLAUSES[1].model_copy(update={"end": CLAUSES[1].start + 2})
    pieces = pieces_of([CLAUSES[0], inner], CLAUSES[0].start, CLAUSES[0].end)
    assert [number for _, _, number in pieces] == [0, 1, 0]


def test_the_tree_nests_as_the_clauses_do_and_the_source_names_each_beginning() -> None:
    source = SourceText(
        snapshot="s",
        document=a_document(),
        length=len(TEXT),
        first=0,
        last=len(TEXT),
        start=None,
        end=None,
        pieces=[SourcePiece(text=TEXT, start=0, marked=False)],
    )
    html = tree_beside_source(CLAUSES, source)
    assert re.search(r'data-node="0">一、&lt;b&gt;总则</button><ul><li><button[^>]*data-node="1"', html)
    assert re.findall(r'pq-bound-name">([^<]*)<', html) == ["一、", "1.", "2.", "落款"]
    assert "<b>" not in html


def test_only_the_fields_given_are_corrected_and_an_empty_one_is_not_stated() -> None:
    correction = correction_of({"title": " 新标题 ", "doc_number": ""})
    assert correction.model_dump(exclude_unset=True) == {"title": "新标题", "doc_number": None}


@pytest.mark.parametrize("changed", [{"title": ""}, {"issued_on": "去年"}, {"source_file": "x"}, {"status": "none"}])
def test_what_is_no_correction_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        correction_of(changed)


def test_the_form_holds_what_is_known() -> None:
    html = correction_form(a_document(title='"><script>', issued_on="2025-05-09"))
    assert 'value="&quot;&gt;&lt;script&gt;"' in html
    assert 'name="issued_on" type="date" value="2025-05-09"' in html
    assert '<option value="draft" selected>征求意见稿</option>' in html


def test_a_changed_figure_is_shown_old_to_new() -> None:
    def side(text: str) -> DiffSide:
        return DiffSide(clause_id="c", label="14.", title="14.<i>创投", path=[], text=text, start=0, end=len(text))

    def document(version: str) -> DiffDocument:
        return DiffDocument(document_id="d", version=version, title="甲", source_file="a.txt", clause_count=3)

    amount = AmountChange(
        measure="money",
        old=DiffAmount(text="200万元", start=2, end=7),
        new=DiffAmount(text="300万元", start=2, end=7),
    )
    changes = [
        ClauseChange(kind="changed", old=side("最高200万元"), new=side("最高300万元"), amounts=[amount]),
        ClauseChange(kind="added", old=None, new=side("新增的一条")),
    ]
    html = differences(DocumentDiff(old=document("aa"), new=document("bb"), unchanged=7, changes=changes))
    assert "<del>200万元</del> → <ins>300万元</ins>" in html
    assert "新增 1 条，修改 1 条；相同 7 条" in html
    assert "14.&lt;i&gt;创投" in html


def test_a_job_tells_its_stage_its_files_and_why_it_failed() -> None:
    job = Job(
        id="j",
        kind="upload",
        subject="a",
        status="running",
        stage="embedding",
        done=3,
        total=12,
        files=[JobFile(name="<a>.pdf", bytes=1, status="rejected", reason="没有文字")],
        created_at="2026-01-01",
    )
    html = job_progress(job)
    assert 'max="12" value="3"' in html
    assert "&lt;a&gt;.pdf：未能收录，没有文字" in html
    failed = job_progress(job.model_copy(update={"status": "failed", "stage": "failed", "reason": "磁盘已满。"}))
    assert "磁盘已满。文件库没有变化。" in failed
    assert "<progress" not in failed


def test_an_editor_is_offered_everybody_and_his_own_groups() -> None:
    seen = DocumentVisibility(source_file="<a>.txt", visibility="public")
    html = visibility_form("d", seen, CallerInfo(name="e", role="editor", groups=["internal", "legal"]))
    assert re.findall(r'<option value="([^"]*)"', html) == ["public", "internal", "legal"]
    assert "&lt;a&gt;.txt" in html


def test_the_question_before_deleting_names_the_document() -> None:
    html = delete_question(a_document(title="<u>甲</u>"))
    assert "《&lt;u&gt;甲&lt;/u&gt;》" in html
    assert 'data-deleted="policy"' in html
