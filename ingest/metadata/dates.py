"""Dates in Chinese and Arabic digits, and what each date of a document means."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ingest.model import Found, Span
from ingest.normalize import Line, fold
from ingest.numerals import read_integer

_Y = r"(?P<y>[0-9]{4}|[〇零○一二三四五六七八九]{4})"
_M = r"(?P<m>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_D = r"(?P<d>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_ISO = r"(?P<y2>[0-9]{4})[-/.](?P<m2>[0-9]{1,2})[-/.](?P<d2>[0-9]{1,2})(?![0-9])"
_DATE = re.compile(rf"{_Y}\s*年\s*{_M}\s*月\s*{_D}\s*[日号]|{_ISO}")
_DATE_LINE = re.compile(rf"^\(?\s*(?:{_Y}\s*年\s*{_M}\s*月\s*{_D}\s*日)\s*(?:印发|发布)?\s*\)?$")
_PUBLISHED = (
    re.compile(r"(?:[\u4e00-\u9fa5]{0,12}发布|发表|公开|发文|上传|录入)?(?:日期|时间)\s*[:：]"),
    re.compile(r"(?:[\u4e00-\u9fa5]{2,20}\s+)?[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\s+[0-9]{1,2}:[0-9]{2}"),
    re.compile(r"(?:信息)?来源\s*[:：]|稿源\s*[:：]"),
)
"""Lines with the day of publishing, the surest first: stated, the page's time under the title, that of a copy."""
_PRINTED = re.compile(r"\s*印发\)?$")
_COMMENT = re.compile(r"意见|建议|反馈")
_TIME = r"\s*(?:\d{1,2}[:：时点]\d{0,2}分?\s*)?"
_BEFORE = re.compile(rf"^{_TIME}(?:之?前|以前|止|截止|为止)")
_DEADLINE = re.compile(
    r"(?:(?:截止|截至|截止(?:日期|时间)|反馈(?:日期|时间))(?:日期|时间)?\s*(?:为|是|到|至|:)?|日\s*(?:至|到|[-—~])+)\s*$"
)
_SHORT_END = re.compile(rf"^{_TIME}\s*(?:至|到|-|—|~)+\s*(?:(?P<m>[0-9]{{1,2}})\s*月)?\s*(?P<d>[0-9]{{1,2}})\s*日")
_EFFECTIVE = re.compile(r"^\s*(?:起|开始)?(?:正式|试)?(?:施行|实施|执行|生效|试行)")
_OF_ITSELF = re.compile(r"(?:本|该|上述)[^，,。；;《》]{0,16}$|(?:^|[。；;，,:：]|第[^条]{1,8}条)\s*自?\s*$")
_FROM_ISSUE = re.compile(r"自(?P<act>印发|发布|公布|颁布|签发|发文)之日起(?:正式|试)?(?:施行|实施|执行|生效|试行)")
_PUBLISHING = ("发布", "公布", "颁布")
_UNTIL = re.compile(r"(?:有效期(?:限)?(?:截止)?(?:至|到|截至|为至)|执行至|试行至|有效期[^。；]{0,20}?至)\s*$")
_TERM = re.compile(
    r"(?:起(?:正式|试)?(?:施行|实施|执行|生效|试行)[，,;；]\s*|本[\u4e00-\u9fa5]{1,12}?)(?:有效期(?:限)?|试行期|试行)\s*(?:为|是|暂定|:)?\s*"
    r"(?P<n>[0-9]{1,2}|[一二三四五六七八九十两]{1,2})\s*年"
)
_ITSELF = re.compile(
    r"本[\u4e00-\u9fa5]{0,12}?(?:办法|意见|通知|规定|政策|措施|条例|细则|方案|决定|公告|规则|指引|标准)|起(?:正式|试)?(?:施行|实施|执行|生效)"
)
_LICENCE = re.compile(r"证|许可|登记|资质|资格|批准文件|标识|合同")


def find_dates(text: str) -> list[Found[str]]:
    """Every full date in ``text`` as ISO 8601, with its span in ``text``. An impossible date is passed over."""
    found = []
    for match in _DATE.finditer(fold(text)):
        parts = [match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"]]
        year, month, day = (read_integer(part) or 0 for part in parts)
        if value := _iso(year, month, day):
            found.append(Found(value, Span(*match.span())))
    return found


def _iso(year: int, month: int, day: int) -> str | None:
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day).isoformat()


