"""Finding the logical documents in one file: a notice and what it transmits, a draft and its interpretation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.clauses.markers import read_mark
from ingest.metadata.dates import is_date_line
from ingest.metadata.doc_number import is_doc_number_line
from ingest.metadata.history import is_history_line
from ingest.normalize import Line, shown

_TYPE_WORDS = (
    "意见|通知|通告|公告|公报|决定|决议|办法|规定|细则|方案|规划|计划|要点|总结|报告|政策|措施|条例|解读|纲要|指南|批复|函|"
    "规程|规则|解释|章程|清单|目录|说明|问答|答复|命令|令|准则|守则|制度|法|标准|预案|倡议书|公约|实施意见|行动方案"
)
_QUALIFIER = r"[(〔\[][^()〔〕\[\]]{1,20}[)〕\]]"
_NUMBERED = r"(?:\([^()]{2,14}[〔\[][12][0-9]{3}[〕\]][^()]{1,8}号\))?"
_TITLE_END = re.compile(rf"(?:{_TYPE_WORDS})[》〉]?(?:{_QUALIFIER})*[》〉]?(?:{_QUALIFIER})*{_NUMBERED}$")
_SENTENCE = re.compile(r"[。；;！!？?，,：:]$")
_INNER_SENTENCE = re.compile(r"[。；;！？]")
_ADDRESSEE = re.compile(r"^(?:各|省|市|县|区|有关|机关|驻|中央|国务院|全).{2,}[:：]$")
_ISSUER_LINE = re.compile(
    r"^[\u4e00-\u9fa5（）()、\s]{2,60}?(?:人民政府|政府办公厅|政府办公室|委员会|办公厅|办公室|厅|局|部|院|署|银行|分行|支行|会|中心|委)$"
)
_SUBTITLE = re.compile(r"^\((?:试行|暂行|征求意见稿|草案|[^()。]{0,20}(?:稿|年|版))\)$")
_REMARK = re.compile(r"^\((?:此件|本件|信息|联系人).{0,40}\)$")
_LONGEST_TITLE = 80
_TITLE_LINES = 5
_BOOK = re.compile(r"《([^《》]{4,80})》")


@dataclass(frozen=True, slots=True)
class Draft:
    """Lines [first, last) of a file that make one logical document.

    ``title_lines`` are the first lines that make up ``title``; ``fronts`` are all lines that are not clauses of
    substance (title, 文号, 主送机关, history, signature, date, list of attachments).
    """

    title: str
    first: int
    last: int
    title_lines: tuple[int, ...]
    fronts: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a document begins: ``first`` line, title, and the line after its head (title, 文号, history, 主送机关)."""

    first: int
    title: str
    title_lines: tuple[int, ...]
    body: int


def split_documents(lines: Sequence[Line]) -> list[Draft]:
    """The logical documents of a file, in order; together they hold every line."""
    starts = _starts(lines)
    drafts = []
    for position, start in enumerate(starts):
        first = start.first if position else 0
        last = starts[position + 1].first if position + 1 < len(starts) else len(lines)
        drafts.append(Draft(start.title, first, last, start.title_lines, _fronts(lines, first, last, start)))
    return drafts


def _starts(lines: Sequence[Line]) -> list[_Start]:
    title, title_lines = _first_title(lines)
    starts = [_Start(0, title, title_lines, _body(lines, title, title_lines[-1] + 1))]
    announced = _announced(title)
    closed = False
    index = starts[0].body
    while index < len(lines):
        folded = lines[index].folded
        if is_date_line(folded) and index and _ISSUER_LINE.match(lines[index - 1].folded):
            closed = True
        found = _later_title(lines, index, announced, closed)
        if found is None:
            index += 1
            continue
        title, title_lines = found
        first = index - 1 if _BARE_ATTACHMENT.match(lines[index - 1].folded) else index
        starts.append(_Start(first, title, title_lines, _body(lines, title, title_lines[-1] + 1)))
        announced |= _announced(title)
        index = starts[-1].body
        closed = False
    return starts


def _announced(title: str) -> set[str]:
    """Keys of the documents a title says it carries: those in 《》, and what 关于印发…的通知 issues."""
    found = {_key(book) for book in _BOOK.findall(title)}
    if carried := _CARRIES.search(title):
        found.add(_key(carried[1]))
    return found


