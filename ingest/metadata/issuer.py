"""发文机关: who issued a document, read from its signature or from the head of its title."""

from __future__ import annotations

import re

from ingest.metadata.dates import is_date_line
from ingest.model import Found, Span
from ingest.normalize import Line

_BODY = (
    r"[\u4e00-\u9fa5]{2,30}?(?:人民政府(?:办公厅|办公室)?|人民代表大会(?:常务委员会)?|委员会(?:办公室)?|办公厅|办公室|"
    r"科学技术局|厅|局|部|总局|银行|人民法院|人民检察院|总署|署)"
)
_LINE = re.compile(rf"^{_BODY}(?:[\s、]+{_BODY})*$")
_HEAD = re.compile(rf"^({_BODY})(?=关于|印发|公布|办公)")
_ONE = re.compile(r"[^\s、]+")


def issuers(
    fronts: list[Line], title: str, title_start: int, title_is_contiguous: bool
) -> tuple[Found[str], ...]:
    """The issuers in the order printed: signature first, else the title's head (…人民政府关于…), else a line of their own.

    Args:
        fronts: the lines of the document that are not clauses of substance.
        title: the title as joined from its lines; ``title_start`` is its offset in the source.
        title_is_contiguous: whether the title stands in one line, so that a span in it is one in the source.
    """
    for position in range(len(fronts) - 1, 0, -1):
        line, before = fronts[position], fronts[position - 1]
        if is_date_line(line.folded) and _LINE.match(before.folded):
            return _split(before)
    if title_is_contiguous and (match := _HEAD.match(title)):
        return (Found(match[1], Span(title_start, title_start + match.end(1))),)
    for line in reversed(fronts):
        if _LINE.match(line.folded):
            return _split(line)
    return ()


def _split(line: Line) -> tuple[Found[str], ...]:
    start = line.span.start
    return tuple(Found(m.group(), Span(start + m.start(), start + m.end())) for m in _ONE.finditer(line.text))
