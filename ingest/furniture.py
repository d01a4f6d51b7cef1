"""What a web page or a converter put around a document: recorded with its offsets, never part of a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.clauses.markers import DIVISIONS, read_mark
from ingest.formats.source_text import Link
from ingest.menus import menu_lines
from ingest.metadata.labels import is_label_line, is_weak_label_line
from ingest.normalize import FILLER, Line

_PATTERNS = (
    r"首页\s*[>»›/]",
    r"(?:您|你)?的?(?:当前|现在)(?:的|所在)?位置\s*[:：]",
    r"(?:(?:首页|繁体版|简体版|收藏本站|设为首页|网站地图|无障碍)\s*[|｜]?\s*){2,}$",
    r"(?:[\u4e00-\u9fa5]{2,20}\s+)?[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\s+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$",
    r"[\u4e00-\u9fa5]{0,12}发布(?:时间|日期)\s*[:：]\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
    r"日期\s*[:：]\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
    r"copyright\b|©|\(c\)\s*\d{4}",
    r".{0,30}版权所有",
    r"produced\s+by\b|powered\s+by\b|技术支持\s*[:：]",
    r"[【\[]?\s*(?:打印本页|打印|关闭窗口|关闭|返回顶部|收藏本页|扫一扫)\s*[】\]]?(?:\s*[【\[]\s*(?:打印本页|关闭窗口|关闭|收藏本页)\s*[】\]])*$",
    r"分享(?:到)?\s*[:：]?\s*(?:微信|微博|QQ)*$",
    r"(?:来源|信息来源|稿源|作者|浏览(?:次数|量)|字体|字号|责任编辑|编辑)\s*[:：]",
    r"(?:网站地图|联系我们|上一篇|下一篇|相关(?:链接|阅读|附件下载))\s*[:：]?$",
    r"[京沪津渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP备",
    r"<!--.*-->$",
    r"(?:-{3,}|\*{3,}|_{3,}|={3,})$",
    r"[-—–]\s*\d{1,4}\s*[-—–]$",
    r"第\s*\d{1,4}\s*页\s*(?:[,，/]?\s*共\s*\d{1,4}\s*页)?$",
)
_FURNITURE = re.compile("|".join(f"(?:{p})" for p in _PATTERNS), re.IGNORECASE)
_FOOT = re.compile(r"(?:主\s*办|承\s*办|版权所有)(?:单位)?\s*[:：].*(?:地\s*址|电\s*话|邮\s*编|备案|ICP)")
_FOOT_LINES = 6
_LONGEST = 120
_RULE = re.compile(r"-{3,}$")
_FRONT_MATTER_LINES = 30
_FRONT_MATTER = re.compile(r"[A-Za-z][\w-]*\s*:")
_CONTENTS = re.compile(r"目\s*[录次]$")
_ENTRY_CHARS = 60
_SENTENCE = re.compile(r"[。；;：:，,]$")
_LEADER = re.compile(r"[\s.·…。_-]*\d{0,4}$")


def find_furniture(lines: Sequence[Line], links: Sequence[Link] = ()) -> frozenset[int]:
    """Indexes of the lines of a file that are furniture.

    These are menus (told by ``links``, the links of the file), navigation, share buttons, copyright and counter lines,
    page numbers, the data table a web page prints over a document, the front matter of Markdown, and a table of
    contents: its chapter names stand again where the chapters begin.
    """
    found = {index for index, line in enumerate(lines) if _is_furniture(line.folded)}
    found.update(_front_matter(lines))
    found.update(_contents(lines))
    found.update(menu_lines(lines, links))
    found.update(
        index
        for index, line in enumerate(lines)
        if is_weak_label_line(line.folded)
        and any(is_label_line(x.folded) for x in lines[max(0, index - 1) : index + 2])
    )
    found.update(
        index
        for index, line in enumerate(lines[-_FOOT_LINES:], max(0, len(lines) - _FOOT_LINES))
        if _FOOT.match(line.folded)
    )
    return frozenset(found)


def is_site_owner(line: Line) -> bool:
    """Whether a furniture line names who runs the site: 主办：某局 地址：…"""
    return _FOOT.match(line.folded) is not None


def _is_furniture(folded: str) -> bool:
    if len(folded) > _LONGEST:
        return False
    return _FURNITURE.match(folded.lstrip("# " + FILLER)) is not None or is_label_line(folded)


def _front_matter(lines: Sequence[Line]) -> Iterator[int]:
    if not lines or not _RULE.match(lines[0].folded):
        return
    for index, line in enumerate(lines[1:_FRONT_MATTER_LINES], 1):
        if _RULE.match(line.folded):
            yield from range(index + 1)
            return
        if not _FRONT_MATTER.match(line.folded):
            return


def _contents(lines: Sequence[Line]) -> Iterator[int]:
    """Runs of headings that stand again, in full, further down, with the line 目录 over them."""
    entries = [_entry(line.folded) for line in lines]
    last = {entry: index for index, entry in enumerate(entries) if entry}
    index = 0
    while index < len(lines):
        titled = entries[index] in ("目录", "目次")
        end = index + titled
        marks = 0
        while end < len(lines) and entries[end] and last[entries[end]] > end:
            marks += _divides(lines[end])
            end += 1
        if end - index >= 2 and (titled or (marks >= 2 and _divides(lines[index]))):
            yield from range(index, end)
            index = end
        elif titled and index + 1 < len(lines):
            yield index
            index += 1
        else:
            index += 1


def _entry(folded: str) -> str:
    """A short line without ``#``, white space, dot leaders and page number; empty for a line of running text."""
    if len(folded) > _ENTRY_CHARS or _SENTENCE.search(folded):
        return ""
    bare = folded.lstrip("#")
    return "".join(_LEADER.sub("", bare).split()) or "".join(bare.split())


def _divides(line: Line) -> bool:
    mark = read_mark(line.folded.lstrip("# "))
    return mark is not None and mark.kind in (*DIVISIONS, "一、")
