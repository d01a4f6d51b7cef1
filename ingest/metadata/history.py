"""How a law came to be: the lines under its title that say when and by whom it was passed, published, amended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.metadata.dates import find_dates
from ingest.model import Found, Span
from ingest.normalize import Line

_N = "[〇零○一二三四五六七八九十]"
_DATE = rf"[12][0-9]{{3}}\s*年\s*[0-9]{{1,2}}\s*月(?:\s*[0-9]{{1,2}}\s*日?)?|{_N}{{4}}年{_N}{{1,3}}月{_N}{{1,3}}日"
_WORDS = "通过|批准|公布|发布|颁布|印发|修正|修订|修改|施行|实施|生效|废止|公告|会议"
_LINE = re.compile(rf"\(?\s*(?:根据|经|自)?\s*(?:{_DATE})(?:起?[^。]{{0,240}}(?:{_WORDS}))")
_CONTINUED = re.compile(rf"[^。]{{0,240}}(?:{_WORDS}|决定》?|根据)\s*(?:的?决定)?[)、;；]*$")
_BODY = (
    r"[\u4e00-\u9fa5]{0,30}?(?:人民代表大会(?:常务委员会)?|人民政府(?:办公厅|办公室)?|委员会|办公厅|办公室|国务院|人民法院|人民检察院|"
    r"总局|总署|银行|部|局|厅|署|院)"
)
_WHO = re.compile(
    rf"(?P<who>{_BODY}(?:、{_BODY})*)(?:审判委员会|检察委员会)?"
    r"(?=第|令|公告|发布|公布|颁布|印发|以|会议|常务会议|全体会议|主席团|审议|通过|批准|[0-9]{4}年|$)"
)
_IMPRINT = re.compile(rf"\(?\s*(?:{_DATE})\s*印发\s*\)?")
"""When copies were printed: no event in a document's history."""
_LAWMAKER = re.compile(r"人民代表大会|国务院$|最高人民")
_SESSION = re.compile(r"第?[零〇一二三四五六七八九十百0-9]+届")
_STATE = "中华人民共和国"


class Act(StrEnum):
    """What was done to a law on a date."""

    PASSED = "通过"
    APPROVED = "批准"
    PUBLISHED = "公布"
    EFFECTIVE = "施行"
    AMENDED = "修正"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a law's history; ``issuers`` are the bodies that acted, without 第…届 and 中华人民共和国."""

    act: Act
    date: Found[str]
    issuers: tuple[Found[str], ...]
    line: Line


def is_history_line(folded: str, after_history: bool = False) -> bool:
    """Whether a line tells of a passing, publishing or amending; ``after_history``: it may go on with one before."""
    if folded.endswith(("。", "：", ":")) or len(folded) > 300:
        return False
    return _LINE.match(folded) is not None or (after_history and _CONTINUED.match(folded) is not None)


def events(fronts: Sequence[Line]) -> Iterator[Event]:
    """The history told in the front lines of a document, in the order printed."""
    for line in fronts:
        if not is_history_line(line.folded) or _IMPRINT.fullmatch(line.folded):
            continue
        dates = find_dates(line.text)
        if not dates:
            continue
        first = dates[0]
        shift = line.span.start
        rest = line.folded[first.span.end :]
        date = Found(first.value, Span(shift + first.span.start, shift + first.span.end))
        yield Event(_act(rest), date, tuple(_issuers(line, first.span.end)), line)


def passed_on(told: Sequence[Event]) -> Found[str] | None:
    """The day a law was first passed; where that is not told, first published, then approved."""
    return _first(told, Act.PASSED) or _first(told, Act.PUBLISHED) or _first(told, Act.APPROVED)


def published_by(told: Sequence[Event]) -> Found[str] | None:
    """The day a law was first published, by an order or a public announcement."""
    return _first(told, Act.PUBLISHED)


def in_effect_from(told: Sequence[Event]) -> Found[str] | None:
    """The day of a line that says nothing but that the law takes effect."""
    return _first(told, Act.EFFECTIVE)


def enacted(told: Sequence[Event]) -> bool:
    """Whether a people's congress, the State Council or an order (令) made the document law."""
    return any(
        "令" in event.line.text or any(_LAWMAKER.search(found.value) for found in event.issuers)
        for event in told
        if event.act in (Act.PASSED, Act.PUBLISHED)
    )


def _first(told: Sequence[Event], act: Act) -> Found[str] | None:
    return next((event.date for event in told if event.act is act), None)


def _act(rest: str) -> Act:
    bare = re.sub(r"《[^》]*》?|〈[^〉]*〉", "", rest).rstrip(")） ")
    if re.search(r"修正|修订|修改|废止", bare) and not re.search(r"修订通过$", bare):
        return Act.AMENDED
    if re.search(r"公布|发布|颁布|印发|公告", bare):
        return Act.PUBLISHED
    if re.search(r"通过", bare):
        return Act.PASSED
    if re.search(r"批准", bare):
        return Act.APPROVED
    return Act.EFFECTIVE if re.search(r"施行|实施|生效|执行", bare) else Act.PUBLISHED


def _issuers(line: Line, after: int) -> Iterator[Found[str]]:
    at = after + len(line.folded[after:]) - len(line.folded[after:].lstrip(" ,，经"))
    match = _WHO.match(line.folded, at)
    if match is None:
        return
    start = at
    for piece in match["who"].split("、"):
        name = _SESSION.sub("", piece).removeprefix(_STATE)
        if len(name) >= 3 or name in ("国务院",):
            yield Found(name, Span(line.span.start + start, line.span.start + start + len(piece)))
        start += len(piece) + 1
