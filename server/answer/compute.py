"""Working an amount out: so much for each, or a share of a base, never above the cap the clause sets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from server.answer.evidence import Evidence
from server.answer.outcome import Quote, Statement
from server.understanding.quantities import Measure, Quantity, write_money
from server.understanding.question import Question

_PER_UNIT = re.compile(
    r"每(?!年|月|日|天|季)[^，,。；;]{0,12}?(?:1|一)?(?:家|名|个|人|项|件|户|台|套|次|亩|单|辆|篇|场|期|吨)[^。；;]{0,30}$"
)
_BASE = re.compile(r"(?:按照?|的|额度|额|费用?|收入|投入|支出|交易额|贷款|利息)[^，,。；;]{0,12}$")
_YEARLY = re.compile(r"每年[^。；;]{0,40}$")
_BY = re.compile(r"按照?[^，,。；;]{0,40}$")
_PAYS = re.compile(r"[^，,。；;]{0,8}(?:给予|补助|奖励|奖补|补贴|资助|配套|贴息|补偿)")
_NEAR_BEST = 0.8
_CAP = re.compile(r"最高|不超过|不高于|最多|封顶|上限")
_SUBJECT_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Rule:
    """How a clause turns what the asker has into money."""

    rate: Quantity
    base: Quantity
    cap: Quantity | None


def compute(question: Question, ranked: Sequence[Evidence], region: str | None) -> Statement | None:
    """The result with its working, from the best sentence that has a rule for a quantity the question states."""
    if not question.quantities:
        return None
    for evidence in ranked:
        if evidence.subject < _SUBJECT_SHARE or evidence.score < _NEAR_BEST * ranked[0].score:
            continue
        rule = find_rule(evidence.sentence.text, evidence.sentence.quantities, question.quantities)
        if rule:
            text, computed = _working(rule)
            clause = evidence.sentence
            place = f"{region}：" if region else ""
            return Statement(f"{place}{text}。", (Quote(clause.clause, clause.span),), computed)
    return None


def find_rule(text: str, stated: Sequence[Quantity], given: Sequence[Quantity]) -> Rule | None:
    """The rule of a sentence that fits a given quantity: 每…给予…元 a count, …的…% an amount of money."""
    cap = next((q for q in stated if q.measure is Measure.MONEY and _CAP.search(q.text)), None)
    counts = [q for q in given if q.measure is Measure.COUNT]
    bases = [q for q in given if q.measure is Measure.MONEY]
    years = [q for q in given if q.measure is Measure.DURATION and q.unit == "年"]
    for quantity in stated:
        before = text[: quantity.number.start]
        if quantity is cap or _CAP.search(quantity.text):
            continue
        if quantity.measure is Measure.MONEY and counts and _PER_UNIT.search(before):
            return Rule(quantity, counts[0], cap)
        if quantity.measure is Measure.PERCENT and bases and _BASE.search(before) and _is_rate(text, quantity):
            return Rule(quantity, bases[0], cap)
        if quantity.measure is Measure.COUNT and years and _YEARLY.search(before):
            return Rule(quantity, years[0], None)
    return None


def _is_rate(text: str, quantity: Quantity) -> bool:
    """Whether a percentage is one something is paid by (按…的1.5%给予补助), not a target (强度达到3.1%)."""
    before, after = text[: quantity.number.start], text[quantity.number.end :]
    return _BY.search(before) is not None or _PAYS.match(after) is not None


def _working(rule: Rule) -> tuple[str, tuple[str, ...]]:
    """The sentence with formula and cap, and the computed values in it.

    30家 × 5000元 = 15万元; 5000万元 × 1.5% = 75万元, capped at 50万元.
    """
    if rule.rate.measure is Measure.COUNT:
        count = f"{(rule.base.value * rule.rate.value).normalize():f}{rule.rate.unit}"
        yearly, years = f"{rule.rate.value.normalize():f}{rule.rate.unit}", f"{rule.base.value.normalize():f}年"
        return f"{count}（每年{yearly}×{years}={count}）", (count, yearly, years)
    if rule.rate.measure is Measure.MONEY:
        value = rule.base.value * rule.rate.value
        formula = f"{rule.base.value.normalize():f}{rule.base.unit}×{write_money(rule.rate.value)}"
    else:
        value = rule.base.value * rule.rate.value / Decimal(100)
        formula = f"{write_money(rule.base.value)}×{rule.rate.value.normalize():f}%"
    raw = write_money(value)
    shown = (
        raw,
        write_money(rule.base.value) if rule.base.measure is Measure.MONEY else rule.base.text,
        write_money(rule.rate.value),
    )
    if rule.cap is None:
        return f"{raw}（{formula}={raw}）", shown
    limit = write_money(rule.cap.value)
    if value > rule.cap.value:
        return f"{limit}（{formula}={raw}，超过{rule.cap.text}的上限，按{limit}计）", (*shown, limit)
    return f"{raw}（{formula}={raw}，未超过{rule.cap.text}的上限）", (*shown, limit)
