"""Markdown as web pages are saved in it: links, images, HTML tags and tables read as what a reader of the page saw.

Offsets must stay those of the file, because a citation is checked against it character by character. So markup is
not taken out but *blanked*: :func:`without_markup` gives a text of the same length, in which each mark is a
:data:`~ingest.normalize.FILLER` (white space to every reader here, dropped where text is shown), a tag that ends a
line is a line break, and the cells of a data table stand between ``|`` as in every other format.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.formats.html_table import is_data_table
from ingest.formats.source_text import Link, SourceText
from ingest.formats.text import decode
from ingest.model import Span
from ingest.normalize import FILLER

_INLINE = "a|abbr|b|big|cite|code|col|colgroup|del|em|font|i|img|ins|label|o:p|s|small|span|strike|strong|sub|sup|tt|u"
_BLOCK = (
    "article|blockquote|body|br|caption|center|dd|div|dl|dt|footer|form|h[1-6]|head|header|hr|html|li|main|nav|ol|p|"
    "pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{_INLINE}|{_BLOCK})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_BLOCK_NAME = re.compile(_BLOCK, re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TABLE = re.compile(r"<table\b[^<>]*>(?P<inner>.*?)</table\s*>", re.IGNORECASE | re.DOTALL)
_UNSEEN_END = re.compile(r"</(?:script|style)\s*>", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\b(?P<attributes>[^<>]*)>(?P<text>[^<>]*)</a\s*>", re.IGNORECASE)
_ADDRESS = r"(?:[A-Za-z][A-Za-z0-9+.-]*:|[/#.?]|www\.)(?:[^\s()]|\([^\s()]*\))*|[\w%/-]+\.[\w%./?=&#-]+|"
_LINK = re.compile(rf"\[(?P<text>[^\[\]\n]*)\]\(\s*<?(?P<address>{_ADDRESS})>?(?:\s+\"[^\"\n]*\")?\s*\)", re.ASCII)
_IMAGE = re.compile(r"!\[[^\]\n]*\]\((?:[^()\n]|\([^()\n]*\))*\)")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]+>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_STRONG = re.compile(r"\*\*(?=\S)(?P<inner>[^\n]{0,400}?[^\s*])\*\*")
_CONTROL = re.compile(r"javascript:|#$|$", re.IGNORECASE)
_HREF = re.compile(r"href\s*=\s*[\"']?([^\"'\s>]*)", re.IGNORECASE)
_ROW_PART = re.compile(r"<(?P<end>/?)(?P<name>tr|td|th)(?=[\s/>])(?P<attributes>[^<>]*)>", re.IGNORECASE)
_SPANNED = re.compile(r"(?P<name>col|row)span\s*=\s*[\"']?(?P<n>[0-9]{1,2})", re.IGNORECASE)


def read(data: bytes, name: str) -> SourceText:
    """The text of a Markdown file, the same text with its markup blanked, and the links in it.

    Raises:
        EmptyFile, Undecodable: as :func:`~ingest.formats.text.decode`.
    """
    text = decode(data, name)
    plain, links = without_markup(text)
    return SourceText(data, text, plain="" if plain == text else plain, links=links)


def without_markup(text: str) -> tuple[str, tuple[Link, ...]]:
    """``text`` with links, images, HTML and emphasis blanked (as long as before), and where its links are."""
    page = _Page(list(text))
    # Nothing is looked for behind the last closing tag: openings that nothing closes would each be read to the end.
    for match in _UNSEEN.finditer(text, 0, _last(_UNSEEN_END, text)):
        page.blank(*match.span())
    for match in _TABLE.finditer(text, 0, _last(_TABLE_END, text)):
        if "<table" not in match["inner"].lower() and _holds_data(match[0]):
            page.data_table(match)
    page.tags()
    page.marks()
    return page.text(), tuple(sorted(page.links, key=lambda link: link.span))


def _last(closing: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in closing.finditer(text)), default=0)


def _holds_data(markup: str) -> bool:
    root = etree.fromstring(markup, etree.HTMLParser())
    table = None if root is None else root.find(".//table")
    return table is not None and is_data_table(table)


@dataclass(slots=True)
class _Page:
    chars: list[str]
    links: list[Link] = field(default_factory=list)

    def text(self) -> str:
        return "".join(self.chars)

    def blank(self, start: int, end: int, first: str = "") -> None:
        """Blank [start, end), with ``first`` in its first places."""
        kept = first[: end - start]
        self.chars[start:end] = [*kept, *[FILLER] * (end - start - len(kept))]

    def tags(self) -> None:
        text = self.text()
        for match in _ANCHOR.finditer(text):
            href = _HREF.search(match["attributes"])
            self._link(Span(*match.span("text")), href[1] if href else "")
        for match in _TAG.finditer(text):
            name = match["name"].lower()
            first = "\n" if _BLOCK_NAME.fullmatch(name) else ""
            if name[0] == "h" and name[1:].isdigit() and not match["end"]:
                first = "\n" + "#" * min(int(name[1:]), 3)
            self.blank(*match.span(), first)

    def marks(self) -> None:
        for match in _IMAGE.finditer(self.text()):
            self.blank(*match.span())
        for match in _AUTOLINK.finditer(self.text()):
            self.blank(match.start(), match.start() + 1)
            self.blank(match.end() - 1, match.end())
        for match in _LINK.finditer(self.text()):
            self._link(Span(*match.span("text")), match["address"])
            self.blank(match.start(), match.start("text"))
            self.blank(match.end("text"), match.end())
        for match in _ENTITY.finditer(self.text()):
            meant = html.unescape(match[0])
            if len(meant) == 1:
                self.blank(*match.span(), meant)
        for match in _ESCAPE.finditer(self.text()):
            self.blank(*match.span())
        for match in _STRONG.finditer(self.text()):
            self.blank(match.start(), match.start("inner"))
            self.blank(match.end("inner"), match.end())

    def _link(self, span: Span, address: str) -> None:
        self.links.append(Link(span, _CONTROL.match(address) is not None))

    def data_table(self, table: re.Match[str]) -> None:
        """Write the rows of a data table as lines ``| 甲 | 乙 |``; empty cells follow one over several columns."""
        above: dict[int, int] = {}
        column = 0
        extra = 0
        opened = -1
        for part in _parts(table):
            start, end = part.span()
            name = part["name"].lower()
            if name == "tr":
                if not part["end"]:
                    opened, column = start, 0
                    self.blank(start, end, "\n")
                elif opened >= 0:
                    for at in range(opened + 1, start):
                        if self.chars[at] in "\r\n":
                            self.chars[at] = " "
                    below = sum(1 for at, rows in above.items() if at >= column and rows > 0)
                    above = {at: rows - (at >= column) for at, rows in above.items()}
                    self.blank(start, end, "|" * min(below, 3) + "|\n")
                    opened = -1
            elif part["end"]:
                self.blank(start, end, "|" * extra)
            else:
                spans = {m["name"].lower(): int(m["n"]) for m in _SPANNED.finditer(part["attributes"])}
                covered = 0
                while above.get(column + covered, 0) > 0:
                    above[column + covered] -= 1
                    covered += 1
                column += covered
                width = max(1, spans.get("col", 1))
                for over in range(column, column + width):
                    above[over] = max(0, spans.get("row", 1) - 1)
                column += width
                extra = width - 1
                self.blank(start, end, "|" * (1 + covered))


def _parts(table: re.Match[str]) -> Iterator[re.Match[str]]:
    return _ROW_PART.finditer(table.string, table.start("inner"), table.end("inner"))
