"""What a question gives to calculate with, and how a rule's result is handed back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.model import Span
from ingest.normalize import fold
from ingest.numerals import read_decimal
from server.answer.computation.figures import Figure, read_figures
from server.answer.evidence import Evidence
from server.answer.sentences import Sentence
from server.understanding.quantities import Measure, find_colloquial_money
from server.understanding.question import Question


@dataclass(frozen=True, slots=True)
class Problem:
    """A question as a sum to do: ``words`` is its folded text, ``givens`` the figures the asker states."""

    question: Question
    words: str
    givens: tuple[Figure, ...]

    def of(self, *measures: Measure) -> list[Figure]:
        """The givens of these measures."""
        return [g for g in self.givens if g.measure in measures]


@dataclass(frozen=True, slots=True)
class Worked:
    """A result in words with its working; the sentences it rests on; every value shown that was given or computed."""

    text: str
    used: tuple[Sentence, ...]
    values: tuple[str, ...]


Rule = Callable[[Problem, Evidence, Sequence[Evidence]], Worked | None]
"""One family: works the problem out from a sentence found (and, at need, the others found), or passes."""

_ASKED = re.compile(r"(?:哪|[这那前近]|上|几)$")
_PER_PERIOD = re.compile(r"(?:能|可以?|最[多高]|大概|到底)*(?:补|给|发|奖|领|拿|交|收|是)?多少")
"""After 一个月: what is asked is the rate itself."""
_CALENDAR = re.compile(r"(?<![0-9])(?:20)?[0-9]{2}年$")
_LASTED = re.compile(
    r"(?:了|满|龄|作|干|已|交|缴|续|共|签|过|期|限|住|用|有|约|超|养|龄是|年限|服务|时间|同|判|役|隔|开|婚|租|存|休|要|算)\s*$"
)
_MONEY_NOUN = (
    r"工资|月薪|年薪|日薪|薪水|薪资|底薪|收入|价格|总价|单价|价款|货款|货值|房款|车款|车价|房价|票价|售价|金额|数额|标的额?|本金|奖金|租金|房租|押金"
    r"|定金|保费|费用|税款|欠款|贷款|存款|罚款|投入|支出|投资|经费|营收|销售额|销售收入|产值|利润|损失|欠|花|付|付款|挣|赚|借"
)
_BARE = re.compile(
    rf"(?:{_MONEY_NOUN})(?:额|是|为|有|才|约|共|总共|大概|平均|每月|一个月|了|才)?\s*"
    r"(?P<n>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|[一二两三四五六七八九][千万百][零一二三四五六七八九千百]*)(?P<s>[千kK])?"
    r"(?![0-9.万亿千百%元块]|[年月日号天个家人项名次倍岁辆台套户])"
)
_ABSURD = Decimal(10) ** 18
"""No amount of money or number of things is this large; nothing is calculated with it."""
_BIRTHS = {"双": 2, "龙凤": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_MULTIPLE_BIRTH = re.compile(r"(双|龙凤|两|三|四|五)(?:胞)?胎")
_TOGETHER = re.compile(r"([俩仨])(?=个?[\u4e00-\u9fa5])")


def read_problem(question: Question) -> Problem:
    """The figures an asker states (30家, 240万, 月薪8000, 三胞胎), not those he asks for (哪三项) and not years."""
    text = question.text
    folded = fold(text)
    found = [f for f in read_figures(text) if not (_ASKED.search(f.lead) or _is_year(f) or _is_article(f))]
    found = [f for f in found if not (f.value == 1 and _PER_PERIOD.match(folded, f.span.end))]
    taken = [f.span for f in found]
    for money in find_colloquial_money(text):
        if not any(t.covers(money.number) or money.number.covers(t) for t in taken):
            found.append(_placed(folded, Measure.MONEY, money.value, "元", money.number))
            taken.append(money.number)
    found += [f for f in _bare(folded) if not any(t.start < f.span.end and f.span.start < t.end for t in taken)]
    for match in _MULTIPLE_BIRTH.finditer(folded):
        found.append(_placed(folded, Measure.COUNT, Decimal(_BIRTHS[match[1]]), "胎", Span(*match.span())))
    for match in _TOGETHER.finditer(folded):
        found.append(_placed(folded, Measure.COUNT, Decimal("俩仨".index(match[1]) + 2), "个", Span(*match.span())))
    found = [f for f in found if 0 < f.value < _ABSURD]
    givens = tuple(sorted(found, key=lambda f: f.span)) or tuple(
        Figure(q.measure, q.value, q.unit, q.text, q.number) for q in question.quantities if q.text not in text
    )
    return Problem(question, folded, givens)


def _is_year(figure: Figure) -> bool:
    """Whether 22年 is a year of the calendar: two digits, and no word before it that says a time has passed."""
    return _CALENDAR.fullmatch(fold(figure.text)) is not None and (
        figure.value > 1900 or (18 <= figure.value <= 35 and _LASTED.search(figure.lead) is None)
    )


def _is_article(figure: Figure) -> bool:
    """Whether 一家, 一个 only stand for "a"."""
    return figure.measure is Measure.COUNT and figure.text.startswith("一") and figure.value == 1


def _bare(folded: str) -> list[Figure]:
    """Amounts named by their noun alone: 月工资8000, 月薪八千."""
    found = []
    for match in _BARE.finditer(folded):
        value = read_decimal(match["n"] + ("千" if match["s"] else ""))
        if value is not None and value >= 10:
            span = Span(match.start("n"), match.end())
            found.append(_placed(folded, Measure.MONEY, value, "元", span))
    return found


def _placed(folded: str, measure: Measure, value: Decimal, unit: str, span: Span) -> Figure:
    before = re.split(r"[,，。;；:、?\s]", folded[: span.start])[-1]
    behind = re.split(r"[,，。;；:、?\s]", folded[span.end :])[0]
    return Figure(measure, value, unit, span.cut(folded), span, before, behind)
