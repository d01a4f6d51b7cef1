"""Links to other documents: what one is based on, repeals, or interprets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.model import DocType, Link, Span
from ingest.normalize import Line, fold

_BOOK = re.compile(
    r"《(?P<title>[^《》]{2,100}(?:《[^《》]*》[^《》]*)*)》\s*(?:\(\s*(?:以下简称[^()]*|(?P<number>[^()]{4,30}号))\s*\))?"
)
_JOIN = re.compile(r"\s*(?:[、,，和及与]|以及|并)?\s*")
_BASIS = re.compile(r"(?:根据|依据|按照|依照|遵照|贯彻落实|落实|贯彻)[^。；;《》]{0,30}(?=《)")
_MAKING = re.compile(
    r"制定|制订|结合.{0,20}(?:实际|情况)|提出|印发|起草|现(?:就|将|对|予|作出|提出)|(?:解释|规定|决定|通知|批复|公告|意见)如下|"
    r"作(?:出)?(?:如下|本)|特(?:制定|作)|修订|修改"
)
_AFTER = re.compile(
    r"\s*(?:[^，,。；;《》]{0,24}?)(?:同时|即行|相应|一并|予以)*\s*(?:废止|停止执行|不再执行|停止施行|失效)"
)
_BEFORE = re.compile(r"(?:同时|一并|即行)?废止(?:了)?(?:下列|以下)?[^。；;《》]{0,16}(?=《)")
_NOT_REPEALED = re.compile(r"(?:未|不|没有|尚未)\s*(?:被)?(?:废止|失效)")
_SENTENCE = re.compile(r"[^。；;]+[。；;]?")
_INTERPRETS = re.compile(r"(?:的)?(?:政策|文件|草案|图文|专家|部门)*(?:解读|问答|图解|解读材料|起草说明)$")


def links(lines: Sequence[Line], kind: DocType, title: str) -> tuple[Link, ...]:
    """Documents this one names as its basis, repeals, or interprets, each with the span of its title and 文号.

    A document named after 根据 is a basis where the sentence says that something is made on it (制定, 结合实际, 提出,
    印发…); 依照《…》处罚 is none.
    """
    found: list[Link] = []
    for line in lines:
        if "《" not in line.text:
            continue
        for sentence in _SENTENCE.finditer(line.folded):
            if _MAKING.search(sentence.group()):
                found += _based_on(line, sentence)
            found += _repealed(line, sentence)
    if kind is DocType.INTERPRETATION and lines:
        found += _interpreted(title, lines[0].span)
    return tuple(dict.fromkeys(found))


def _based_on(line: Line, sentence: re.Match[str]) -> Iterator[Link]:
    for basis in _BASIS.finditer(line.folded, *sentence.span()):
        for book in _books_from(line.folded, basis.end(), sentence.end()):
            yield _link("based_on", book, line)


def _repealed(line: Line, sentence: re.Match[str]) -> Iterator[Link]:
    if not re.search("废止|停止执行|不再执行|停止施行|失效", sentence.group()) or _NOT_REPEALED.search(
        sentence.group()
    ):
        return
    for verb in _BEFORE.finditer(line.folded, *sentence.span()):
        for book in _books_from(line.folded, verb.end(), sentence.end()):
            yield _link("repeals", book, line)
    position = sentence.start()
    while first := _BOOK.search(line.folded, position, sentence.end()):
        run = list(_books_from(line.folded, first.start(), sentence.end()))
        position = run[-1].end()
        if _AFTER.match(line.folded, position, sentence.end()):
            for each in run:
                yield _link("repeals", each, line)


def _books_from(folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The titles in 《》 that follow one another from ``start``, joined by no more than 、 or 和."""
    while book := _BOOK.match(folded, start, end):
        yield book
        gap = _JOIN.match(folded, book.end(), end)
        start = gap.end() if gap else book.end()


def _interpreted(title: str, span: Span) -> Iterator[Link]:
    folded = fold(title)
    if book := _BOOK.search(folded):
        yield Link("interprets", title[slice(*book.span("title"))], book["number"], span)
    elif (ending := _INTERPRETS.search(folded)) and ending.start() > 4:
        core = title[: ending.start()].removeprefix("关于").strip()
        yield Link("interprets", core, None, span)


def _link(relation: str, book: re.Match[str], line: Line) -> Link:
    title = line.text[slice(*book.span("title"))]
    number = line.text[slice(*book.span("number"))] if book["number"] else None
    span = Span(line.span.start + book.start("title"), line.span.start + book.end())
    return Link(relation, title, number, span)
