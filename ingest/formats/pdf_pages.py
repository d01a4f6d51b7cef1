"""The lines and tables on each page of a PDF, as the library finds them."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.page import Page as LibraryPage
from pdfplumber.pdf import PDF
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import PdfminerException

from ingest.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge, ScannedFile, Undecodable
from ingest.formats.parsing import damage_named
from ingest.formats.radicals import unified
from ingest.formats.table import Cell, table_lines

MOST_PAGES = 2_000
MOST_PAGE_OBJECTS = 200_000
_SCAN_SHARE = 0.5
"""An image over at least this part of a page without any text is a picture of the page."""

_TALLEST = 20_000
"""Points; PDF 1.7 allows 14,400."""

_NO_UNICODE = "(cid:"
_MOST_NAMELESS = 0.1
"""Glyphs without a character to them, as a part of a page's glyphs: more, and the text is not there."""

_Box = tuple[float, float, float, float]
_WORD_GAP = 0.5
"""Characters further apart than this part of their size are set apart by a space."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of text on a page: its edges and height in points, y growing downwards."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """Height of its letters."""
        return max(self.bottom - self.top, 1.0)


@dataclass(frozen=True, slots=True)
class PageTable:
    """A ruled table on a page as lines of text (see :mod:`ingest.formats.table`)."""

    rows: tuple[str, ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines and tables from top to bottom."""

    width: float
    height: float
    parts: tuple[PageLine | PageTable, ...]


def pages_of(data: bytes, name: str) -> list[Page]:
    """All pages of a PDF.

    Raises:
        EncryptedFile: a password is needed to open it.
        ScannedFile: pages are pictures without a text layer.
        Undecodable: its fonts do not say which characters their glyphs are.
        FileTooLarge: more than :data:`MOST_PAGES` pages or :data:`MOST_PAGE_OBJECTS` objects on one page.
        EmptyFile: there is no text.
        DamagedFile, TooCostly: it cannot be read.
    """
    pages: list[Page] = []
    scanned: list[int] = []
    with damage_named(name), _opened(data, name) as pdf:
        for number, page in enumerate(_every_page(pdf, name), 1):
            read = _page(page, name)
            pages.append(read)
            if not read.parts and _is_picture(page):
                scanned.append(number)
            page.close()
    if scanned:
        which = "全部页面" if len(scanned) == len(pages) else f"第 {'、'.join(map(str, scanned[:10]))} 页"
        raise ScannedFile(f"{name}：{which}是扫描图像，没有文字，请先做文字识别（OCR）再收录")
    if not any(page.parts for page in pages):
        raise EmptyFile(f"{name}：PDF 中没有文字，请检查后重新提供")
    return pages


def _opened(data: bytes, name: str) -> PDF:
    try:
        return pdfplumber.open(io.BytesIO(data))
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], (PDFPasswordIncorrect, PDFEncryptionError)):
            raise EncryptedFile(f"{name}：PDF 有密码，请去掉密码后重新提供") from error
        raise


def _every_page(pdf: PDF, name: str) -> Iterator[LibraryPage]:
    for number, page in enumerate(pdf.pages, 1):
        if number > MOST_PAGES:
            raise FileTooLarge(f"{name}：超过 {MOST_PAGES:,} 页，请拆分后重新提供")
        yield page


def _page(page: LibraryPage, name: str) -> Page:
    if not (0 < page.width < _TALLEST and 0 < page.height < _TALLEST):
        raise DamagedFile(f"{name}：第 {page.page_number} 页的页面尺寸不对，读不出来，请重新导出")
    count = sum(len(objects) for objects in page.objects.values())
    if count > MOST_PAGE_OBJECTS:
        raise FileTooLarge(f"{name}：第 {page.page_number} 页有 {count:,} 个图文对象，过于复杂，请另存后重新提供")
    nameless = sum(char["text"].startswith(_NO_UNICODE) for char in page.chars)
    if nameless > _MOST_NAMELESS * len(page.chars):
        raise Undecodable(
            f"{name}：第 {page.page_number} 页的字体没有文字编码，取不出文字，请另存为 DOCX 或做文字识别（OCR）"
        )
    # Bold is often faked by printing a character twice, a hair apart.
    page = page.dedupe_chars(tolerance=1)
    parts: list[PageLine | PageTable] = []
    boxes = []
    for table in page.find_tables():
        rows = tuple(table_lines([[Cell(_cell_text(text)) for text in row] for row in _filled(table)]))
        if any(row.startswith("| ") for row in rows):
            parts.append(PageTable(rows, table.bbox[1], table.bbox[3]))
            boxes.append(table.bbox)
    outside = page.filter(lambda o: o["object_type"] != "char" or not any(_within(o, box) for box in boxes))
    for line in outside.extract_text_lines(strip=True, return_chars=False, x_tolerance_ratio=_WORD_GAP):
        placed = all(math.isfinite(line[edge]) for edge in ("x0", "x1", "top", "bottom"))
        if placed and (text := unified(line["text"]).strip()):
            parts.append(PageLine(text, line["x0"], line["x1"], line["top"], line["bottom"]))
    return Page(float(page.width), float(page.height), tuple(sorted(parts, key=lambda part: part.top)))


def _filled(table: Table) -> list[list[str]]:
    """Rows with every cell's text; a place that a merged cell reaches down to carries what stands above it."""
    rows = table.extract(x_tolerance_ratio=_WORD_GAP)
    boxes = [row.cells for row in table.rows]
    out: list[list[str]] = []
    for number, row in enumerate(rows):
        line: list[str] = []
        for column, text in enumerate(row):
            if boxes[number][column] is not None:
                line.append(text or "")
            elif number and any(_runs_into(boxes[n][column], table.rows[number].bbox) for n in range(number)):
                line.append(out[number - 1][column])
            else:
                line.append("")
        out.append(line)
    return out


def _runs_into(box: _Box | None, row: _Box) -> bool:
    return box is not None and box[3] > row[1] + 1


def _within(char: dict[str, Any], box: _Box) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _cell_text(text: str) -> str:
    lines = [line.strip() for line in unified(text).split("\n")]
    joined = ""
    for line in lines:
        gap = (
            " " if joined[-1:].isascii() and joined[-1:].isalnum() and line[:1].isascii() and line[:1].isalnum() else ""
        )
        joined += gap + line
    return joined


def _is_picture(page: LibraryPage) -> bool:
    area = float(page.width * page.height)
    return any(
        (image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) >= _SCAN_SHARE * area for image in page.images
    )
