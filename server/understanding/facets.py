"""What a question asks *for*: an amount, a department, a date, a list… A question may ask for several things."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

from server.understanding.clause_reference import read_clause_reference


class Facet(StrEnum):
    """The asked-for side of a matter."""

    CLAUSE = "clause"
    """What a numbered clause says."""
    NUMBERING = "numbering"
    """How many clauses a document has."""
    DOC_NUMBER = "doc_number"
    BASIS = "basis"
    ISSUE_DATE = "issue_date"
    WHERE = "where"
    """Which clause says something."""
    EFFECTIVE = "effective"
    """From when a document applies."""
    EXPIRY = "expiry"
    """Until when a document applies."""
    COMMENTS = "comments"
    """Until when a draft can be commented on."""
    ISSUER = "issuer"
    STATUS = "status"
    CONTACT = "contact"
    DEADLINE = "deadline"
    WHEN = "when"
    """A day or a time of the year; 什么时候 can also ask for a condition."""
    DEPARTMENT = "department"
    AMOUNT = "amount"
    RATE = "rate"
    DURATION = "duration"
    YEAR = "year"
    COUNT = "count"
    DEFINITION = "definition"
    LIST = "list"
    CONDITION = "condition"
    YES_NO = "yes_no"
    GENERAL = "general"


@cache
def _patterns() -> tuple[tuple[Facet, re.Pattern[str]], ...]:
    data = tomllib.loads((files("server.understanding") / "facets.toml").read_text("utf-8"))
    words = {f"<{name}>": pattern for name, pattern in data["words"].items()}
    placeholder = re.compile("|".join(words))
    return tuple(
        (Facet(name), re.compile("|".join(placeholder.sub(lambda m: words[m.group()], way) for way in ways)))
        for name, ways in data["facets"].items()
    )


_WHETHER = re.compile(r"有没有|有无|给不给|补不补|奖不奖|(?:有|给|补|奖|发)[^,，。;；]{0,10}(?:吗|么|没有?|不)[?？]?$")
_HOW_MUCH = re.compile(r"多少|几|多大|什么标准")


def asks_whether(folded: str) -> bool:
    """Whether a question asks if there is something (有没有补贴), not how much."""
    return _WHETHER.search(folded) is not None and _HOW_MUCH.search(folded) is None


_OF_DOCUMENTS = (
    Facet.CLAUSE,
    Facet.DOC_NUMBER,
    Facet.BASIS,
    Facet.ISSUE_DATE,
    Facet.EFFECTIVE,
    Facet.EXPIRY,
    Facet.COMMENTS,
    Facet.ISSUER,
    Facet.STATUS,
)
_MEASURED = (Facet.AMOUNT, Facet.RATE, Facet.COUNT, Facet.DURATION, Facet.YEAR, Facet.DEADLINE, Facet.WHEN)
_MONEY_WORDS = re.compile(
    r"上限|封顶|顶格|撑死|几[十百千]万|奖|补|给|资|款|钱|元|块|支持|扶持|领|配套|基金|规模|盘子|金|罚|费|额|兑|拿|得|真金白银"
)
_ASKS_MORE_THAN_HOW_LONG = re.compile(r"(?:多少|几)(?!个?(?:年|月|天|日|周|小时|工作日))|什么|啥|哪")
"""Without any of these, 能领几年 asks how long a payment lasts, not for the payment."""
_ASKS_NUMBER = re.compile(r"(?:电话|热线|传真|邮编|号码)(?:号码)?(?:是|打)?(?:多少|几)")
_WHICH_YEAR = re.compile(r"(?:哪一?|几几|什么)年(?!.{0,4}[月日号])")
_ELIGIBLE = re.compile(r"(?:哪些|哪个|什么样的|哪种)(?:单位|部门|机构)(?:有资格|可以|能|符合|才能|具备)")


def read_facets(folded: str) -> tuple[Facet, ...]:
    """Facets asked for in a folded question, most specific first; ``GENERAL`` when nothing particular is."""
    found = [Facet.CLAUSE] if read_clause_reference(folded) else []
    found += [facet for facet, pattern in _patterns() if pattern.search(folded)]
    if Facet.AMOUNT in found and not _MONEY_WORDS.search(folded):
        found[found.index(Facet.AMOUNT)] = Facet.COUNT
    if Facet.AMOUNT in found and Facet.DURATION in found and not _ASKS_MORE_THAN_HOW_LONG.search(folded):
        found.remove(Facet.AMOUNT)
    if Facet.CONTACT in found and _ASKS_NUMBER.search(folded):
        found = [f for f in found if f not in (Facet.AMOUNT, Facet.COUNT)]
    if Facet.DEADLINE in found and _WHICH_YEAR.search(folded):
        found.remove(Facet.DEADLINE)
    if Facet.DEPARTMENT in found and _ELIGIBLE.search(folded):
        found.remove(Facet.DEPARTMENT)
    return tuple(dict.fromkeys(found)) or (Facet.GENERAL,)


_PRECISE = re.compile(
    r"(?:多少|几)个?(?:小时|分钟|天|工作日|日|周|月|年|钟头|[家项名人户件期场次位台套条届辆只座岁度])|几[月日号]|哪一?天|百分之几|多少(?:元|块|钱)"
)


def asks_precisely(folded: str) -> bool:
    """Whether only a figure answers (几天, 几号), not a circumstance (什么时候, 多久)."""
    return _PRECISE.search(folded) is not None


def is_measured(facets: tuple[Facet, ...]) -> bool:
    """Whether the answer has to be a quantity."""
    return any(facet in _MEASURED for facet in facets)


_COMPARE = re.compile(
    r"比(?:较|一比|哪|谁)|对比|区别|差别|不同|一样|哪(?:个|家|边|里|座|市|些).{0,8}(?:更|多|高|大|早|先|强|少|低)|谁(?:更|的)?|各(?:给|是|有|自|多少)|分别|都(?:有|给)|排一下|相比|哪个"
)
_COMPUTE = re.compile(
    r"一共|总共|合计|到手|能领|能拿|能补|可以(?:领|拿|补)|共(?:能|可)?|得多少|多少|几|应该|兑现|算(?:一下|下)|多久|多长|差|占比|比例|百分|达到|够|超|计算|倒推|推算|合法|合规|吗|是不是|能不能|最|20[0-9]{2}年|[0-9][^,，。]{0,10}呢"
)


def asks_to_compare(folded: str) -> bool:
    """Whether a question sets several things side by side."""
    return _COMPARE.search(folded) is not None


def asks_to_compute(folded: str) -> bool:
    """Whether a question may want a result worked out; which kind, each rule of computation reads from its wording."""
    return _COMPUTE.search(folded) is not None


_SEGMENT = re.compile(r"[，,。；;？?！!、\s]+")


def asked_separately(folded: str) -> tuple[tuple[Facet, ...], ...]:
    """The facets of the kinds of thing that a question asks for in parts of its own, one group a kind; else nothing.

    奖多少，谁牵头，电话多少 asks for a quantity, an office and a contact; 补助要跟哪几个局对接 only for offices.
    """
    groups: dict[str, list[Facet]] = {}
    for part in filter(None, _SEGMENT.split(folded)):
        facets = read_facets(part)
        if of_documents := [f for f in facets if f in _OF_DOCUMENTS]:
            groups.setdefault("document", []).extend(of_documents)
        elif Facet.DEPARTMENT in facets:
            groups.setdefault("office", [Facet.DEPARTMENT])
        elif Facet.CONTACT in facets:
            groups.setdefault("contact", [Facet.CONTACT])
        elif measured := [f for f in facets if f in _MEASURED]:
            groups.setdefault("quantity", []).extend(measured)
    return tuple(tuple(dict.fromkeys(group)) for group in groups.values()) if len(groups) > 1 else ()
