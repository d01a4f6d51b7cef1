"""For which year a figure holds, and whether it is reached, aimed at, promised or a limit."""

from __future__ import annotations

import re

from ingest.model import DocType, Document
from ingest.normalize import fold
from ingest.numerals import read_integer
from server.answer.facts.fact import Kind
from server.understanding.quantities import Measure, Quantity

_NAMED = re.compile(r"《[^》]*》|“[^”]*”")
_TIME = re.compile(
    r"(?:^|[,，。；;：:、]|[\u4e00-\u9fa5]是)\s*(?:力争|确保|计划)?(?:到|截至|至|在|自)?\s*"
    r"(?P<y>20[0-9]{2}|二[〇○零][〇○零一二三四五六七八九]{2})\s*年"
)
_TITLE_YEAR = re.compile(r"(20[0-9]{2})\s*年")
_GOAL = re.compile(
    r"目标|力争|争取|确保|预期|预计|计划(?:新增|达到|实现)|到\s*20[0-9]{2}\s*年|到二[〇○零][^,，。]{2}年|年内"
)
_REACHED = re.compile(
    r"同比|较上年|比上年|较去年|比去年|已(?:达|有|完成|实现|累计)|截至目前|完成|实现了|居全[省国]|[共累]计"
)
_AIMS = re.compile(
    r"达到|突破|超过|增长|新增|建设|培育|引进|实施|每年|年均|举办|培训|评选|支持|建成|推进|推动|比重|占|比例"
)
_PENALTY = re.compile(r"罚款|罚金|拘留|没收|有期徒刑|拘役|滞纳金")
_PAYS = re.compile(r"给予|奖励|奖补|补助|补贴|资助|配套|贴息|风险补偿|支持|拨付|发放")
_CAP = re.compile(r"最高|不超过|不高于|累计|封顶")
_PAID = (Measure.MONEY, Measure.PERCENT, Measure.RATIO, Measure.FORMULA)


def stated_year(folded: str, before: int) -> int | None:
    """The year that opens the part a figure at ``before`` stands in, or an earlier part of its sentence.

    Years inside titles and names (《2021年…要点》) are none.
    """
    text = _NAMED.sub(lambda m: "#" * len(m.group()), folded)
    years = [read_integer(m["y"]) for m in _TIME.finditer(text, 0, before)]
    return years[-1] if years else None


def title_year(document: Document) -> int | None:
    """The year a document is about, as its title says."""
    found = _TITLE_YEAR.findall(fold(document.title))
    return int(found[-1]) if found else None


def kind_of(folded: str, part: str, quantity: Quantity, year: int | None, document: Document) -> Kind:
    """How a figure of a folded sentence is meant; ``part`` is the comma-separated part it stands in."""
    if _PENALTY.search(folded):
        return Kind.LIMIT
    reports = document.doc_type is DocType.SUMMARY
    if quantity.measure in _PAID and not reports and (_PAYS.search(part) or _caps_a_payment(folded, part, quantity)):
        return Kind.PROMISE
    if document.doc_type is DocType.REGULATION:
        return Kind.LIMIT
    if _GOAL.search(folded[: quantity.number.end]) and not (reports and year == title_year(document)):
        return Kind.TARGET
    if reports:
        return Kind.RESULT
    written = int(document.issued_on.value[:4]) if document.issued_on else title_year(document)
    if year and written and year < written:
        return Kind.RESULT
    if _REACHED.search(part):
        return Kind.RESULT if not year or not written or year <= written else Kind.TARGET
    ahead = stated_year(folded, quantity.number.start)
    return Kind.TARGET if _AIMS.search(part) or (ahead and written and ahead > written) else Kind.STATED


def _caps_a_payment(folded: str, part: str, quantity: Quantity) -> bool:
    """A cap in a part of its own belongs to the payment before it: 按1.5%给予补助，最高不超过50万元."""
    before = folded[: quantity.number.start]
    return quantity.measure is Measure.MONEY and bool(_CAP.search(part)) and bool(_PAYS.search(before))
