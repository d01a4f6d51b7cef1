"""Spreadsheets (XLSX) of policy lists: each visible sheet is a table under its title."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from pathlib import PurePosixPath

import openpyxl
from openpyxl.cell import Cell as OpenCell
from openpyxl.cell import MergedCell
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from ingest.errors import EmptyFile, FileTooLarge
from ingest.formats.archive import check_archive
from ingest.formats.parsing import damage_named
from ingest.formats.source_text import SourceText
from ingest.formats.table import Cell, table_lines

MOST_CELLS = 2_000_000
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表)\s*\d*", re.IGNORECASE)
_RANGE = re.compile(
    rb"""<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref\s*=\s*["']\$?([A-Za-z]{1,3})\$?([0-9]{1,7}):\$?([A-Za-z]{1,3})\$?([0-9]{1,7})["']"""
)
_PERCENT = re.compile(r"0(?:\.(0+))?%")


def read(data: bytes, name: str) -> SourceText:
    """The sheets of an XLSX file as tables; formulas give the values last computed, merged cells are filled in.

    Raises:
        EncryptedFile, SuspiciousArchive, DamagedFile, TooCostly: it cannot be opened safely.
        FileTooLarge: a sheet spreads over more than :data:`MOST_CELLS` cells.
        EmptyFile: there is no text in it.
    """
    check_archive(data, name)
    _check_ranges(data, name)
    with damage_named(name):
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    tables = [(sheet.title, _rows(sheet, name)) for sheet in sheets]
    several = len(tables) > 1
    lines: list[str] = []
    for title, rows in tables:
        table = table_lines(rows)
        if not table:
            continue
        if table[0].startswith("| "):
            meant = "" if _DEFAULT_NAME.fullmatch(title.strip()) else title.strip()
            stem = "" if lines else PurePosixPath(name).stem
            lines += [meant] if meant else [stem] if stem else []
        elif several and not _DEFAULT_NAME.fullmatch(title.strip()) and title.strip() not in table[0]:
            table[0] += f"（{title.strip()}）"
        lines += table
    if not lines:
        raise EmptyFile(f"{name}：表格中没有内容，请检查后重新提供")
    return SourceText(data, "\n".join(lines))


def _check_ranges(data: bytes, name: str) -> None:
    """Refuse merged cells or links over absurd ranges, of which the library would make a cell each."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            if not member.lower().endswith(".xml"):
                continue
            found = _RANGE.findall(archive.read(member))
            if len(found) > MOST_CELLS or sum(_area(*map(bytes.decode, corners)) for corners in found) > MOST_CELLS:
                raise FileTooLarge(f"{name}：合并单元格的范围超过上限 {MOST_CELLS:,} 格，请取消合并后重新提供")


def _area(left: str, top: str, right: str, bottom: str) -> int:
    width = abs(column_index_from_string(right) - column_index_from_string(left)) + 1
    return width * (abs(int(bottom) - int(top)) + 1)


def _rows(sheet: Worksheet, name: str) -> list[list[Cell]]:
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        raise FileTooLarge(
            f"{name}：工作表“{sheet.title}”占 {sheet.max_row:,} 行 {sheet.max_column:,} 列，"
            f"超过上限 {MOST_CELLS:,} 格，请删去空白行列或拆分"
        )
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    inner: set[tuple[int, int]] = set()
    for merged in sheet.merged_cells.ranges:
        rows = min(merged.max_row, sheet.max_row) - merged.min_row + 1
        columns = min(merged.max_col, sheet.max_column) - merged.min_col + 1
        spans[merged.min_row, merged.min_col] = (rows, columns)
        inner |= {(merged.min_row + r, merged.min_col + c) for r in range(rows) for c in range(columns)}
    inner -= spans.keys()
    out = []
    for number, row in enumerate(sheet.iter_rows(), sheet.min_row):
        places = [((number, column), cell) for column, cell in enumerate(row, sheet.min_column)]
        out.append([Cell(_shown(cell), *spans.get(at, (1, 1))) for at, cell in places if at not in inner])
    return out


def _shown(cell: OpenCell | MergedCell) -> str:
    """A value as the sheet shows it, as far as that changes its meaning: dates, percentages, whole numbers."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    if isinstance(value, (int, float)):
        percent = _PERCENT.search(cell.number_format or "")
        if percent:
            return f"{value * 100:.{len(percent[1] or '')}f}%"
        return str(int(value)) if isinstance(value, float) and value.is_integer() else f"{value:.15g}"
    return str(value).strip()
