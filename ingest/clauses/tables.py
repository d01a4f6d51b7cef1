"""Tables among a document's lines: one clause for the table, and one for each of its rows, which is what is cited.

Every format renders a table as consecutive lines ``| 甲 | 乙 |`` (:mod:`ingest.formats.table`), as Markdown does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.clauses.markers import read_mark
from ingest.model import Span
from ingest.normalize import Line, trim

_ROW = re.compile(r"\|.+\|$")
_RULE = re.compile(r"\|[\s|:-]+\|$")
_CAPTION = re.compile(
    r"^(?:附?表\s*[0-9一二三四五六七八九十]*(?![\u4e00-\u9fa5]*[。；])|.*(?:表|清单|目录|名单|名录|明细|标准|一览)[)\d一二三四五六七八九十]*$)"
)
_UNIT = re.compile(r"^[(]?(?:计量)?单位\s*[:：].{1,20}$")
_ANNOUNCES = re.compile(r"表|如下|下列|清单|:$")
_LONGEST_CAPTION = 60
_NUMBER = re.compile(r"[\d.,%()（）\s〇一二三四五六七八九十]*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the header: its place, and the cell that names it (the first that is more than a number)."""

    span: Span
    name: Span


@dataclass(frozen=True, slots=True)
class Table:
    """Lines [first, last) of a document: caption and unit lines, the header row, then ``rows``.

    ``heading`` is the caption, or the column names where there is none. ``announced`` tells whether the line before
    speaks of the table.
    """

    first: int
    last: int
    span: Span
    heading: Span
    rows: tuple[Row, ...]
    announced: bool


def find_tables(lines: Sequence[Line], fronts: frozenset[int]) -> dict[int, Table]:
    """The tables of at least a header and a row, by the index of their first line (the caption's, if there is one)."""
    tables: dict[int, Table] = {}
    index = 0
    while index < len(lines):
        last = index
        while last < len(lines) and last not in fronts and _ROW.match(lines[last].folded):
            last += 1
        body = [line for line in lines[index:last] if not _RULE.match(line.folded)]
        if len(body) > 1:
            done = max((table.last for table in tables.values()), default=0)
            table = _table(lines, index, last, body, fronts, done)
            tables[table.first] = table
        index = max(last, index + 1)
    return tables


def cells(row: str) -> list[str]:
    """The texts of a row's cells."""
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def header_of(own_text: str) -> list[str]:
    """The column names in a table clause's own text (caption and header); empty for any other clause's."""
    rows = [line.strip() for line in own_text.splitlines() if _ROW.match(line.strip())]
    names = [row for row in rows if not _RULE.match(row)]
    return cells(names[-1]) if names else []


def named_cells(columns: Sequence[str], row: str) -> str:
    """A row as text that needs no table around it: ``类别：平台；金额：100万元``.

    >>> named_cells(["序号", "类别", "金额"], "| 1 | 平台 |  |")
    '序号：1；类别：平台'
    """
    values = cells(row)
    if len(values) != len(columns):
        return "；".join(value for value in values if value)
    return "；".join(f"{n}：{v}" if n else v for n, v in zip(columns, values, strict=True) if v)


def _table(
    lines: Sequence[Line], index: int, last: int, body: Sequence[Line], fronts: frozenset[int], done: int
) -> Table:
    first = index
    if first - 1 >= done and first - 1 not in fronts and _UNIT.match(lines[first - 1].folded):
        first -= 1
    above = lines[first - 1] if first - 1 >= done and first - 1 not in fronts else None
    caption = above.span if above is not None and _is_caption(above) else None
    if caption:
        first -= 1
    header = body[0].span
    names = trim(body[0].folded, 1, len(body[0].folded) - 1)
    heading = caption or Span(header.start + names.start, header.start + names.end)
    rows = tuple(Row(line.span, _name(line)) for line in body[1:])
    announced = first > 0 and _ANNOUNCES.search(lines[first - 1].folded) is not None
    span = Span(lines[first].span.start, lines[last - 1].span.end)
    return Table(first, last, span, heading, rows, announced)


def _is_caption(line: Line) -> bool:
    if len(line.folded) > _LONGEST_CAPTION or line.depth or read_mark(line.folded) is not None:
        return False
    return _CAPTION.match(line.folded) is not None


def _name(row: Line) -> Span:
    spans = list(_cell_spans(row))
    # A row of empty cells is a rule, so there is a first one.
    return next((span for span in spans if not _NUMBER.fullmatch(_of(row, span))), spans[0])


def _cell_spans(row: Line) -> Iterator[Span]:
    for match in re.finditer(r"[^|]*[^|\s][^|]*", row.folded):
        text = match[0]
        start = row.span.start + match.start() + len(text) - len(text.lstrip())
        yield Span(start, start + len(text.strip()))


def _of(row: Line, span: Span) -> str:
    return row.folded[span.start - row.span.start : span.end - row.span.start]
