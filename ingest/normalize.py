"""Clean text whose offsets are the source's offsets.

Cleaning here never changes a length: full-width forms become half-width one for one, so an offset in the
folded text *is* the offset in the source and no map has to be carried along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Span

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= dict.fromkeys([0x3000, 0x00A0, 0x2002, 0x2003, 0x2007, 0x202F, 0xFEFF, 0x200B, 0x0009], 0x20)
_FOLD |= {ord("．"): ord("."), ord("∶"): ord(":"), ord("﹕"): ord(":"), ord("﹒"): ord(".")}
FILLER = "\x1f"
"""Stands where a character of markup was: white space to every pattern, dropped by :func:`shown`."""

_NEWLINE = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def fold(text: str) -> str:
    """Full-width ASCII and odd spaces made half-width; same length, so offsets carry over.

    >>> fold("（一）２０％　∶")
    '(一)20% :'
    """
    return text.translate(_FOLD)


def shown(text: str) -> str:
    """``text`` for a reader: without the fillers that stand where markup was."""
    return text.replace(FILLER, "")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source without surrounding white space. ``text`` is verbatim but for blanked markup, ``folded`` is
    as long.

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
_UNDERLINE = re.compile(r"=+|-{2,}")
_LONGEST_HEADING = 80
_STRONG = re.compile(r"(\*\*|__)(?=\S)(?P<inner>.+?)(?<=\S)\1$")


def underlined_headings(text: str, found: Sequence[Line]) -> dict[int, int]:
    """Indexes of the lines that a line of ``=`` or ``-`` right below makes headings, with their depth (1, 2)."""
    depths = {}
    for index, (line, below) in enumerate(zip(found, found[1:], strict=False)):
        if not _UNDERLINE.fullmatch(below.folded) or _UNDERLINE.fullmatch(line.folded):
            continue
        gap = text[line.span.end : below.span.start]
        if (
            len(_NEWLINE.findall(gap)) == 1
            and len(line.folded) <= _LONGEST_HEADING
            and line.folded[-1] not in "。；;:，,|"
        ):
            depths[index] = 1 if below.folded[0] == "=" else 2
    return depths


def without_markup(line: Line, underlined: int = 0) -> Line:
    """A Markdown heading, or a line wholly emphasised, without its marks (which no clause then covers).

    ``underlined`` is the depth the line below gives it (:func:`underlined_headings`), 0 for none.
    """
    heading = _HEADING.match(line.folded)
    start, end = heading.end() if heading else 0, len(line.folded)
    if strong := _STRONG.match(line.folded, start):
        start, end = strong.span("inner")
    depth = len(heading[1]) if heading else underlined
    if (start, end) == (0, len(line.folded)) and not depth:
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
