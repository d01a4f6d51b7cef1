"""Dates in Chinese and Arabic digits, and what each date of a document means."""

from __future__ import annotations

import re
from datetime import date

from ingest.model import Found, Span
from ingest.normalize import Line, fold
from ingest.numerals import read_integer

_Y = r"(?P<y>[0-9]{4}|[〇零○一二三四五六七八九]{4})"
_M = r"(?P<m>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_D = r"(?P<d>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = re.compile(
    rf"{_Y}\s*年\s*{_M}\s*月\s*{_D}\s*[日号]|{_Y.replace('<y>', '<y2>')}[-/.](?P<m2>[0-9]{{1,2}})[-/.](?P<d2>[0-9]{{1,2}})"
)
_DATE_LINE = re.compile(rf"^\(?\s*(?:{_Y}\s*年\s*{_M}\s*月\s*{_D}\s*日)\s*\)?$")
_PUBLISHED = re.compile(r"(?:发布|公开|发文|上传)(?:日期|时间)\s*[:：]?|来源\s*[:：]")
_COMMENT = re.compile(r"意见|建议|反馈")
_BEFORE = re.compile(r"^\s*(?:\d{1,2}[:：时点]\d{0,2}分?\s*)?(?:之?前|以前|止|截止)")
_EFFECTIVE = re.compile(r"^\s*(?:起|开始)(?:正式)?(?:施行|实施|执行|生效)")
_UNTIL = re.compile(r"(?:有效期(?:限)?(?:至|到|截至)|执行至|有效期.{0,20}?至)\s*$")


def find_dates(text: str) -> list[Found[str]]:
    """Every full date in ``text`` as ISO 8601, with its span in ``text``. An impossible date is passed over."""
    found = []
    for match in _DATE.finditer(fold(text)):
        parts = [match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"]]
        year, month, day = (read_integer(part) or 0 for part in parts)
        try:
            value = date(year, month, day).isoformat()
        except ValueError:
            continue
        found.append(Found(value, Span(*match.span())))
    return found


def is_date_line(folded: str) -> bool:
    """Whether a line holds nothing but a date, as under a signature."""
    return _DATE_LINE.match(folded) is not None


def _shift(found: Found[str], by: int) -> Found[str]:
    return Found(found.value, Span(found.span.start + by, found.span.end + by))


def issued_on(lines: list[Line]) -> Found[str] | None:
    """成文日期: the last line that is only a date (under the signature); a title page's date otherwise."""
    for line in reversed(lines):
        if is_date_line(line.folded):
            return _shift(find_dates(line.text)[0], line.span.start)
    return None


def published_on(furniture: list[Line]) -> Found[str] | None:
    """发布日期, as the page around the document states it."""
    for line in furniture:
        if _PUBLISHED.match(line.folded) and (dates := find_dates(line.text)):
            return _shift(dates[0], line.span.start)
    return None


def comment_until(lines: list[Line]) -> Found[str] | None:
    """The last day on which comments on a draft are taken (…年…月…日前, in a sentence about 意见/反馈)."""
    for line in lines:
        if not _COMMENT.search(line.folded):
            continue
        for found in find_dates(line.text):
            if _BEFORE.match(line.folded[found.span.end :]):
                return _shift(found, line.span.start)
    return None


def effective_from(lines: list[Line]) -> Found[str] | None:
    """施行日期: 自…年…月…日起施行."""
    for line in lines:
        for found in find_dates(line.text):
            if _EFFECTIVE.match(line.folded[found.span.end :]):
                return _shift(found, line.span.start)
    return None


def effective_until(lines: list[Line]) -> Found[str] | None:
    """失效日期: 有效期至…年…月…日."""
    for line in lines:
        for found in find_dates(line.text):
            if _UNTIL.search(line.folded[: found.span.start]):
                return _shift(found, line.span.start)
    return None
