"""A share of a base: 省拨经费的30%, 日万分之五 for each day, 不低于工资的百分之一百五十; capped as the clause says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from server.answer.computation.bases import base_of, factor_asked
from server.answer.computation.figures import Figure, pairs
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.product import Factor, Limits, conclude, find_limits, own_limit, read_factors
from server.answer.computation.writing import write_figure, write_like
from server.answer.evidence import Evidence
from server.understanding.quantities import Measure

_BY = re.compile(
    r"按照?|给予|奖励|奖补|补助|补贴|资助|支付|缴纳|交纳|征收|加收|收取|提取|扣|发放|支取|计发|赔偿|返还|承担|处|为(?:本人|其|上|当|原|月|工资|销售|合同)"
    r"|工资的|收入的|[额款费价金]的?|不(?:得|能)?(?:超过|高于|低于|少于)|(?:税|费|征收|扣除)率(?:为|是|按)?$|每月$"
)
_PAYS = re.compile(
    r"[^，,。；;]{0,10}(?:给予|补助|奖励|奖补|补贴|资助|配套|贴息|补偿|计算|计发|支付|缴纳|交纳|征收|提取|收取|罚款|罚金|赔偿|滞纳金|违约金|工资报酬|标准|比例)"
)
_AIM = re.compile(
    r"(?:达到?|提高|增长|增加|上升|下降|降低|缩短|减少|突破|增速|增幅|占|占比|比重|强度|选取|覆盖率?|(?<![税费收除利])率|完成)"
    r"(?:到|达|至|了|约|以上|达到|为|超过|不低于|不少于)?\s*$"
)
_NOT_OF_IT = ("股", "的股")
_LATE = re.compile(r"滞纳|逾期|加收|加征|加处|违约金|利息|延迟|迟延")
_TIMED = re.compile(r"(?:按|每)(?:超过|逾期)?(?:一|1|延迟)?(?:个)?(?P<unit>日|天|月)|逾期[一1]?(?P<late>日|天)|^日")
_WAGE = re.compile(r"(?P<unit>日|天|时|小时)(?:工资|薪)|一(?P<each>天|小时)")
_CAPPED_AT_BASE = re.compile(r"数额不得?(?:超出|超过)(?P<what>[\u4e00-\u9fa5]{2,12})的数额")
_CAPS = re.compile(r"最高|最多|不(?:得|能)?超过")
_OF_TOTAL = re.compile(r"总(?:人)?数的?$")
_HEADS = ("名", "户", "个", "平方米", "亩", "吨", "套", "公里")


def share_of_base(problem: Problem, evidence: Evidence, _others: Sequence[Evidence]) -> Worked | None:
    """Base × share (× days where it accrues by the day), the share and base the question speaks of."""
    money = problem.of(Measure.MONEY)
    heads = [g for g in problem.of(Measure.COUNT) if g.unit in _HEADS]
    sentence = evidence.sentence
    shares = [
        f
        for f in read_factors(sentence.text, sentence.folded)
        if f.low.measure is Measure.PERCENT and f.low.unit == "%" and is_share(f, sentence.folded)
    ]
    caps = [f for f in shares[1:] if _CAPS.search(f.low.lead)]
    factor = factor_asked([f for f in shares if f not in caps], problem)
    if factor is None or not (money or heads):
        return None
    capping = base_of(caps[0], money) if caps and len(money) > 1 else None
    money = [m for m in money if m is not capping]
    base = base_of(factor, money) if money else _counted(factor, heads)
    times = _times(problem, sentence.folded, factor)
    if base is None or times is None:
        return None
    limits = find_limits(sentence, factor)
    counted, note = _least_base(base, limits)
    if caps:
        if capping is None:
            return None
        limits = _held_by_share(caps[0], capping, limits)
    elif _CAPPED_AT_BASE.search(sentence.folded, factor.high.span.end):
        limits = replace(limits, cap=base, cap_words="本数")
    ends = factor.ends
    multiplier = times[0].value if times else Decimal(1)
    values = [counted.value * end.value / 100 * multiplier for end in ends]
    rate = "至".join(write_figure(end) for end in ends)
    formula = f"{note}{write_figure(counted)}×{rate}" + "".join(f"×{write_figure(t)}" for t in times)
    side = own_limit(factor, sentence.folded)
    if _asks_other_side(problem, side):
        return None
    if base.measure is Measure.COUNT:
        whole = [v.to_integral_value(ROUND_FLOOR if side == "最高" else ROUND_CEILING) for v in values]
        formula += "，取整数" if whole != values else ""
        values = whole
    text, shown = conclude(values, base, formula, limits, side)
    operands = (write_figure(base), write_figure(counted), *(write_figure(f) for f in (*ends, *times)))
    if caps and limits.cap:
        operands = (*operands, *(write_figure(f) for f in (caps[0].low, capping or base)))
    return Worked(text, (sentence, *limits.used), (*shown, *operands))


def is_share(factor: Factor, folded: str) -> bool:
    """Whether a percentage is one something is paid by (按…的1.5%给予补助), not a target (强度达到3.1%)."""
    lead, behind = factor.low.lead, folded[factor.high.span.end :]
    aims = _AIM.search(lead) and not _OF_TOTAL.search(lead)
    if aims or behind.startswith(_NOT_OF_IT) or "的部分" in folded[: factor.low.span.start]:
        return False  # 的部分 before it: one step of a scale, of the part and not of the whole
    if behind.startswith("的部分"):
        return "不超过" in lead
    part = re.split(r"[,，。;；]", folded[: factor.low.span.start])[-1]
    if _OF_TOTAL.search(lead):
        return True
    return _BY.search(part) is not None or _PAYS.match(behind) is not None


def _asks_other_side(problem: Problem, side: str) -> bool:
    """Whether the question asks for the least where the clause sets the most, or the other way round."""
    asked = {"最高": r"至少|最少|最低|起码", "不低于": r"最多|至多|最高|封顶"}
    return side in asked and re.search(asked[side], problem.words) is not None


def _least_base(base: Figure, limits: Limits) -> tuple[Figure, str]:
    """The base as the clause counts it: at least 十万元, where it says so."""
    if limits.base_floor is None or base.value >= limits.base_floor.value:
        return base, ""
    return limits.base_floor, f"{write_figure(base)}按{write_figure(limits.base_floor)}计，"


def _held_by_share(cap: Factor, base: Figure, limits: Limits) -> Limits:
    """With the cap that is itself a share of another base (最高不得超过当年销售收入的5‰)."""
    most = base.value * cap.low.value / 100
    shown = write_like(most, base)
    figure = replace(base, value=most, text=f"{shown}（{write_figure(base)}×{write_figure(cap.low)}）")
    return replace(limits, cap=figure, cap_words="最高")


def _counted(factor: Factor, heads: list[Figure]) -> Figure | None:
    """A head count or area a share is taken of: only where the clause's words before the share say what is counted."""
    shared = [g for g in heads if pairs(g.words) & pairs(factor.words)]
    return shared[0] if len(shared) == 1 else None


def _times(problem: Problem, folded: str, factor: Factor) -> list[Figure] | None:
    """The days or months a share accrues over; ``None`` where the clause counts them and the question gives none."""
    spells = problem.of(Measure.DURATION)
    part = re.split(r"[。;；]", folded[: factor.low.span.start])[-1]
    timed = _TIMED.search(part[-40:])
    if timed and _LATE.search(part + factor.words):
        unit = timed["unit"] or timed["late"] or "日"
        wanted = "日" if unit in ("日", "天") else "个月"
        return [s for s in spells if s.unit == wanted][:1] or None
    wage = _WAGE.search(problem.words)
    if wage:
        wanted = "日" if (wage["unit"] or wage["each"]) in ("日", "天") else "小时"
        return [s for s in spells if s.unit == wanted][:1]
    return []