def is_date_line(folded: str) -> bool:
    """Whether a line holds nothing but a date, as under a signature."""
    return _DATE_LINE.match(folded) is not None


def _shift(found: Found[str], by: int) -> Found[str]:
    return Found(found.value, found.span.moved(by))


def _in_lines(lines: Sequence[Line]) -> Iterator[tuple[Line, Found[str]]]:
    for line in lines:
        for found in find_dates(line.text):
            yield line, found


def issued_on(fronts: Sequence[Line]) -> Found[str] | None:
    """成文日期: the last line that is only a date (under the signature), without 印发, or a title page's."""
    for line in reversed(fronts):
        if is_date_line(line.folded) and (dates := find_dates(line.text)):
            if _PRINTED.match(line.folded[dates[0].span.end :]):
                continue
            return _shift(dates[0], line.span.start)
    return None


def printed_on(lines: Sequence[Line]) -> Found[str] | None:
    """印发日期, in the imprint at the foot: 某某办公室 2023年8月16日印发."""
    for line, found in _in_lines(lines[-4:]):
        if _PRINTED.match(line.folded[found.span.end :]):
            return _shift(found, line.span.start)
    return None


def published_on(furniture: Sequence[Line]) -> Found[str] | None:
    """发布日期, as the page around the document states it."""
    for pattern in _PUBLISHED:
        for line in furniture:
            if pattern.match(line.folded) and (dates := find_dates(line.text)):
                return _shift(dates[0], line.span.start)
    return None


def comment_until(lines: Sequence[Line]) -> Found[str] | None:
    """The last day on which comments on a draft are taken: …年…月…日前, 截止时间：…, or the end of a period.

    Only sentences about 意见, 建议 or 反馈 count; a period's end may leave out its year (2025年5月9日至6月9日).
    """
    for line, found in _in_lines(lines):
        if not _COMMENT.search(line.folded):
            continue
        before, after = line.folded[: found.span.start], line.folded[found.span.end :]
        if _BEFORE.match(after) or _DEADLINE.search(before):
            return _shift(found, line.span.start)
        if end := _SHORT_END.match(after):
            month = int(end["m"] or found.value[5:7])
            if value := _iso(int(found.value[:4]), month, int(end["d"])):
                span = Span(found.span.start, found.span.end + end.end())
                return _shift(Found(value, span), line.span.start)
    return None


def effective_from(
    lines: Sequence[Line], printed: Found[str] | None = None, published: Found[str] | None = None
) -> Found[str] | None:
    """施行日期: 自…年…月…日起施行, said of the document itself rather than of one it mentions.

    Args:
        printed: the day it was printed and sent out, which 自印发之日起施行 refers to.
        published: the day it was made public, which 自公布之日起施行 refers to.
    """
    other: Found[str] | None = None
    for line, found in _in_lines(lines):
        if not _EFFECTIVE.match(line.folded[found.span.end :]):
            continue
        place = _shift(found, line.span.start)
        before = line.folded[: found.span.start].rstrip().removesuffix("自").removesuffix("从")
        if _OF_ITSELF.search(before):
            return place
        other = other or place
    if other is not None:
        return other
    for line in lines:
        if match := _FROM_ISSUE.search(line.folded):
            day = published if match["act"] in _PUBLISHING else printed
            return _shift(Found(day.value, Span(*match.span())), line.span.start) if day else None
    return None


def _of_document(before: str) -> bool:
    """Whether a sentence up to its 有效期至 speaks of a document, not of a permit, certificate or contract."""
    sentence = re.split(r"[。；;]", before)[-1]
    return _LICENCE.search(sentence) is None or _ITSELF.search(sentence) is not None


def effective_until(lines: Sequence[Line], effective: Found[str] | None = None) -> Found[str] | None:
    """失效日期: 有效期至…年…月…日, or the last day of 有效期N年 counted from ``effective``."""
    for line, found in _in_lines(lines):
        before = line.folded[: found.span.start]
        if _UNTIL.search(before) and _of_document(before):
            return _shift(found, line.span.start)
    if effective is None:
        return None
    for line in lines:
        if (match := _TERM.search(line.folded)) and not _LICENCE.search(match.group()):
            years = read_integer(match["n"]) or 0
            begin = date.fromisoformat(effective.value)
            day = min(begin.day, monthrange(begin.year + years, begin.month)[1])
            last = begin.replace(year=begin.year + years, day=day) - timedelta(days=1)
            return _shift(Found(last.isoformat(), Span(*match.span())), line.span.start)
    return None
