"""Text PDF: page furniture taken out, lines joined to paragraphs, also over the end of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.errors import EmptyFile
from ingest.formats.pdf_pages import Page, PageLine, PageTable, pages_of
from ingest.formats.source_text import MARKED, SourceText

_EDGE_LINES = 2
"""Headers and footers are looked for among this many outermost lines of a page."""

_TOP, _BOTTOM = 0.12, 0.86
"""… which stand above or below these parts of its height,"""

_EDGE_SHARE = 0.5
"""… and are those found on at least this part of the pages (on no fewer than two)."""

_FULL_LINE = 0.5
"""A line of running text is longer than this part of the page's width."""

_PAGE_NUMBER = re.compile(
    r"[-—–－·•\s]*(?:第\s*)?(?:[0-9]{1,4}|[ivxlc]{1,6})(?:\s*页)?"
    r"(?:\s*[/,，共of]+\s*[0-9]{1,4}(?:\s*页)?)?[-—–－·•\s]*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。；;：:！？!?][”」）)]?$")
_DIGITS = re.compile(r"[0-9]+")


def read(data: bytes, name: str) -> SourceText:
    """The text of a PDF with the offset at which each page begins.

    Raises:
        EncryptedFile, ScannedFile, FileTooLarge, EmptyFile, DamagedFile, TooCostly: as
            :func:`~ingest.formats.pdf_pages.pages_of`.
    """
    text, pages = flowed(pages_of(data, name))
    if not text.strip():
        raise EmptyFile(f"{name}：PDF 中除页眉页脚外没有文字，请检查后重新提供")
    return SourceText(data, text, pages)


def flowed(pages: Sequence[Page]) -> tuple[str, tuple[int, ...]]:
    """The running text of ``pages`` and the offset of each page's first character in it."""
    bodies = _without_edges(pages)
    text = ""
    offsets: list[int] = []
    before: PageLine | PageTable | None = None
    before_right = 0.0
    for page, body in zip(pages, bodies, strict=True):
        left, right = _margins(body, page.width)
        begun = False
        for part in body:
            if isinstance(part, PageTable):
                rows = _continued(part, before, not begun)
                separator = "\n" if text else ""
                addition = "\n".join(rows)
            else:
                joins = isinstance(before, PageLine) and _goes_on(before, before_right, part, left, begun)
                separator = _join(text, part.text) if joins else "\n" if text else ""
                addition = part.text
            if not begun:
                offsets.append(len(text) + len(separator))
                begun = True
            text += separator + addition
            before, before_right = part, right
        if not begun:
            offsets.append(len(text))
    return text, tuple(offsets)


def _without_edges(pages: Sequence[Page]) -> list[list[PageLine | PageTable]]:
    """The parts of each page without page numbers and what repeats at the top or bottom."""
    seen = Counter(key for page in pages for key in {_key(page, part) for part in _edges(page)})
    enough = max(2, _EDGE_SHARE * len(pages))
    out = []
    for page in pages:
        edges = _edges(page)
        out.append(
            [
                part
                for part in page.parts
                if part not in edges
                or not isinstance(part, PageLine)
                or not (seen[_key(page, part)] >= enough or _PAGE_NUMBER.fullmatch(part.text))
            ]
        )
    return out


def _edges(page: Page) -> list[PageLine]:
    lines = [part for part in page.parts if isinstance(part, PageLine)]
    above = [line for line in lines[:_EDGE_LINES] if line.bottom < _TOP * page.height]
    return above + [line for line in lines[len(above) :][-_EDGE_LINES:] if line.top > _BOTTOM * page.height]


def _key(page: Page, line: PageLine) -> tuple[str, int]:
    """What makes a line the same on another page: its text but for numbers, and its place."""
    return _DIGITS.sub("#", line.text), round(line.top / page.height * 50)


def _margins(body: Sequence[PageLine | PageTable], width: float) -> tuple[float, float]:
    """Left and right edge of the text block: where most lines begin, and where the longest end.

    On a page of short lines only, none of which can be a full one, the right edge is the page's.
    """
    lines = [part for part in body if isinstance(part, PageLine)]
    right = max((line.right for line in lines if line.right - line.left > _FULL_LINE * width), default=width)
    if not lines:
        return 0.0, right
    begins = Counter(round(line.left) for line in lines if line.right > right - 2 * line.size)
    return float(begins.most_common(1)[0][0]) if begins else min(line.left for line in lines), right


def _goes_on(before: PageLine, right: float, line: PageLine, left: float, same_page: bool) -> bool:
    """Whether ``line`` continues the paragraph of ``before``: that one is full, and this one is not indented."""
    size = before.size
    if before.right < right - 1.6 * size or line.left > left + 0.9 * size:
        return False
    if abs(line.size - size) > 0.25 * size:
        return False
    if same_page and line.top - before.bottom > 1.8 * size:
        return False
    return not (_SENTENCE_END.search(before.text) and MARKED.match(line.text))


def _join(text: str, following: str) -> str:
    """A space between two words of Latin script, nothing between Chinese characters."""
    return (
        " " if text[-1:].isascii() and text[-1:].isalnum() and following[0].isascii() and following[0].isalnum() else ""
    )


def _continued(table: PageTable, before: PageLine | PageTable | None, page_begins: bool) -> Sequence[str]:
    """The rows of a table; one that goes on from the page before leaves out the header repeated there."""
    if not page_begins or not isinstance(before, PageTable):
        return table.rows
    header = next((row for row in before.rows if row.startswith("| ")), "")
    return table.rows[1:] if table.rows[0] == header and len(table.rows) > 1 else table.rows
