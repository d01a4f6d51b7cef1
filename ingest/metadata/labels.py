"""The data table a web page or a file cover prints over a document: 索引号：… 发文机关：… 成文日期：…"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.metadata.dates import find_dates
from ingest.model import Found, Span
from ingest.normalize import Line, trim

DOC_NUMBER = ("发文字号", "发文文号", "文件编号", "文号")
ISSUER = ("发文机关", "发文机构", "发文单位", "发布机构", "发布机关", "发布单位", "制定机关")
ISSUED = ("成文日期", "成文时间", "制发日期", "生成日期")
PUBLISHED = ("发布日期", "发布时间", "发表日期", "发表时间", "公开日期", "公布日期", "发文日期", "录入时间", "录入日期")
EFFECTIVE = ("生效日期", "施行日期", "实施日期", "生效时间")
EXPIRES = ("失效日期", "废止日期", "失效时间")
EFFECT = ("有效性", "效力状态", "时效性", "时效状态")
_OTHER = (
    "索引号",
    "主题分类",
    "主题词",
    "信息分类",
    "公开方式",
    "公开范围",
    "统一编号",
    "登记号",
    "更新时间",
    "更新日期",
)
_ALL = (*DOC_NUMBER, *ISSUER, *ISSUED, *PUBLISHED, *EFFECTIVE, *EXPIRES, *EFFECT, *_OTHER)
# Pages set labels wide: 发 布 机 构.
_WIDE = "|".join(r"\s*".join(name) for name in sorted(_ALL, key=len, reverse=True))
_LABEL = re.compile(rf"[\[【(]?\s*(?P<name>{_WIDE})\s*[\]】)]?\s*[:：]\s*")

_BETWEEN = " ,;|。"
"""What sets labels of one line apart (folded)."""
_WEAK = re.compile(r"(?:名\s*称|标\s*题)\s*[:：]")


def is_weak_label_line(folded: str) -> bool:
    """Whether a line begins with a label that is one of such a table only beside others: 名称：…"""
    return _WEAK.match(folded) is not None


def is_label_line(folded: str) -> bool:
    """Whether a line is a row of such a table: it begins with one of its labels and a colon."""
    return _LABEL.match(folded) is not None


def labelled(lines: Sequence[Line], names: Sequence[str]) -> Found[str] | None:
    """The first non-empty value printed after one of ``names``; it ends where the next label or the line ends."""
    for line in lines:
        matches = list(_LABEL.finditer(line.folded))
        if not matches or matches[0].start() != 0:
            continue
        for match, following in zip(matches, [*matches[1:], None], strict=True):
            end = following.start() if following else len(line.folded)
            span = trim(line.text, match.end(), match.end() + len(line.folded[match.end() : end].rstrip(_BETWEEN)))
            if "".join(match["name"].split()) in names and span.end > span.start:
                start = line.span.start
                return Found(span.cut(line.text), Span(start + span.start, start + span.end))
    return None


def date(lines: Sequence[Line], names: Sequence[str]) -> Found[str] | None:
    """The date printed after one of ``names``, as ISO 8601."""
    stated = labelled(lines, names)
    dates = find_dates(stated.value) if stated else []
    if stated is None or not dates:
        return None
    start = stated.span.start
    return Found(dates[0].value, Span(start + dates[0].span.start, start + dates[0].span.end))
