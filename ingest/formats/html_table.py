"""Tables of web pages: telling those that hold data from those that lay out the page."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from ingest.formats.table import Cell, table_lines

_LAYOUT_PARAGRAPHS = 12
"""More paragraphs in one cell than this are an article in a frame, not a table's cell."""

_UNSEEN = frozenset(("script", "style", "noscript", "template"))
_BREAKS = frozenset(("p", "div", "br", "li"))


def is_data_table(table: Element) -> bool:
    """Whether ``table`` holds data: two rows and columns, no table or heading inside, no cell as long as an article."""
    rows = list(_rows(table))
    widths = [sum(_span(cell, "colspan") for cell in _cells(row)) for row in rows]
    if len(rows) < 2 or max(widths, default=0) < 2 or table.get("role") == "presentation":
        return False
    if next(table.iterdescendants("table", "h1", "h2", "h3"), None) is not None:
        return False
    return all(sum(1 for _ in cell.iter("p")) <= _LAYOUT_PARAGRAPHS for row in rows for cell in _cells(row))


def table_of(table: Element) -> list[str]:
    """The lines of a data table (see :func:`~ingest.formats.table.table_lines`)."""
    rows = list(_rows(table))
    lines = []
    caption = table.find("caption")
    if caption is not None:
        lines.append(" ".join(_text(caption).split()))
    heads = set(table.iterfind("thead/tr"))
    header = 0
    while header < len(rows) and (rows[header] in heads or all(cell.tag == "th" for cell in _cells(rows[header]))):
        header += 1
    grid = [[Cell(_text(c), _span(c, "rowspan"), _span(c, "colspan")) for c in _cells(row)] for row in rows]
    return [line for line in lines if line] + table_lines(grid, header if header < len(rows) else 0)


def _rows(table: Element) -> Iterator[Element]:
    return (row for row in table.iter("tr"))


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _span(cell: Element, attribute: str) -> int:
    text = cell.get(attribute, "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) > 0 else 1


def _text(cell: Element) -> str:
    parts: list[str] = []
    walker = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            parts.append("" if element is cell else element.tail or "")
        elif element.tag in _UNSEEN:
            walker.skip_subtree()
        else:
            parts += ["\n" if element.tag in _BREAKS else "", element.text or ""]
    return "".join(parts)
