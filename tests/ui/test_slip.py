"""The clerk's slip as shown and as copied."""

from __future__ import annotations

from typing import Any

from server.contract import Notice, Slip, SlipClause, Stated
from tests.ui.samples import QUOTE
from tests.ui.test_chat import HOSTILE, HOSTILE_AS_TEXT
from ui.slip import slip_as_text, slip_window


def stated(text: str) -> Stated:
    return Stated(text=text, clause_id="c", clause_label="14.", clause_path=[], quote=text, start=0, end=len(text))


def a_slip(**changes: Any) -> Slip:
    clause = SlipClause(
        clause_id="policy/14",
        label="第14条 完善风险投资体系",
        document_id="policy",
        document_title="关于支持创新的若干政策",
        doc_number="某政字〔2024〕5号",
        issuer="某市人民政府",
        doc_status="draft",
        status_name="征求意见稿",
        quote=QUOTE,
    )
    values: dict[str, Any] = {
        "question": "怎么奖励？",
        "answered": True,
        "spoken": "对新设立的创业投资机构，最高奖励200万元。",
        "more": 0,
        "clause": clause,
        "departments": stated("市科技局"),
        "phone": stated("0633-8773169"),
        "notices": [Notice(code="draft", message="尚未生效。")],
        "date": "2026-05-09",
        "snapshot": "s1",
        "answer_id": "a1",
    }
    return Slip(**values | changes)


def test_what_is_copied_is_what_a_clerk_says_and_where_it_stands() -> None:
    assert slip_as_text(a_slip()).split("\n") == [
        "对新设立的创业投资机构，最高奖励200万元。",
        "群众所问：怎么奖励？",
        "依据条款：第14条 完善风险投资体系",
        "文件：关于支持创新的若干政策",
        "文号：某政字〔2024〕5号",
        "效力：征求意见稿",
        "责任单位：市科技局",
        "联系电话：0633-8773169",
        "注意：尚未生效。",
        "出具日期：2026-05-09",
        "知识库快照：s1",
    ]


def test_what_the_text_does_not_state_is_said_to_be_so() -> None:
    assert "联系电话：原文未载明" in slip_as_text(a_slip(phone=None))


def test_a_refusal_has_a_slip_without_a_clause() -> None:
    html = slip_window(a_slip(answered=False, clause=None, departments=None, phone=None, notices=[]))
    assert "依据条款" not in html
    assert "怎么奖励？" in html


def test_markup_is_shown_as_text() -> None:
    html = slip_window(a_slip(question=HOSTILE, spoken=HOSTILE, phone=stated(HOSTILE)))
    assert "<script" not in html
    assert "<img" not in html
    assert HOSTILE_AS_TEXT in html
