"""So much for each: 每通过1家5000元, 每人每月300元, 每平方米五十元以上一百元以下."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.model import Span
from ingest.numerals import write_decimal
from server.answer.computation.figures import Figure, pairs, read_figures
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.product import Factor, conclude, find_limits, is_cap, own_limit, read_factors
from server.answer.computation.relevance import is_of_another_grade, most_asked
from server.answer.computation.writing import write_figure
from server.answer.evidence import Evidence
from server.answer.sentences import Sentence
from server.understanding.quantities import Measure

_UNITS = (
    "平方米|立方米|平方公里|公里|小时|个?月|婴儿|子女|孩子|床位|车次|人次|学时|[家名个人项件户台套次亩辆单篇场期吨胎头株只张年日天米度份处级层"
    "公斤周岁岁]"
)
_EACH = re.compile(rf"每(?P<words>[^每，,。；;]{{0,14}}?)(?:1|一)?(?P<unit>{_UNITS})")
_RATE = re.compile(rf"/(?:每)?(?P<unit>{_UNITS})")
"""200元/亩."""
_REACHED = re.compile(r"[满到过足]$")
"""Before a figure that says from when something counts (满5年后), not what each gets."""
_MORE = re.compile(r"每(?:多(?!次)|增加|增)")
_WAGES = ("工资", "的工资", "本人", "的本人", "的标准", "标准工资")
_STEP = re.compile(r"[0-9二三四五六七八九十百千两]$")
_PERIODS = {"年": "年", "月": "个月", "个月": "个月", "日": "日", "天": "日", "小时": "小时"}
_A_YEAR = re.compile(r"(?:一|全|整|每|1)(?:个)?(?:自然)?年")
_MONTHS_A_YEAR = Decimal(12)
_ALIKE = (frozenset("家个项"), frozenset(["名", "个", "胎", "婴儿", "子女", "孩子"]), frozenset("单件个笔次"))
_PICKS = re.compile(r"(?:选取|选择|遴选|评选|评出|抽取|择优)(?:前|不超过|最高)?$")
_CAP_AHEAD = re.compile(r"最高|最多|不超过")


def amount_for_each(problem: Problem, evidence: Evidence, _others: Sequence[Evidence]) -> Worked | None:
    """Count × amount for each, over every 每 the clause counts by that the question gives a number for."""
    sentence = evidence.sentence
    if any("每" in g.lead for g in problem.of(Measure.MONEY)):
        return None  # the asker has a rate of his own
    choices: list[tuple[str, tuple[Factor, list[Figure]]]] = []
    for factor in read_factors(sentence.text, sentence.folded):
        figure = factor.low
        if figure.measure not in (Measure.MONEY, Measure.COUNT, Measure.DURATION) or is_cap(figure):
            continue
        if figure.unit == "倍" or _REACHED.search(figure.lead):
            continue
        if figure.measure is Measure.DURATION and sentence.folded.startswith(_WAGES, factor.high.span.end):
            continue
        counts = _counts(problem, sentence, factor)
        if counts and not is_of_another_grade(factor.words, problem):
            choices.append((factor.words, (factor, counts)))
    distinct = {(f.low.value, f.high.value) for _, (f, _) in choices}
    chosen = choices[0][1] if len(distinct) == 1 else most_asked(choices, problem)
    if chosen is None:
        return None
    factor, counts = chosen
    ends = factor.ends
    number = Decimal(1)
    for count in counts:
        number *= count.value
    chosen_share = _chosen_share(sentence, factor)
    if chosen_share:
        number *= chosen_share.value / 100
    limits = find_limits(sentence, factor)
    rate = "至".join(write_figure(end) for end in ends)
    shares = [chosen_share] if chosen_share else []
    formula = "×".join([*(write_figure(c) for c in (*counts, *shares)), rate])
    values = [number * end.value for end in ends]
    text, shown = conclude(values, factor.low, formula, limits, own_limit(factor, sentence.folded))
    operands = (*(write_figure(c) for c in (*counts, *shares)), *(write_figure(end) for end in ends))
    return Worked(text, (sentence, *limits.used), (*shown, *operands))


def _counts(problem: Problem, sentence: Sentence, factor: Factor) -> list[Figure]:
    """The givens to multiply by; empty where the question leaves open a number the clause counts by."""
    if rate := _RATE.match(sentence.folded, factor.high.span.end):
        given = _given(problem, rate["unit"], "", [])
        return [given] if given else []
    before = re.split(r"[。；;]", sentence.folded[: factor.low.span.start])[-1]
    between = before[-45:] if "每" in before else (sentence.opener + before)[-45:]
    counts: list[Figure] = []
    for each in _EACH.finditer(between):
        if _CAP_AHEAD.search(between[each.start() :]):
            continue
        if _MORE.match(each.group()) or _STEP.search(each["words"]):
            return []
        unit = each["unit"]
        given = _given(problem, unit, each["words"], counts)
        if given is not None:
            counts.append(given)
        elif unit in ("人", "名") or (
            unit in ("年", "月", "个月") and all(g.value == 1 for g in problem.of(Measure.DURATION))
        ):
            continue  # the asker is one; without a span of time the answer is for one month or year
        else:
            return []
    if factor.low.measure is Measure.DURATION and all(c.unit == "日" for c in counts):
        return []
    if factor.low.measure is Measure.COUNT and not any(c.measure is Measure.DURATION for c in counts):
        return []
    return counts


def _chosen_share(sentence: Sentence, factor: Factor) -> Figure | None:
    """The share of those counted that is picked first: 每年选取30%的园区，每家给予30万元."""
    before = [f for f in read_figures(sentence.text) if f.span.end <= factor.low.span.start]
    return next((f for f in before if f.measure is Measure.PERCENT and _PICKS.search(f.lead)), None)


def counted_unit(before: str) -> str:
    """The unit the last 每 in ``before`` counts by, unless it is a span of time; empty when there is none."""
    units = [m["unit"] for m in _EACH.finditer(re.split(r"[。；;]", before)[-1])]
    return next((u for u in reversed(units) if u not in _PERIODS), "")


def _given(problem: Problem, unit: str, words: str, taken: list[Figure]) -> Figure | None:
    if unit in _PERIODS:
        wanted = _PERIODS[unit]
        spell = next((g for g in problem.of(Measure.DURATION) if g.unit == wanted and g not in taken), None)
        if spell is None and wanted == "个月":
            years = next((g for g in problem.of(Measure.DURATION) if g.unit == "年"), None)
            if years or _A_YEAR.search(problem.words):
                value = (years.value if years else Decimal(1)) * _MONTHS_A_YEAR
                return Figure(Measure.DURATION, value, "个月", f"{write_decimal(value)}个月", Span(0, 0))
        return spell if spell is None or spell.value > 1 or wanted != "年" else None
    unit = "名" if unit == "人" else unit
    found = [g for g in problem.of(Measure.COUNT) if g not in taken and _alike(g.unit, unit)]
    exact = [g for g in found if g.unit == unit]
    named = [g for g in found if pairs(g.words) & pairs(words)]
    return next(iter(named or exact or found), None)


def _alike(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _ALIKE)