def _first_title(lines: Sequence[Line]) -> tuple[str, tuple[int, ...]]:
    if lines[0].depth:
        count = 1
        while count < min(_TITLE_LINES, len(lines)) and lines[count].depth == lines[0].depth == 1:
            count += 1
        return " ".join(shown(line.text) for line in lines[:count]), tuple(range(count))
    first = 0
    while first < len(lines) - 1 and is_doc_number_line(lines[first].folded):
        first += 1
    joined = ""
    for index, line in enumerate(lines[first : first + _TITLE_LINES], first):
        if (
            _SENTENCE.search(line.folded)
            or line.folded.startswith("|")
            or len(joined) + len(line.text) > _LONGEST_TITLE
            or is_doc_number_line(line.folded)
        ):
            break
        joined += line.text
        if _TITLE_END.search(_plain(joined)):
            return shown(joined), tuple(range(first, index + 1))
    if first and (issued := _issued_by_letter(lines[first : first + _LETTER_LINES])):
        return f"关于印发《{issued}》的通知", (0,)
    return shown(lines[first].text).strip("《》")[:_LONGEST_TITLE], (first,)


def _issued_by_letter(lines: Sequence[Line]) -> str | None:
    """What a letter without a title of its own, only a 文号, says it issues: 现将《…》印发给你们."""
    match = next((found for line in lines if (found := _ISSUES.search(line.folded))), None)
    return match[1] if match else None


def _body(lines: Sequence[Line], title: str, index: int) -> int:
    """The first line from ``index`` on that is not of the head under a title."""
    key = _key(title)
    history = False
    while index < len(lines):
        folded = lines[index].folded
        told = is_history_line(folded, history)
        if not (
            told
            or is_doc_number_line(folded)
            or is_date_line(folded)
            or _ADDRESSEE.match(folded)
            or _SUBTITLE.match(folded)
            or (len(folded) > 1 and not lines[index].depth and _key(folded) in key)
        ):
            return index
        history = told
        index += 1
    return index


def _later_title(
    lines: Sequence[Line], index: int, announced: set[str], closed: bool
) -> tuple[str, tuple[int, ...]] | None:
    joined = ""
    for offset, line in enumerate(lines[index : index + _TITLE_LINES]):
        folded = line.folded
        if (
            _SENTENCE.search(folded)
            or _INNER_SENTENCE.search(folded)
            or folded.startswith("|")
            or len(joined) + len(folded) > _LONGEST_TITLE
        ):
            return None
        if read_mark(folded) is not None or is_date_line(folded):
            return None
        joined += shown(line.text)
        if _TITLE_END.search(_plain(joined)):
            key = _key(joined)
            about = any(_key(book) in announced or key.startswith(_key(book)) for book in _BOOK.findall(joined))
            attached = index > 0 and _BARE_ATTACHMENT.match(lines[index - 1].folded)
            if key in announced or about or (closed and not (attached and _ENCLOSURE.search(key))):
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
    return re.sub(r"[\s《》〈〉<>“”\"、]", "", _plain(title))


def _fronts(lines: Sequence[Line], first: int, last: int, start: _Start) -> frozenset[int]:
    fronts = set(range(first, min(start.body, last)))
    for index in range(start.body, last):
        if is_date_line(lines[index].folded) and _ISSUER_LINE.match(lines[index - 1].folded):
            fronts |= {index - 1, index}
    fronts |= set(_attachments(lines, start.body, last, fronts))
    index = last - 1
    while index >= start.body and (
        index in fronts
        or is_date_line(lines[index].folded)
        or _ISSUER_LINE.match(lines[index].folded)
        or _REMARK.match(lines[index].folded)
        or _IMPRINT.search(lines[index].folded)
    ):
        fronts.add(index)
        index -= 1
    return frozenset(fronts)


def _attachments(lines: Sequence[Line], first: int, last: int, fronts: set[int]) -> Iterator[int]:
    """The list 附件：1.…  2.… between the text and the signature: it names attachments, and is none itself."""
    for index in range(first, last):
        if not _ATTACHMENT_LIST.match(lines[index].folded):
            continue
        end = index + 1
        while end < last and end not in fronts and _LISTED.match(lines[end].folded):
            end += 1
        if end == last or end in fronts or _ISSUER_LINE.match(lines[end].folded) or is_date_line(lines[end].folded):
            yield from range(index, end)


_ISSUES = re.compile(r"现(?:将|印发|转发).{0,30}?《([^《》]{4,80})》.{0,20}?(?:印发|转发|下发|发)给你们")
_LETTER_LINES = 6
_CARRIES = re.compile(r"(?:印发|转发|批转|公布|发布)(?!《)(.{4,60}?)的(?:通知|公告|通告|决定)$")
_BARE_ATTACHMENT = re.compile(r"^附\s*件\s*[0-9一二三四五六七八九十]{0,2}\s*[:：]?$")
_ATTACHMENT_LIST = re.compile(r"^附\s*件\s*[0-9]{0,2}\s*[:：]\s*\S")
_LISTED = re.compile(r"^(?:[0-9]{1,2}\s*[.、]|附\s*件\s*[0-9]{1,2}\s*[:：])")
_ENCLOSURE = re.compile(r"(?:目录|清单|标准|说明|函|表)(?:\([^()]*\))?$")
_IMPRINT = re.compile(r"^(?:抄送\s*[:：].*|.{0,40}[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日\s*印发)$")
