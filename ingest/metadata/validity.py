"""效力: what a document's own text says about its legal effect, and what it says it repeals."""

from __future__ import annotations

import re

from ingest.model import DocType, Link, Span, Status
from ingest.normalize import Line, fold

_DRAFT = re.compile(r"征求意见稿|公开征求.{0,60}意见|草案|送审稿|讨论稿|初稿")
_INFORMATIONAL = frozenset({DocType.SUMMARY, DocType.INTERPRETATION})
_REPEALED = re.compile(r"^[(]?(?:本.{1,6}|该文件)?(?:已|现)(?:废止|失效)")
_BOOK = r"《(?P<title>[^《》]{2,80}(?:《[^《》]*》[^《》]*)?)》\s*(?:[(]\s*(?P<number>[^()]{4,30}号)\s*[)])?"
_BASED = re.compile(rf"(?:根据|依据|按照|依照)[^。《]{{0,20}}{_BOOK}")
_REPEALS = re.compile(
    rf"{_BOOK}(?:[、和及]{_BOOK.replace('<title>', '<title2>').replace('<number>', '<number2>')})*\s*(?:同时)?(?:废止|停止执行)"
)
_BOOKS = re.compile(_BOOK)


def status(title: str, kind: DocType, fronts: list[Line], has_evidence: bool) -> Status:
    """Effect as the text itself tells it.

    Args:
        has_evidence: the document has a 文号, a signature with a date, or a date of adoption: it was issued.
    """
    folded = fold(title)
    if kind in _INFORMATIONAL:
        return Status.INFORMATIONAL
    if _DRAFT.search(folded):
        return Status.DRAFT
    if any(_REPEALED.match(line.folded) for line in fronts):
        return Status.REPEALED
    return Status.IN_FORCE if has_evidence else Status.UNKNOWN


def links(lines: list[Line], kind: DocType, title: str) -> tuple[Link, ...]:
    """Documents this one names as its basis, repeals, or interprets."""
    found: list[Link] = []
    for line in lines:
        start = line.span.start
        for match in _BASED.finditer(line.folded):
            found.append(_link("based_on", match, line.text, start))
        for match in _REPEALS.finditer(line.folded):
            for book in _BOOKS.finditer(match.group()):
                shift = start + match.start()
                found.append(_link("repeals", book, line.text[match.start() : match.end()], shift))
    if kind is DocType.INTERPRETATION and lines and (book := _BOOKS.search(fold(title))):
        found.append(Link("interprets", book["title"], None, lines[0].span))
    return tuple(found)


def _link(relation: str, match: re.Match[str], text: str, shift: int) -> Link:
    title = text[match.start("title") : match.end("title")]
    number = text[match.start("number") : match.end("number")] if match["number"] else None
    return Link(relation, title, number, Span(shift + match.start("title"), shift + match.end()))
