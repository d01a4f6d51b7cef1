"""Question files as spreadsheets, for people who write questions in a table.

The first row of the first sheet names the columns, in any order; a row with an id begins a case, and rows below it
without one add a citation each. In a cell, lines are members of a list and ``|`` parts alternatives (of
`must_contain`: each line a group). `history` has a turn a line, ``用户：…`` or ``系统：…``; a line that begins with
neither goes on with the turn above it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from eval.cases import Case, ExpectedCitation
from eval.errors import CaseFileError

COLUMNS: Final = {
    "id": "题号",
    "question": "问题",
    "category": "类别",
    "history": "此前对话",
    "behaviour": "作答或拒答",
    "refusal_code": "拒答原因",
    "refusal_code_alt": "可接受的拒答原因",
    "must_contain": "答案须有",
    "must_not_contain": "答案不得有",
    "distractors": "不得在前",
    "citation_mode": "引用要求",
    "file": "来源文件",
    "clause": "条款",
    "quote": "原文",
    "group": "引用分组",
    "note": "备注",
    "formula": "算式",
}
"""Column names and the Chinese ones that may stand for them."""

_NAMES: Final = {chinese: name for name, chinese in COLUMNS.items()} | {name: name for name in COLUMNS}
_CITATION: Final = ("file", "clause", "quote", "group")
_SPEAKERS: Final = {"用户：": "user", "系统：": "assistant"}
_BEHAVIOURS: Final = {"作答": "answer", "拒答": "refuse"}

Cells = dict[str, str]


def read_rows(path: Path) -> Iterator[tuple[int, object]]:
    """The cases of a spreadsheet as JSON would have them, each with its row number (from 1, the header being 1).

    Raises `CaseFileError` for a file that is no spreadsheet, unknown, missing or doubled columns, and a row that
    belongs to no case.
    """
    begun: tuple[int, dict[str, Any]] | None = None
    for number, cells in _rows(path):
        if cells.get("id"):
            if begun:
                yield begun
            begun = number, _item(path, number, cells)
        elif begun is None:
            raise CaseFileError(path, number, "没有题号")
        elif extra := [name for name in cells if name not in _CITATION]:
            raise CaseFileError(path, number, f"没有题号的行只能补充引用，不能有“{COLUMNS[extra[0]]}”")
        if begun and (citation := {name: cells[name] for name in _CITATION if name in cells}):
            begun[1]["expect"]["citations"].append(citation)
    if begun:
        yield begun


def write(path: Path, cases: Sequence[Case]) -> None:
    """Write ``cases`` as `read_rows` reads them, under the Chinese column names. Raises `OSError`."""
    book = openpyxl.Workbook()
    sheet = book.active
    if sheet is None:  # a new workbook has one; openpyxl's types do not say so
        raise RuntimeError("新建的工作簿没有工作表")
    sheet.append(list(COLUMNS.values()))
    for case in cases:
        first, *others = [_place_cells(place) for place in case.expect.citations] or [{}]
        for cells in (_case_cells(case) | first, *others):
            sheet.append([cells.get(name) or None for name in COLUMNS])
    sheet.freeze_panes = "C2"
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":  # a text that begins with "=" is no formula
                cell.data_type = "s"
    book.save(path)


def _rows(path: Path) -> Iterator[tuple[int, Cells]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        book.close()
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError) as error:
        raise CaseFileError(path, 0, f"无法读取，应为 .xlsx 表格（{error}）") from error
    columns = _columns(path, rows[0] if rows else ())
    for number, row in enumerate(rows[1:], start=2):
        texts = ((name, _text(value)) for name, value in zip(columns, row, strict=False) if name)
        if cells := {name: text for name, text in texts if text}:
            yield number, cells


def _columns(path: Path, header: Sequence[object]) -> list[str]:
    titles = [_text(value) for value in header]
    if unknown := [title for title in titles if title and title not in _NAMES]:
        raise CaseFileError(path, 1, f"不认识的列名“{unknown[0]}”，可用的有：{'、'.join(COLUMNS.values())}")
    columns = [_NAMES.get(title, "") for title in titles]
    if doubled := [name for name in COLUMNS if columns.count(name) > 1]:
        raise CaseFileError(path, 1, f"“{COLUMNS[doubled[0]]}”列出现了两次")
    if missing := [name for name in ("id", "question", "category", "behaviour") if name not in columns]:
        raise CaseFileError(path, 1, f"缺少“{COLUMNS[missing[0]]}”列")
    return columns


def _text(value: object) -> str:
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _item(path: Path, number: int, cells: Cells) -> dict[str, Any]:
    expect: dict[str, Any] = {"citations": []}
    if behaviour := cells.get("behaviour"):
        expect["behaviour"] = _BEHAVIOURS.get(behaviour, behaviour)
    expect |= {name: cells[name] for name in ("refusal_code", "citation_mode") if name in cells}
    expect |= {
        name: _members(cells[name]) for name in ("refusal_code_alt", "must_not_contain", "distractors") if name in cells
    }
    if "must_contain" in cells:
        expect["must_contain"] = [
            [value.strip() for value in line.split("|") if value.strip()] for line in _members(cells["must_contain"])
        ]
    item: dict[str, Any] = {
        name: cells[name] for name in ("id", "question", "category", "note", "formula") if name in cells
    }
    if "history" in cells:
        item["history"] = _turns(path, number, cells["history"])
    return item | {"expect": expect}


def _members(cell: str) -> list[str]:
    return [line.strip() for line in cell.splitlines() if line.strip()]


def _turns(path: Path, number: int, cell: str) -> list[dict[str, str]]:
    turns: list[dict[str, str]] = []
    for line in cell.splitlines():
        speaker = next((mark for mark in _SPEAKERS if line.startswith(mark)), None)
        if speaker:
            turns.append({"role": _SPEAKERS[speaker], "content": line.removeprefix(speaker)})
        elif turns:
            turns[-1]["content"] += f"\n{line}"
        else:
            raise CaseFileError(path, number, "“此前对话”的每一轮应以“用户：”或“系统：”开头")
    return turns


def _case_cells(case: Case) -> Cells:
    expect = case.expect
    marks = {role: mark for mark, role in _SPEAKERS.items()}
    words = {behaviour: word for word, behaviour in _BEHAVIOURS.items()}
    return {
        "id": case.id,
        "question": case.question,
        "category": case.category,
        "history": "\n".join(f"{marks[turn.role]}{turn.content}" for turn in case.history),
        "behaviour": words[expect.behaviour],
        "refusal_code": expect.refusal_code or "",
        "refusal_code_alt": "\n".join(expect.refusal_code_alt),
        "must_contain": "\n".join("|".join(group) for group in expect.must_contain),
        "must_not_contain": "\n".join(expect.must_not_contain),
        "distractors": "\n".join(expect.distractors),
        "citation_mode": expect.citation_mode,
        "note": case.note,
        "formula": case.formula,
    }


def _place_cells(place: ExpectedCitation) -> Cells:
    return {"file": place.file, "clause": place.clause, "quote": place.quote, "group": place.group or ""}
