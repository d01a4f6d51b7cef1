"""A comparison as an Excel workbook: the table on the first sheet, the clauses it stands on on the second."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from server.contract import RegionAnswer, RegionComparison, Stated
from ui.citations import STATUS_LABELS
from ui.quoted import NOT_STATED
from ui.refusal import REFUSAL_TITLES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE_SHEET, CLAUSE_SHEET = "对比", "依据原文"
TABLE_HEAD = ("地区", "结果", "答案", "数值", "适用条件", "责任单位", "效力", "提示", "依据原文的行")
CLAUSE_HEAD = (
    "地区",
    "标记",
    "文件",
    "文号",
    "发文机关",
    "效力",
    "条款",
    "引用的原文",
    "条款全文",
    "来源文件",
    "起",
    "止",
)
CELL_CHARS = 32_767
"""The most characters Excel reads in a cell."""
_CUT = "……（后文见来源文件）"
_TABLE_WIDTHS = (12, 16, 48, 24, 28, 28, 14, 36, 14)
_CLAUSE_WIDTHS = (12, 7, 36, 18, 18, 14, 32, 48, 70, 30, 9, 9)


def comparison_workbook(compared: RegionComparison) -> bytes:
    """The .xlsx file. No text in it is a formula, whatever sign it begins with."""
    book = Workbook()
    table = book.active
    if not isinstance(table, Worksheet):
        raise TypeError("a new workbook has one worksheet")
    table.title = TABLE_SHEET
    clauses = book.create_sheet(CLAUSE_SHEET)
    _write(table, 1, (f"问题：{compared.question}",))
    _write(table, 2, (f"知识库快照：{compared.snapshot}",))
    _head(table, 3, TABLE_HEAD, _TABLE_WIDTHS)
    _head(clauses, 1, CLAUSE_HEAD, _CLAUSE_WIDTHS)
    line = 2
    for number, row in enumerate(compared.rows, start=4):
        first = line
        for citation in row.citations:
            values = (
                row.region, f"[{citation.marker}]", citation.document_title, citation.doc_number or NOT_STATED,
                citation.issuer or NOT_STATED, STATUS_LABELS[citation.doc_status], " › ".join(citation.clause_path),
                citation.quote, citation.text, citation.source_file,
            )  # fmt: skip
            _write(clauses, line, values)
            for column, place in enumerate((citation.start, citation.end), start=len(values) + 1):
                clauses.cell(line, column, place)
            line += 1
        _write(table, number, _table_row(row, first, line - 1))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _table_row(row: RegionAnswer, first: int, last: int) -> tuple[str, ...]:
    statuses = dict.fromkeys(STATUS_LABELS[citation.doc_status] for citation in row.citations)
    refused = row.refusal is not None
    return (
        row.region,
        REFUSAL_TITLES[row.refusal.code] if row.refusal is not None else "有答案",
        row.refusal.message if row.refusal is not None else row.answer,
        *("" if refused and not values else _lines(values) for values in (row.values, row.conditions, row.departments)),
        "、".join(statuses),
        "\n".join(notice.message for notice in row.notices),
        f"第 {first}–{last} 行" if last >= first else "",
    )


def _lines(values: Sequence[Stated]) -> str:
    return "\n".join(value.text for value in values) or NOT_STATED


def _head(sheet: Worksheet, line: int, names: Sequence[str], widths: Sequence[int]) -> None:
    _write(sheet, line, names)
    for column, width in enumerate(widths, start=1):
        sheet.cell(line, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"B{line + 1}"


def _write(sheet: Worksheet, line: int, values: Sequence[str]) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(line, column)
        if isinstance(cell, Cell):
            _write_text(cell, value)
            cell.alignment = Alignment(wrap_text=line > 2 or sheet.title != TABLE_SHEET, vertical="top")


def _write_text(cell: Cell, text: str) -> None:
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.value = text if len(text) <= CELL_CHARS else text[: CELL_CHARS - len(_CUT)] + _CUT
    # A text that begins with = + - @ stays text: here, and after somebody has opened the cell in Excel to edit it.
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
