"""Question files as spreadsheets."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from eval.case_files import load_cases, write_cases
from eval.errors import CaseFileError

QUESTIONS = Path(__file__).parents[2] / "eval" / "questions"
HEADER = [
    "题号",
    "问题",
    "类别",
    "作答或拒答",
    "答案须有",
    "来源文件",
    "条款",
    "原文",
    "引用要求",
    "此前对话",
    "拒答原因",
]


def sheet(folder: Path, *rows: list[object], header: list[str] | None = None) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (HEADER if header is None else header, *rows):
        page.append(row)
    path = folder / "q.xlsx"
    book.save(path)
    return path


def test_a_row_is_a_case_and_rows_below_it_add_citations(tmp_path: Path) -> None:
    turns = "用户：高企\n系统：第一行\n第二行"
    path = sheet(
        tmp_path,
        ["a1", "奖多少", "amount", "作答", "10万元|10万\n最高", "a.txt", "1.", "给予10万元", "all", turns],
        [None, None, None, None, None, "b.txt", None, "给予20万元"],
        [],
        [2, "天气", "refuse", "拒答", None, None, None, None, None, None, "off_topic"],
    )  # fmt: skip
    first, second = load_cases(path)
    assert first.expect.must_contain == (("10万元", "10万"), ("最高",))
    assert [(c.file, c.clause, c.quote) for c in first.expect.citations] == [
        ("a.txt", "1.", "给予10万元"),
        ("b.txt", "", "给予20万元"),
    ]
    assert first.expect.citation_mode == "all"
    assert [(turn.role, turn.content) for turn in first.history] == [("user", "高企"), ("assistant", "第一行\n第二行")]
    assert (second.id, second.expect.behaviour, second.expect.refusal_code) == ("2", "refuse", "off_topic")


@pytest.mark.parametrize("path", sorted(QUESTIONS.glob("*.jsonl")), ids=lambda path: path.name)
def test_our_own_questions_come_back_as_they_went(path: Path, tmp_path: Path) -> None:
    cases = load_cases(path)
    for name in ("q.xlsx", "q.jsonl"):
        write_cases(tmp_path / name, cases)
        assert load_cases(tmp_path / name) == cases


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    case = load_cases(QUESTIONS / "policies_tuning.jsonl")[0].model_copy(update={"note": "=1+1"})
    write_cases(tmp_path / "q.xlsx", [case])
    assert load_cases(tmp_path / "q.xlsx") == (case,)


def test_numbers_and_dates_in_cells_are_read_as_they_are_written(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        ["a1", "几家", "target", "作答", 1027.0, "a.txt", None, "达到1027家"],
        ["a2", "何时", "date", "作答", datetime(2024, 5, 1), "a.txt", None, "2024-05-01"],
    )
    assert [case.expect.must_contain for case in load_cases(path)] == [(("1027",),), (("2024-05-01",),)]


GOOD = ["a1", "问", "amount", "作答", "1", "a.txt", "1.", "原文"]


@pytest.mark.parametrize(
    ("rows", "header", "said"),
    [
        ([GOOD, [], ["a1", *GOOD[1:]]], None, ":4: id 'a1' 与第 2 行重复"),
        ([[None, "问", "amount", "作答"]], None, ":2: 没有题号"),
        ([GOOD, [None, "问"]], None, ":3: 没有题号的行只能补充引用，不能有“问题”"),
        ([GOOD, ["a2", "问", "amount", "答"]], None, ":3: expect.behaviour"),
        ([["a1", None, "amount", "作答"]], None, ":2: question"),
        ([[*GOOD, None, "高企"]], None, ":2: “此前对话”的每一轮应以“用户：”或“系统：”开头"),
        ([GOOD], [*HEADER[:-1], "拒答理由"], ":1: 不认识的列名“拒答理由”"),
        ([GOOD], [*HEADER, "question"], ":1: “问题”列出现了两次"),
        ([GOOD], HEADER[1:], ":1: 缺少“题号”列"),
        ([], None, ":0: 没有任何题目"),
        ([], [], ":1: 缺少“题号”列"),
    ],
)
def test_a_mistake_is_named_with_file_and_row(
    tmp_path: Path, rows: list[list[object]], header: list[str] | None, said: str
) -> None:
    path = sheet(tmp_path, *rows, header=header)
    with pytest.raises(CaseFileError) as caught:
        load_cases(path)
    assert str(caught.value).startswith(f"{path}{said}")


def test_what_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "q.xlsx"
    path.write_text("id,question", encoding="utf-8")
    with pytest.raises(CaseFileError, match=r"q\.xlsx:0: 无法读取，应为 \.xlsx 表格"):
        load_cases(path)
    with pytest.raises(CaseFileError, match=r"none\.xlsx:0: 无法读取"):
        load_cases(tmp_path / "none.xlsx")
