"""The comparison of regions: its form, its table and its workbook."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from server.contract import HotQuestion, Notice, Refusal, RegionAnswer, RegionComparison, Stated
from tests.ui.samples import QUOTE, a_citation
from tests.ui.test_citations import ANY_TEXT, Elements
from ui.compare_form import read_compare_form, region_boxes, subjects
from ui.comparison import comparison
from ui.form_faults import FormFaults, fault_list
from ui.workbook import CELL_CHARS, CLAUSE_SHEET, TABLE_SHEET, comparison_workbook


def stated(text: str = "最高200万元", start: int = 130) -> Stated:
    return Stated(
        text=text,
        clause_id="policy/2/14",
        clause_label="14. 完善风险投资体系",
        clause_path=["二、重点任务", "14. 完善风险投资体系"],
        quote=QUOTE,
        start=start,
        end=start + len(text),
    )


def answered(answer: str = "最高奖励200万元。[1]", **changes: object) -> RegionAnswer:
    values: dict[str, object] = {
        "region": "甲市",
        "status": "answered",
        "code": None,
        "answer": answer,
        "short_answer": answer,
        "values": [stated()],
        "conditions": [],
        "departments": [stated("市科技局负责")],
        "citations": [a_citation()],
        "notices": [Notice(code="draft", message="这是征求意见稿。")],
        "refusal": None,
    }
    return RegionAnswer.model_validate(values | changes)


def refused(message: str = "本库未收录乙市的政策文件。") -> RegionAnswer:
    refusal = Refusal(code="region_not_covered", message=message, covered_regions=["甲市"])
    return answered(
        message,
        region="乙市",
        status="refused",
        code=refusal.code,
        values=[],
        departments=[],
        citations=[],
        notices=[],
        refusal=refusal,
    )


def compared(*rows: RegionAnswer) -> RegionComparison:
    return RegionComparison(snapshot="s1", question="创投奖励多少", rows=list(rows))


def test_a_region_without_an_answer_says_why() -> None:
    text = Elements(comparison(compared(answered(), refused()))).text
    assert "2 个地区，1 个有答案" in text
    assert "未收录该地区" in text
    assert "本库未收录乙市的政策文件。" in text
    assert "已收录：甲市" in text


def test_a_column_the_clauses_do_not_state_says_so_and_a_stated_one_leads_to_its_place() -> None:
    html = comparison(compared(answered()))
    assert Elements(html).text.count("原文未载明") == 1
    assert 'data-source="policy" data-start="130" data-end="137"' in html
    assert "征求意见稿" in html
    assert 'data-open="r1-1"' in html
    assert 'id="r1-1"' in html


@given(text=ANY_TEXT)
def test_no_text_of_a_comparison_becomes_markup(text: str) -> None:
    def rows(words: str) -> RegionComparison:
        row = answered(f"甲{words}", region=f"区{words}", values=[stated(f"值{words}")])
        return compared(row, refused(f"无{words}"))

    plain, read = Elements(comparison(rows(""))), Elements(comparison(rows(text.replace("\n", " "))))
    assert set(read.tags) == set(plain.tags)
    assert read.attributes == plain.attributes


def test_the_workbook_has_the_table_and_on_its_second_sheet_the_clauses() -> None:
    book = load_workbook(BytesIO(comparison_workbook(compared(answered(), refused()))))
    assert book.sheetnames == [TABLE_SHEET, CLAUSE_SHEET]
    table, clauses = book[TABLE_SHEET], book[CLAUSE_SHEET]
    assert table["A1"].value == "问题：创投奖励多少"
    assert [cell.value for cell in table[4]] == [
        "甲市",
        "有答案",
        "最高奖励200万元。[1]",
        "最高200万元",
        "原文未载明",
        "市科技局负责",
        "征求意见稿",
        "这是征求意见稿。",
        "第 2–2 行",
    ]
    assert [cell.value for cell in table[5]][:3] == ["乙市", "未收录该地区", "本库未收录乙市的政策文件。"]
    citation = a_citation()
    assert clauses.max_row == 2
    assert [cell.value for cell in clauses[2]] == [
        "甲市",
        "[1]",
        citation.document_title,
        citation.doc_number,
        citation.issuer,
        "征求意见稿",
        " › ".join(citation.clause_path),
        citation.quote,
        citation.text,
        "policy.txt",
        citation.start,
        citation.end,
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_cell_that_begins_like_a_formula_is_text(sign: str) -> None:
    words = f'{sign}HYPERLINK("http://example.invalid","看")'
    row = answered(words, region=words, citations=[a_citation(text=words, quote=words)])
    book = load_workbook(BytesIO(comparison_workbook(compared(row))))
    cells = [book[TABLE_SHEET]["A4"], book[TABLE_SHEET]["C4"], book[CLAUSE_SHEET]["H2"], book[CLAUSE_SHEET]["I2"]]
    assert [(cell.value, cell.data_type, cell.number_format, cell.quotePrefix) for cell in cells] == [
        (words, "s", "@", True)
    ] * 4


def test_what_a_cell_cannot_hold_is_cut_with_a_word_and_control_signs_are_left_out() -> None:
    row = answered(citations=[a_citation(text="字" * 40_000, quote="字\x00字\x1b")])
    clauses = load_workbook(BytesIO(comparison_workbook(compared(row))))[CLAUSE_SHEET]
    assert len(clauses["I2"].value) == CELL_CHARS
    assert clauses["I2"].value.endswith("……（后文见来源文件）")
    assert clauses["H2"].value == "字字"


def test_the_form_gives_ticked_and_written_regions_once_each() -> None:
    request = read_compare_form(
        {
            "subject": " 创投奖励多少 ",
            "region": ["日照市", "淄博市"],
            "others": "济南、青岛，淄博市",
            "as_of": "2025-06-09",
        }
    )
    assert request.question == "创投奖励多少"
    assert request.regions == ["日照市", "淄博市", "济南", "青岛"]
    assert str(request.as_of) == "2025-06-09"


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ({}, ["pq-subject", "pq-compare-regions"]),
        ({"subject": "补助", "region": ["日照市"]}, ["pq-compare-regions"]),
        ({"subject": "补" * 2001, "others": "甲、乙"}, ["pq-subject"]),
        ({"subject": "补助", "others": "、".join(f"市{n}" for n in range(21))}, ["pq-compare-regions"]),
        ({"subject": "补助", "others": "甲、" + "乙" * 51}, ["pq-others"]),
        ({"subject": "补助", "others": "甲、乙", "as_of": "2025-02-30"}, ["pq-compare-day"]),
    ],
)
def test_what_is_wrong_with_the_form_is_said_at_its_field(form: dict[str, object], fields: list[str]) -> None:
    with pytest.raises(FormFaults) as wrong:
        read_compare_form(form)
    assert [fault.field for fault in wrong.value.faults] == fields
    html = fault_list(wrong.value.faults)
    assert all(f'data-field="{field}"' in html for field in fields)


@given(name=st.text(min_size=1, max_size=20))
def test_a_region_of_any_name_stays_a_value(name: str) -> None:
    read = Elements(region_boxes([name]))
    assert read.tags == ["fieldset", "legend", "span", "label", "input", "span"]


def test_what_can_be_compared_is_asked_without_the_region() -> None:
    questions = [
        HotQuestion(
            question=question,
            region=region,
            document_id="d",
            clause_id="c",
            clause_label="1.",
            origin="library",
            count=None,
        )
        for question, region in [("甲市奖补多少？", "甲市"), ("乙市奖补多少？", "乙市"), ("谁负责？", None)]
    ]
    html = subjects(questions)
    assert html.count("data-subject") == 1
    assert 'data-subject="奖补多少？"' in html
