"""文号, the number an issuer gives a document: 聊政字〔2023〕11号, 国务院令第472号."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.metadata.history import Act, events
from ingest.metadata.labels import DOC_NUMBER, labelled
from ingest.model import Found, Span
from ingest.normalize import Line, fold

_NUMBER = r"[\u4e00-\u9fa5]{2,12}[\[〔【(][12][0-9]{3}[\]〕】)]\s*(?:第\s*)?[0-9]{1,5}\s*号"
_LINE = re.compile(rf"^\(?(?P<number>{_NUMBER})\)?$")
_TITLE_END = re.compile(rf"\(\s*(?P<number>{_NUMBER})\s*\)$")
_ORDER = re.compile(r"[\u4e00-\u9fa5、]{2,40}?令\s*第\s*[0-9零〇一二三四五六七八九十百]{1,6}\s*号")
_BY_LETTER = re.compile(rf"以(?P<number>{_NUMBER})")


def is_doc_number_line(folded: str) -> bool:
    """Whether a line holds nothing but a 文号."""
    return _LINE.match(folded) is not None


def without_number(title: str) -> str:
    """A title without the 文号 in brackets at its end, which is a value of its own.

    >>> without_number("关于扩大范围的通知(某建〔2016〕8号)")
    '关于扩大范围的通知'
    """
    match = _TITLE_END.search(fold(title))
    return title[: match.start()].rstrip() if match and match.start() else title


def doc_number(
    fronts: Sequence[Line],
    title_lines: Sequence[Line] = (),
    furniture: Sequence[Line] = (),
    opening: Sequence[Line] = (),
) -> Found[str] | None:
    """The document's own 文号, not one it refers to.

    ``opening``: the first lines of the document, for one whose page repeats its title above the 文号.

    It stands alone in the head, in brackets at the end of the title, in the data table of the page around it, or, of
    an order (令), in the line that says the document was published by it.
    """
    for line in (*fronts, *opening):
        if match := _LINE.match(line.folded):
            return _found(line, match, "number")
    for line in title_lines:
        if match := _TITLE_END.search(line.folded):
            return _found(line, match, "number")
    if stated := labelled(furniture, DOC_NUMBER):
        return stated
    for event in events(fronts):
        if event.act is not Act.PUBLISHED:
            continue
        start = event.date.span.end - event.line.span.start
        skip = len(event.line.folded[start:]) - len(event.line.folded[start:].lstrip())
        if match := _ORDER.match(event.line.folded, start + skip):
            return _found(event.line, match, 0)
        if match := _BY_LETTER.search(event.line.folded, start):
            return _found(event.line, match, "number")
    return None


def _found(line: Line, match: re.Match[str], group: str | int) -> Found[str]:
    start, end = match.span(group)
    return Found(line.text[start:end], Span(line.span.start + start, line.span.start + end))
