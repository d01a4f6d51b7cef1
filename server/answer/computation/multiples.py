"""Multiples of a base: 16个月的本人工资, 价款的三倍, 货值金额五倍以上十倍以下, a month's wage for each year served."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from ingest.numerals import write_decimal
from server.answer.computation.bases import base_of, factor_asked
from server.answer.computation.figures import Figure, pairs, read_figures
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.product import Factor, Limits, conclude, find_limits, own_limit, read_factors
from server.answer.computation.relevance import asked_pairs, is_of_another_grade
from server.answer.computation.writing import write, write_figure
from server.answer.evidence import Evidence
from server.answer.sentences import Sentence, sentences
from server.understanding.quantities import Measure

_MONTHS_OF = re.compile(
    r"^(?:以[上下])?(?:的)?[\u4e00-\u9fa5]{0,16}?(?:工资|收入|缴费|租金|待遇|补偿|津贴|费用|生活费|基数|金额)"
)
_WAGE_MONTHS = re.compile(r"工资|薪|收入|挣|租金|津贴|缴费")
_GROWS = re.compile(r"增长|增加到|提高到|翻|达到|超过(?!.*(?:罚|赔))")
_AVERAGE = re.compile(r"社平|平均|当地|全市|全省|全国")
_PLUS = re.compile(r"^[^,，。；;]{0,4}(?:加|以及|和)[^,，。；;]{0,12}$")
_WAGE_GIVEN = re.compile(r"工资|薪")
_CONDITION = re.compile(r"^(?:以[上下])?的[,，]")
_FOR_EACH_YEAR = re.compile(r"每满?(?:一|1)年[^。；;]{0,24}$")
_ROUND_UP = re.compile(r"(?:六个月|6个月|半年)以上(?:不满|不足)(?:一|1)年的?[，,]?按(?:一|1)年")
_ROUND_HALF = re.compile(r"(?:不满|不足)(?:六个月|6个月|半年)的?[，,]?[^。；;]{0,12}半个月")


def multiple_of_base(problem: Problem, evidence: Evidence, _others: Sequence[Evidence]) -> Worked | None:
    """Months of wages or a multiple of a price, of the amount the asker gives."""
    money = problem.of(Measure.MONEY)
    sentence = evidence.sentence
    factors = [f for f in read_factors(sentence.text, sentence.folded) if _is_multiple(f, sentence.folded)]
    factor = _asked(factors, problem)
    if factor is None:
        return None
    by_year = _FOR_EACH_YEAR.search(sentence.folded[: factor.low.span.start]) is not None
    if not money:
        return _by_service(problem, sentence, factor, None) if by_year else None
    if _is_added_to(factors, sentence.folded):
        return _sum_of_multiples(factors, money, sentence)
    if factor.low.unit == "个月":
        money = [m for m in money if _WAGE_MONTHS.search(m.words)] or money
    base = base_of(factor, money)
    if base is None:
        return None
    if "年限" in sentence.folded and not by_year:
        return None  # a share of what is paid by years of service
    of_average = not by_year and "平均" in sentence.folded
    if not of_average and any(_AVERAGE.search(g.lead) for g in problem.of(Measure.MONEY)):
        return None  # what the clause makes of a wage above a multiple of the average is more than this rule
    if by_year:
        return _by_service(problem, sentence, factor, base)
    ends = factor.ends
    limits = find_limits(sentence, factor)
    note, counted = "", base
    if limits.base_floor and base.value < limits.base_floor.value:
        note, counted = f"{write_figure(base)}按{write_figure(limits.base_floor)}计，", limits.base_floor
    values = [counted.value * end.value for end in ends]
    counts = "至".join(f"{write_decimal(end.value)}" for end in ends) + factor.low.unit
    formula = f"{note}{write_figure(counted)}×{counts}"
    text, shown = conclude(values, base, formula, limits, own_limit(factor, sentence.folded))
    operands = (
        write_figure(base),
        write_figure(counted),
        counts,
        *(f"{write_decimal(end.value)}{end.unit}" for end in ends),
    )
    return Worked(text, (sentence, *limits.used), (*shown, *operands))


def _is_multiple(factor: Factor, folded: str) -> bool:
    figure = factor.low
    behind = folded[factor.high.span.end :]
    if _CONDITION.match(behind):
        return False
    if figure.unit == "倍":
        return _GROWS.search(figure.lead[-8:]) is None
    return figure.unit == "个月" and _MONTHS_OF.match(behind) is not None


def _asked(factors: list[Factor], problem: Problem) -> Factor | None:
    """Of several multiples the one of the base the question names (价款十倍, 损失三倍)."""
    asked = asked_pairs(problem)
    left = [f for f in factors if not is_of_another_grade(f.words, problem)]
    bases = [(sum(p in asked for p in pairs(f.low.lead[-6:])), f) for f in left]
    nearest = max((score for score, _ in bases), default=0)
    named = [f for score, f in bases if score == nearest and score]
    return named[0] if len(named) == 1 else factor_asked(left, problem)


def _is_added_to(factors: list[Factor], folded: str) -> bool:
    """Whether a multiple is but one term of a sum: 20倍加本人40个月的工资."""
    return any(_PLUS.search(folded[a.span.end : b.span.start]) for a, b in pairwise(factors))


def _sum_of_multiples(factors: list[Factor], money: list[Figure], sentence: Sentence) -> Worked | None:
    """The sum of two multiples, each of its own given: months of the wage, times of the other amount."""
    wages = [m for m in money if _WAGE_GIVEN.search(m.lead)]
    others = [m for m in money if m not in wages]
    if len(factors) != 2 or {f.low.unit for f in factors} != {"倍", "个月"} or len(wages) != 1 or len(others) != 1:
        return None
    terms, total, shown = [], Decimal(0), []
    for factor in factors:
        base = wages[0] if factor.low.unit == "个月" else others[0]
        count = f"{write_decimal(factor.low.value)}{factor.low.unit}"
        terms.append(f"{write_figure(base)}×{count}")
        shown += [write_figure(base), count]
        total += base.value * factor.low.value
    result = write(total, Measure.MONEY, "元")
    return Worked(f"{result}（{'＋'.join(terms)}={result}）", (sentence,), (result, *shown))


def _by_service(problem: Problem, sentence: Sentence, factor: Factor, wage: Figure | None) -> Worked | None:
    """A month's wage for each full year: 3年7个月 is 4个月 where the clause counts six months as a year."""
    served = _served(problem)
    if served is None:
        return None
    years, months = served
    rounding = [s for s in sentences(sentence.clause) if _ROUND_UP.search(s.folded) or _ROUND_HALF.search(s.folded)]
    if months and not rounding:
        return None
    counted = Decimal(years)
    if months:
        counted += Decimal(1) if months >= 6 else Decimal("0.5")
    due = counted * factor.low.value
    spell = f"{f'{years}年' if years else ''}{f'{months}个月' if months else ''}"
    counts = f"{write_decimal(due)}个月"
    used = tuple(dict.fromkeys((sentence, *(rounding if months else []))))
    figures = (write(Decimal(years), Measure.DURATION, "年"), f"{months}个月", spell, counts)
    if wage is None:
        rate = f"{write_decimal(factor.low.value)}个月"
        return Worked(f"{counts}工资（工作{spell}，每满1年按{rate}工资计）", used, (*figures, rate, "1年"))
    formula = f"工作{spell}，计{counts}工资；{write_figure(wage)}×{counts}"
    text, shown = conclude([due * wage.value], wage, formula, Limits())
    return Worked(text, used, (*shown, *figures, write_figure(wage)))


def _served(problem: Problem) -> tuple[int, int] | None:
    """Years and months of a span of time the question gives (3年7个月, 一年半)."""
    spells = [f for f in read_figures(problem.question.text) if f in problem.givens and f.measure is Measure.DURATION]
    years = [f for f in spells if f.unit == "年"]
    months = [f for f in spells if f.unit == "个月" and (not years or f.span.start - years[0].span.end <= 1)]
    if len(years) > 1 or len(months) > 1 or not (years or months):
        return None
    total = (years[0].value * 12 if years else Decimal(0)) + (months[0].value if months else Decimal(0))
    if years and "年半" in problem.words:
        total += 6
    if total != total.to_integral_value():
        return None
    return int(total) // 12, int(total) % 12
