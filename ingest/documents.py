"""Finding the logical documents in one file: a notice and what it transmits, a draft and its interpretation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.clauses.markers import read_mark
from ingest.metadata.dates import is_date_line
from ingest.metadata.doc_number import is_doc_number_line
from ingest.normalize import Line

_TYPE_WORDS = (
    "意见|通知|通告|公告|公报|决定|决议|办法|规定|细则|方案|规划|计划|要点|总结|报告|政策|措施|条例|解读|纲要|指南|批复|函|"
    "规程|规则|解释|章程|清单|目录|说明|问答|答复|命令|令|准则|守则|制度|法|标准|预案|倡议书|公约|实施意见|行动方案"
)
_QUALIFIER = r"[(〔\[][^()〔〕\[\]]{1,20}[)〕\]]"
_TITLE_END = re.compile(rf"(?:{_TYPE_WORDS})[》〉]?(?:{_QUALIFIER})*[》〉]?(?:{_QUALIFIER})*$")
_SENTENCE = re.compile(r"[。；;！!？?，,：:]$")
_INNER_SENTENCE = re.compile(r"[。；;！？]")
_ADDRESSEE = re.compile(r"^(?:各|省|市|县|区|有关|机关|驻|中央|国务院|全).{2,}[:：]$")
_ISSUER_LINE = re.compile(
    r"^[\u4e00-\u9fa5（）()、\s]{2,60}?(?:人民政府|政府办公厅|政府办公室|委员会|办公厅|办公室|厅|局|部|院|署|行|会|中心|委)$"
)
_REMARK = re.compile(r"^\((?:此件|本件|信息|联系人).{0,40}\)$")
_LONGEST_TITLE = 80
_TITLE_LINES = 5
_BOOK = re.compile(r"《([^《》]{4,80})》")


@dataclass(frozen=True, slots=True)
class Draft:
    """Lines [first, last) of a file that make one logical document.

    ``title_lines`` are the first lines that make up ``title``; ``fronts`` are all lines that are not clauses of
    substance (title, 文号, 主送机关, signature, date).
    """

    title: str
    first: int
    last: int
    title_lines: tuple[int, ...]
    fronts: frozenset[int]


def split_documents(lines: Sequence[Line]) -> list[Draft]:
    """The logical documents of a file, in order; together they hold every line."""
    starts = _title_starts(lines)
    drafts = []
    for position, (title, title_lines) in enumerate(starts):
        first = title_lines[0] if position else 0
        last = starts[position + 1][1][0] if position + 1 < len(starts) else len(lines)
        fronts = _fronts(lines, first, last, title_lines)
        drafts.append(Draft(title, first, last, title_lines, fronts))
    return drafts


def _title_starts(lines: Sequence[Line]) -> list[tuple[str, tuple[int, ...]]]:
    first = _first_title(lines)
    starts = [first]
    announced = {_key(book) for book in _BOOK.findall(first[0])}
    closed = False
    index = first[1][-1] + 1
    while index < len(lines):
        folded = lines[index].folded
        if is_date_line(folded) and index and _ISSUER_LINE.match(lines[index - 1].folded):
            closed = True
        found = _later_title(lines, index, announced, closed)
        if found is None:
            index += 1
            continue
        starts.append(found)
        announced |= {_key(book) for book in _BOOK.findall(found[0])}
        index = found[1][-1] + 1
        closed = False
    return starts


def _first_title(lines: Sequence[Line]) -> tuple[str, tuple[int, ...]]:
    heading = lines[0].text.lstrip("#").strip() if lines[0].folded.startswith("#") else None
    if heading:
        return heading, (0,)
    joined = ""
    for index, line in enumerate(lines[:_TITLE_LINES]):
        if (
            _SENTENCE.search(line.folded)
            or len(joined) + len(line.text) > _LONGEST_TITLE
            or is_doc_number_line(line.folded)
        ):
            break
        joined += line.text
        if _TITLE_END.search(_plain(joined)):
            return joined, tuple(range(index + 1))
    return lines[0].text.strip("《》")[:_LONGEST_TITLE], (0,)


def _later_title(
    lines: Sequence[Line], index: int, announced: set[str], closed: bool
) -> tuple[str, tuple[int, ...]] | None:
    joined = ""
    for offset, line in enumerate(lines[index : index + _TITLE_LINES]):
        folded = line.folded
        if (
            _SENTENCE.search(folded)
            or _INNER_SENTENCE.search(folded)
            or len(joined) + len(folded) > _LONGEST_TITLE
        ):
            return None
        if read_mark(folded) is not None or is_date_line(folded):
            return None
        joined += line.text
        if _TITLE_END.search(_plain(joined)):
            key = _key(joined)
            about = any(
                _key(book) in announced or key.startswith(_key(book)) for book in _BOOK.findall(joined)
            )
            if key in announced or about or closed:
                return joined, tuple(range(index, index + offset + 1))
            return None
        if not closed and _starts_no_announced(joined, announced):
            return None
    return None


def _starts_no_announced(joined: str, announced: set[str]) -> bool:
    """Whether no announced title begins with what has been joined so far."""
    key = _key(joined)
    return not any(title.startswith(key) for title in announced)


def _plain(title: str) -> str:
    return title.replace("（", "(").replace("）", ")").strip()


def _key(title: str) -> str:
    """A title without brackets, quotation marks and white space, for comparing."""
    return re.sub(r"[\s《》〈〉“”\"]", "", _plain(title))


def _fronts(lines: Sequence[Line], first: int, last: int, title_lines: tuple[int, ...]) -> frozenset[int]:
    fronts = {i for i in title_lines if first <= i < last}
    fronts |= set(range(first, title_lines[0]))
    index = title_lines[-1] + 1
    while index < last and (
        is_doc_number_line(lines[index].folded)
        or _ADDRESSEE.match(lines[index].folded)
        or is_date_line(lines[index].folded)
        or _PASSED.match(lines[index].folded)
    ):
        fronts.add(index)
        index += 1
    index = last - 1
    while index > title_lines[-1] and (
        is_date_line(lines[index].folded)
        or _ISSUER_LINE.match(lines[index].folded)
        or _REMARK.match(lines[index].folded)
    ):
        fronts.add(index)
        index -= 1
    return frozenset(fronts)


_PASSED = re.compile(
    r"^[(（]?(?:\d{4}|[一二〇○零]{4}).{0,40}(?:通过|公布|批准|修正|修订|发布|施行|令第.{1,8}号)"
)
