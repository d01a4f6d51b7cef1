"""Clean text whose offsets are the source's offsets.

Cleaning here never changes a length: full-width forms become half-width one for one, so an offset in the
folded text *is* the offset in the source and no map has to be carried along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.model import Span

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= dict.fromkeys([0x3000, 0x00A0, 0x2002, 0x2003, 0x2007, 0x202F, 0xFEFF, 0x200B, 0x0009], 0x20)
_FOLD |= {ord("．"): ord("."), ord("∶"): ord(":"), ord("﹕"): ord(":"), ord("﹒"): ord(".")}
_NEWLINE = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def fold(text: str) -> str:
    """Full-width ASCII and odd spaces made half-width; same length, so offsets carry over.

    >>> fold("（一）２０％　∶")
    '(一)20% :'
    """
    return text.translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source without surrounding white space. ``text`` is verbatim, ``folded`` is as long.

    ``depth`` is that of a Markdown heading (1 for ``#``), 0 for any other line.
    """

    span: Span
    text: str
    folded: str
    depth: int = 0


def lines(text: str) -> Iterator[Line]:
    """The non-blank lines of ``text`` in order, stripped, each with its span in ``text``."""
    position = 0
    while position <= len(text):
        match = _NEWLINE.search(text, position)
        end = match.start() if match else len(text)
        folded = fold(text[position:end])
        body = folded.strip()
        if body:
            start = position + len(folded) - len(folded.lstrip())
            span = Span(start, start + len(body))
            yield Line(span, span.cut(text), body)
        if match is None:
            return
        position = match.end()


_HEADING = re.compile(r"(#{1,6})\s*(?=\S)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(?P<inner>.+?)(?<=\S)\1$")


def without_markup(line: Line) -> Line:
    """A Markdown heading, or a line wholly emphasised, without its marks (which no clause then covers)."""
    heading = _HEADING.match(line.folded)
    start, end = heading.end() if heading else 0, len(line.folded)
    if strong := _STRONG.match(line.folded, start):
        start, end = strong.span("inner")
    depth = len(heading[1]) if heading else 0
    if (start, end) == (0, len(line.folded)):
        return line
    span = Span(line.span.start + start, line.span.start + end)
    return Line(span, line.text[start:end], line.folded[start:end], depth)


def trim(text: str, start: int, end: int) -> Span:
    """The span [start, end) without white space at either side; empty at ``start`` when all is white space."""
    while start < end and fold(text[start]).isspace():
        start += 1
    while end > start and fold(text[end - 1]).isspace():
        end -= 1
    return Span(start, end)
