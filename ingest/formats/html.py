"""Web pages: the article with its tables and numbered lists; site navigation left out.

Which part is the article is told by where the sentences are: the innermost container that holds nine tenths of the
page's text with sentence punctuation outside links. Inside it everything is kept. Around it (title, date, 文号,
signature) only what cannot be prose is left out: navigation elements and blocks that are mostly links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from ingest.errors import DamagedFile, EmptyFile
from ingest.formats.html_table import is_data_table, table_of
from ingest.formats.parsing import damage_named
from ingest.formats.source_text import MARKED, SourceText
from ingest.formats.text import decode
from ingest.numerals import write_integer

_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "button", "textarea", "input")
)
_SITE = frozenset(("nav", "footer", "aside", "menu"))
_SITE_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary"))
_SITE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|foot(?:er)?\w*|breadcrumb\w*|crumbs?|side(?:bar)?|share\w*|toolbar|search\w*|topbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_INLINE = frozenset(
    ("a", "abbr", "b", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "label", "mark")
) | frozenset(("q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CONTAINERS = frozenset(
    ("html", "body", "div", "section", "article", "main", "form", "center", "table", "tbody", "tr", "td", "span", "font")
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SENTENCE = re.compile(r"[。；，：！？]")
_ARTICLE_SHARE = 0.9
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_GB = frozenset(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk"))
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SITE_TAIL = re.compile(r"\s*[_|–—-]\s*[^_|–—-]*$")


def read(data: bytes, name: str) -> SourceText:
    """The article of a web page as text.

    Raises:
        Undecodable, DamagedFile, TooCostly: it cannot be read.
        EmptyFile: there is no text in it.
    """
    markup = _decoded(data, name)
    with damage_named(name):
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root: Any = etree.fromstring(markup.encode("utf-8", errors="replace"), parser)
        if root is None:
            raise EmptyFile(f"{name}：网页中没有文字，请检查后重新提供")
        lines = _lines(root)
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
    article: Any
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


def _lines(root: Any) -> list[str]:
    page = _Page(_article(root))
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: Any = None
    for event, element in walker:
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            if skipped is None and _is_left_out(element, page):
                skipped = element
                walker.skip_subtree()
            elif skipped is None and _open(element, page):
                skipped = element
                walker.skip_subtree()
            continue
        if skipped is element:
            skipped = None
        else:
            _close(element, page)
        if element is not root:
            page.add(element.tail)
    page.flush()
    return _with_head(root, page.lines)


def _is_left_out(element: Any, page: _Page) -> bool:
    tag = element.tag
    if tag in _UNSEEN or element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
        return True
    if tag in _SITE or element.get("role") in _SITE_ROLES:
        return True
    framed = page.inside and page.article.tag not in ("html", "body")
    return not framed and element is not page.article and _is_site_part(element, page.article)


def _is_site_part(element: Any, article: Any) -> bool:
    names = f"{element.get('id', '')} {element.get('class', '')}"
    return bool(_SITE_NAME.search(names)) and element not in article.iterancestors()


def _open(element: Any, page: _Page) -> bool:
    """Begin an element; true where it has been taken whole."""
    tag = element.tag
    if tag == "br":
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


def _begin_item(page: _Page, item: Any) -> None:
    own = page.lists[-1]
    own.counter = _count(item.get("value"), own.counter + 1)
    if own.ordered:
        page.label = f"{write_integer(own.counter)}、" if own.chinese else f"{own.counter}."


def _count(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default


def _close(element: Any, page: _Page) -> None:
    tag = element.tag
    if tag not in _INLINE:
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


def _article(root: Any) -> Any:
    """The innermost container with nine tenths of the characters that stand in sentences outside links."""
    weights: dict[Any, int] = {}
    links = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        tag = element.tag
        if event == "start":
            links += tag == "a"
            weights[element] = 0 if links or tag in _UNSEEN else _weight(element.text)
            continue
        links -= tag == "a"
        parent = element.getparent()
        if parent is not None:
            own = 0 if tag in _UNSEEN or tag in _SITE else weights[element]
            weights[parent] += own + (0 if links else _weight(element.tail))
    current = root
    while True:
        inner = next(
            (
                child
                for child in current
                if child.tag in _CONTAINERS and 0 < _ARTICLE_SHARE * weights[current] <= weights[child]
            ),
            None,
        )
        if inner is None:
            break
        current = inner
    while current.tag in ("tbody", "tr", "td", "span", "font") and current.getparent() is not None:
        current = current.getparent()
    return current


def _weight(text: str | None) -> int:
    return len(text.strip()) if text and _SENTENCE.search(text) else 0


def _with_head(root: Any, lines: list[str]) -> list[str]:
    """The lines, led by the page's title and publishing date where only the page's head states them."""
    metas = {
        meta.get("name", "").lower(): meta.get("content", "").strip() for meta in root.iterfind(".//head/meta")
    }
    title = metas.get("articletitle", "")
    if not title:
        found = root.find(".//head/title")
        title = "" if found is None else "".join(found.itertext()).strip()
        title = _SITE_TAIL.sub("", title) or title
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
