"""Web pages: the article with its tables and numbered lists; site navigation left out.

In the article (:mod:`ingest.formats.html_article`) everything is kept. Around it (title, date, signature) only what
cannot be prose is left out: navigation elements and blocks that are mostly links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from ingest.errors import EmptyFile, TooCostly
from ingest.formats.html_article import SITE_PARTS, article_of, is_unseen
from ingest.formats.html_table import is_data_table, table_of
from ingest.formats.parsing import damage_named
from ingest.formats.source_text import MARKED, SourceText
from ingest.formats.text import decode
from ingest.numerals import write_integer

_SITE_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary"))
_SITE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|foot(?:er)?\w*|breadcrumb\w*|crumbs?|side(?:bar)?|share\w*|toolbar|search\w*|topbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_INLINE = frozenset(
    ("a", "abbr", "b", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "label", "mark")
) | frozenset(
    ("q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr")
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_GB = frozenset(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk"))
_SPACE = re.compile(r"[ \t\r\n\f]+")
_TITLE_PARTS = re.compile(r"\s*[_|]\s*|\s+[–—-]+\s+")


def read(data: bytes, name: str) -> SourceText:
    """The article of a web page as text.

    Raises:
        Undecodable, DamagedFile, TooCostly: it cannot be read.
        EmptyFile: there is no text in it.
    """
    markup = _decoded(data, name)
    with damage_named(name):
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        root = etree.fromstring(markup.encode("utf-8", errors="replace"), parser)
    # Past its limits the parser drops the rest of the page and says so only here.
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise TooCostly(f"{name}：网页嵌套过深或过长，读不完整，请另存为纯文本后重新提供")
    lines = [] if root is None else _lines(root)
    if not lines:
        raise EmptyFile(f"{name}：网页中没有文字，请检查后重新提供")
    return SourceText(data, "\n".join(lines))


def _decoded(data: bytes, name: str) -> str:
    declared = _CHARSET.search(data[:4096])
    encoding = declared[1].decode("ascii").lower() if declared else ""
    if encoding in _GB and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass  # a page saved as UTF-8 often keeps its old declaration; decode() tells
    return decode(data, name)


@dataclass(slots=True)
class _List:
    ordered: bool
    counter: int
    chinese: bool


@dataclass(slots=True)
class _Page:
    article: Element
    lines: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    inside: bool = False
    preformatted: int = 0
    heading: int = 0
    label: str = ""
    lists: list[_List] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        for number, part in enumerate((text or "").split("\n") if self.preformatted else [text or ""]):
            if number:
                self.flush()
            self.text.append(part)
            if self.links:
                self.linked += len(part.strip())

    def flush(self) -> None:
        line = _SPACE.sub(" ", "".join(self.text)).strip()
        mostly_links = self.linked * 2 > len(line)
        if line and (self.inside or not mostly_links):
            label = "" if MARKED.match(line) else self.label
            mark = "#" * self.heading + " " if self.heading and not label and not MARKED.match(line) else ""
            self.lines.append(mark + label + line)
            self.label = ""
        self.text.clear()
        self.linked = 0


def _lines(root: Element) -> list[str]:
    page = _Page(article_of(root))
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: Element | None = None
    for event, element in walker:
        if event == "start":
            if _is_left_out(element, page) or _open(element, page):
                skipped = element
                walker.skip_subtree()
            continue
        if skipped is not element:
            _close(element, page)
        if element is not root:
            page.add(element.tail)
    page.flush()
    return _with_head(root, page.lines)


def _is_left_out(element: Element, page: _Page) -> bool:
    tag = str(element.tag)
    if is_unseen(element) or tag in SITE_PARTS or element.get("role") in _SITE_ROLES:
        return True
    framed = page.inside and page.article.tag not in ("html", "body")
    return not framed and element is not page.article and _is_site_part(element, page.article)


def _is_site_part(element: Element, article: Element) -> bool:
    names = f"{element.get('id', '')} {element.get('class', '')}"
    return bool(_SITE_NAME.search(names)) and element not in article.iterancestors()


def _open(element: Element, page: _Page) -> bool:
    """Begin an element; true where it has been taken whole."""
    tag = str(element.tag)
    if tag == "br":
        # A heading broken over lines is one heading.
        if not page.heading:
            page.flush()
    elif tag == "table" and (page.inside or element is page.article) and is_data_table(element):
        page.flush()
        page.lines += table_of(element)
        return True
    elif tag not in _INLINE:
        page.flush()
    if element is page.article:
        page.inside = True
    page.links += tag == "a"
    page.preformatted += tag == "pre"
    page.heading = _HEADINGS.get(tag, page.heading)
    if tag in ("ol", "ul"):
        style = element.get("style", "").lower()
        page.lists.append(_List(tag == "ol", _count(element.get("start"), 1) - 1, "ideographic" in style))
    if tag == "li" and page.lists:
        _begin_item(page, element)
    page.add(element.text)
    return False


def _begin_item(page: _Page, item: Element) -> None:
    own = page.lists[-1]
    own.counter = _count(item.get("value"), own.counter + 1)
    if own.ordered:
        page.label = f"{write_integer(own.counter)}、" if own.chinese else f"{own.counter}."


def _count(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default


def _close(element: Element, page: _Page) -> None:
    tag = str(element.tag)
    if tag not in _INLINE and tag != "br":
        page.flush()
    page.links -= tag == "a"
    page.preformatted -= tag == "pre"
    if tag in _HEADINGS:
        page.heading = 0
    if tag == "li":
        page.label = ""
    if tag in ("ol", "ul") and page.lists:
        page.lists.pop()
    if element is page.article:
        page.inside = False


def _with_head(root: Element, lines: list[str]) -> list[str]:
    """The lines, led by the page's title and publishing date where only the page's head states them."""
    metas = {meta.get("name", "").lower(): meta.get("content", "").strip() for meta in root.iterfind(".//head/meta")}
    title = metas.get("articletitle", "")
    if not title:
        found = root.find(".//head/title")
        title = "" if found is None else "".join(found.itertext()).strip()
        # The site and its section stand before or behind, and are shorter.
        title = max(_TITLE_PARTS.split(title), key=len)
    title = _SPACE.sub(" ", title)
    if not lines:
        return lines
    above = []
    if title and _squeezed(title) not in _squeezed("".join(lines)):
        above.append(title)
    published = metas.get("pubdate", "")
    if published and not any(re.search(r"发布(?:日期|时间)", line) for line in lines):
        lines = [*lines, f"发布日期：{_SPACE.sub(' ', published)}"]
    return above + lines


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
