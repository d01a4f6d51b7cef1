"""Word documents (DOCX): paragraphs with their printed numbers, headings and tables, in reading order."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from lxml.etree import _Element as Element

from ingest.errors import DamagedFile, EmptyFile
from ingest.formats.archive import check_archive
from ingest.formats.parsing import damage_named
from ingest.formats.source_text import MARKED, SourceText
from ingest.formats.table import Cell, table_lines
from ingest.formats.word_numbering import Numbering, W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NOT_SHOWN = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}rPr", f"{W}pPr", f"{_MC}Fallback"}
)
_CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_WRAPPERS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


def read(data: bytes, name: str) -> SourceText:
    """The text of a DOCX file: accepted insertions kept, deletions left out, list numbers written as Word shows them.

    Raises:
        EncryptedFile, SuspiciousArchive, DamagedFile, TooCostly: it cannot be opened safely.
        EmptyFile: there is no text in it.
    """
    check_archive(data, name)
    with damage_named(name):
        document = docx.Document(io.BytesIO(data))
        reader = _Reader(document)
    body = document.element.find(f"{W}body")
    if body is None:
        raise DamagedFile(f"{name}：文件已损坏，没有正文部分，请重新下载或导出")
    lines = list(reader.blocks(body))
    text = "\n".join(line for line in lines if line.strip())
    if not text:
        raise EmptyFile(f"{name}：文档中没有文字，请检查后重新提供")
    return SourceText(data, text)


class _Reader:
    def __init__(self, document: Document) -> None:
        self.numbering = Numbering(_numbering_root(document))
        self.styles = {style.get(f"{W}styleId", ""): style for style in document.styles.element.iterfind(f"{W}style")}
        self.default_style = next(
            (
                key
                for key, style in self.styles.items()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")
            ),
            "",
        )

    def blocks(self, parent: Element) -> Iterator[str]:
        for child in parent:
            if child.tag == f"{W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self.table(child)
            elif child.tag in _WRAPPERS:
                yield from self.blocks(child)

    def paragraph(self, paragraph: Element) -> Iterator[str]:
        boxes: list[Element] = []
        text = "".join(_runs(paragraph, boxes)).strip("\n")
        style = self._style_of(paragraph)
        label = self._label(paragraph, style)
        in_cell = next(paragraph.iterancestors()).tag == f"{W}tc"
        if text.strip():
            unnumbered = not label and not in_cell and not MARKED.match(text)
            heading = _heading(self._outline_level(paragraph, style)) if unnumbered else ""
            yield heading + label + ("".join(text.split("\n")) if heading else text)
        elif in_cell:
            yield label.strip()
        for box in boxes:
            yield from self.blocks(box)

    def table(self, table: Element) -> Iterator[str]:
        rows = [row for row in _children(table, "tr") if not _is_deleted(row)]
        nested = any(True for row in rows for _ in row.iter(f"{W}tbl"))
        cells = [_children(row, "tc") for row in rows]
        if nested or max((len(row) for row in cells), default=0) < 2:
            for row in cells:
                for cell in row:
                    yield from self.blocks(cell)
            return
        yield from table_lines(*self._grid(rows, cells))

    def _grid(self, rows: list[Element], cells: list[list[Element]]) -> tuple[list[list[Cell]], int]:
        grid: list[list[tuple[int, Element]]] = []
        merges: list[dict[int, str]] = []
        for row, own in zip(rows, cells, strict=True):
            column = _value(row, "trPr", "gridBefore", 0)
            placed = []
            merge = {}
            for cell in own:
                placed.append((column, cell))
                merge[column] = _merge(cell)
                column += max(1, _value(cell, "tcPr", "gridSpan", 1))
            grid.append(placed)
            merges.append(merge)
        out = []
        for number, placed in enumerate(grid):
            line = [Cell("")] * (placed[0][0] if placed else 0)
            for column, cell in placed:
                if merges[number][column] == "continue" and number and column in merges[number - 1]:
                    continue
                down = 1
                while number + down < len(grid) and merges[number + down].get(column) == "continue":
                    down += 1
                width = max(1, _value(cell, "tcPr", "gridSpan", 1))
                line.append(Cell(" ".join(self.blocks(cell)), down, width))
            out.append(line)
        header = 0
        while header < len(rows) and rows[header].find(f"{W}trPr/{W}tblHeader") is not None:
            header += 1
        return out, header

    def _style_of(self, paragraph: Element) -> str:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.default_style if named is None else named.get(f"{W}val", "")

    def _chain(self, style_id: str) -> Iterator[tuple[str, Element]]:
        seen: set[str] = set()
        while style_id in self.styles and style_id not in seen:
            seen.add(style_id)
            style = self.styles[style_id]
            yield style_id, style
            based = style.find(f"{W}basedOn")
            style_id = "" if based is None else based.get(f"{W}val", "")

    def _label(self, paragraph: Element, style_id: str) -> str:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        level = _number(own, "ilvl")
        num_id = _number(own, "numId")
        tied = ""
        for key, style in self._chain(style_id):
            properties = style.find(f"{W}pPr/{W}numPr")
            if num_id is None and _number(properties, "numId") is not None:
                num_id, tied = _number(properties, "numId"), key
            level = _number(properties, "ilvl") if level is None else level
        if num_id is None or num_id == 0:
            return ""
        if level is None:
            level = self.numbering.level_of_style(str(num_id), tied)
        return self.numbering.label(str(num_id), level)

    def _outline_level(self, paragraph: Element, style_id: str) -> int | None:
        """0 for a heading of the first level; ``None`` for body text."""
        sources = [paragraph, *(style for _, style in self._chain(style_id))]
        for source in sources:
            level = _number(source.find(f"{W}pPr"), "outlineLvl")
            if level is not None:
                return level if level < 9 else None
        return None


def _heading(level: int | None) -> str:
    return "" if level is None else "#" * min(level + 1, 6) + " "


def _numbering_root(document: Document) -> Element | None:
    try:
        part = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        return None
    return part.element if isinstance(part, XmlPart) else None


def _runs(element: Element, boxes: list[Element]) -> Iterator[str]:
    """The characters of a paragraph; its text boxes are put aside into ``boxes``."""
    for child in element:
        if child.tag in _NOT_SHOWN:
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == f"{W}txbxContent":
            boxes.append(child)
        else:
            yield from _runs(child, boxes)


def _children(parent: Element, tag: str) -> list[Element]:
    found: list[Element] = []
    for child in parent:
        if child.tag == f"{W}{tag}":
            found.append(child)
        elif child.tag in _WRAPPERS:
            found += _children(child, tag)
    return found


def _is_deleted(row: Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _merge(cell: Element) -> str:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return "" if merge is None else str(merge.get(f"{W}val", "continue"))


def _number(parent: Element | None, tag: str) -> int | None:
    child = None if parent is None else parent.find(f"{W}{tag}")
    text = "" if child is None else child.get(f"{W}val", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _value(element: Element, properties: str, tag: str, default: int) -> int:
    found = _number(element.find(f"{W}{properties}"), tag)
    return default if found is None else found
