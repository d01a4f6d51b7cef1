"""A conversation as a file: read back with other programs than the one that wrote it."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from server.contract import Notice
from tests.ui.samples import CLAUSE_TEXT, QUOTE, a_citation, an_answer
from tests.ui.test_citations import Elements
from ui.chat import answered_turn, failed_turn
from ui.conversations import Conversation
from ui.export import as_markdown, as_word

STARTED = datetime(2026, 5, 9, 10, 30)
TABLE = "| 对象 | 原文规定 |\n|---|---|\n| 聊城市 | 10万元。[1] |"
ANY_TEXT = st.text(alphabet=st.sampled_from("政<>&*_`~#|[]()!-+=1.\\\"'/ 策"), min_size=1, max_size=40).map(str.strip)


def conversation(*turns: object) -> Conversation:
    return Conversation("0123456789abcdef", STARTED, turns)  # type: ignore[arg-type]


def read(markdown: str) -> Elements:
    """The Markdown as a reader's program shows it (CommonMark with tables)."""
    return Elements(MarkdownIt("commonmark").enable("table").render(markdown))


def test_markdown_holds_question_answer_notice_source_and_clause() -> None:
    response = an_answer(notices=[Notice(code="draft", message="本文件为征求意见稿。")])
    shown = read(as_markdown(conversation(answered_turn("怎么奖励？", response, 1))))
    for said in (
        "开始于 2026-05-09 10:30",
        "怎么奖励？",
        "最高奖励200万元。[1]",
        "注意：本文件为征求意见稿。",
        "[1] 关于支持创新的若干政策｜某政字〔2024〕5号｜某市人民政府｜征求意见稿｜二、重点任务｜14. 完善风险投资体系",
        CLAUSE_TEXT,
    ):
        assert said in shown.text
    assert shown.marked == QUOTE


def test_a_comparison_stays_a_table_in_markdown() -> None:
    shown = read(as_markdown(conversation(answered_turn("各给多少", an_answer(answer=TABLE), 1))))
    assert shown.tags.count("th") == 2
    assert shown.tags.count("td") == 2


@settings(deadline=None)
@given(question=ANY_TEXT.filter(bool), answer=ANY_TEXT.filter(bool))
def test_no_text_becomes_markup_in_markdown(question: str, answer: str) -> None:
    turn = answered_turn(question, an_answer(answer=answer, citations=[]), 1)
    shown = read(as_markdown(conversation(turn)))
    assert set(shown.tags) <= {"h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td"}
    assert " ".join(question.split()) in shown.text


def test_word_holds_the_same_with_the_quote_underlined() -> None:
    turns = [answered_turn("怎么<b>奖励？", an_answer(), 1), failed_turn("再问\x07", "连不上。", 2)]
    document = Document(BytesIO(as_word(conversation(*turns))))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert "怎么<b>奖励？" in paragraphs
    assert "对新设立的创业投资机构，最高奖励200万元。[1]" in paragraphs
    assert CLAUSE_TEXT in paragraphs
    assert paragraphs[-2:] == ["再问", "这次没有得到回答：连不上。"]
    underlined = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.underline]
    assert underlined == [QUOTE]


def test_a_clause_without_a_quote_is_whole() -> None:
    response = an_answer(citations=[a_citation(quote="")])
    shown = read(as_markdown(conversation(answered_turn("问", response, 1))))
    assert CLAUSE_TEXT in shown.text
    assert shown.marked == ""
