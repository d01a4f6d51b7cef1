"""Stating a product: a factor or a range of two (五倍以上十倍以下), its own limit (不低于), a cap and a floor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.model import Span
from server.answer.computation.figures import Figure, pairs, read_figures
from server.answer.computation.writing import write_like
from server.answer.sentences import Sentence, sentences
from server.understanding.quantities import Measure

_CEILING = re.compile(r"最高|最多|至多|不(?:得|能)?(?:超过|高于|多于|大于)|封顶|上限|以内")
_FLOOR = re.compile(r"不(?:得)?(?:低于|少于|小于)|至少|最低|最少")
_CAP_WORDS = re.compile(
    r"(?:(?:单个|每|累计|总额|合计)[\u4e00-\u9fa5]{0,10}?)?(?:累计)?(?:最高|最多|至多|最长(?:不(?:得)?超过|为)?|不(?:得|能)?(?:超过|高于)|封顶|上限)[\u4e00-\u9fa5]{0,6}$"
)
_COUNTS_AS = re.compile(r"元计算")
_TOO_LITTLE = re.compile(
    r"(?P<what>[\u4e00-\u9fa5]{0,8})(?:不足|不满|低于|少于)(?P<least>[^，,。；;]{1,12}元)的?[，,]?\s*(?:按|为|以)(?:照)?"
)
_DOUBLED = re.compile(r"(?:不(?:得|能)?(?:超过|高于))$")
_NAMED_ITSELF = re.compile(r"^(?!或者?$|和$|与$|及$)[\u4e00-\u9fa5]{2,}")
_JOINS = re.compile(r"^(?:以上)?(?:至|到|-|—|~|、)?$")
_OPENS_LIMIT = re.compile(r"^(?:但|罚款|最高|累计|总额|每[\u4e00-\u9fa5]{1,12}(?:最高|不超过)|增加赔偿)")


@dataclass(frozen=True, slots=True)
class Factor:
    """One figure of a clause, or the two ends of a range; ``words`` is what it is said of."""

    low: Figure
    high: Figure
    words: str

    @property
    def is_range(self) -> bool:
        """Whether the clause leaves room between two ends."""
        return self.low is not self.high

    @property
    def ends(self) -> list[Figure]:
        """The two ends of a range, else the one figure."""
        return [self.low, self.high] if self.is_range else [self.low]

    @property
    def span(self) -> Span:
        """From the first end to the last."""
        return Span(self.low.span.start, self.high.span.end)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a product is held between; each with the sentence it stands in."""

    cap: Figure | None = None
    cap_words: str = ""
    floor: Figure | None = None
    base_floor: Figure | None = None
    """The least the base counts as: 货值金额不足十万元的，按十万元计算."""
    used: tuple[Sentence, ...] = ()


def read_factors(text: str, folded: str) -> list[Factor]:
    """The figures of a sentence, two that are the ends of a range as one."""
    figures = _with_members(read_figures(text), folded)
    factors: list[Factor] = []
    for figure in figures:
        if factors and not factors[-1].is_range:
            low = _as_multiple(factors[-1].low) if figure.unit == "倍" else factors[-1].low
            if not low.like(figure):
                factors.append(Factor(figure, figure, figure.words))
                continue
            between = folded[low.span.end : figure.span.start]
            is_range = _JOINS.match(between) and (
                between not in ("", "、") or folded.startswith("以下", figure.span.end)
            )
            if is_range and between != "、" and low.value < figure.value:
                factors[-1] = Factor(low, figure, f"{low.lead}…{figure.tail}")
                continue
        factors.append(Factor(figure, figure, figure.words))
    return factors


def _with_members(figures: Sequence[Figure], folded: str) -> list[Figure]:
    """Figures behind 分别, each with the member of the list before it as its words; those without one are left out."""
    at = folded.find("分别")
    run = [f for f in figures if f.span.start > at >= 0]
    run = [f for f in run if f.like(run[0])] if run else []
    if len(run) < 2 or any(_NAMED_ITSELF.search(f.lead.removeprefix("、")) for f in run[1:]):
        return list(figures)
    members = next((m for m in _members(folded[:at]) if len(m) == len(run)), None)
    named = {f.span: replace(f, lead=f"{m}{run[0].lead}") for f, m in zip(run, members or (), strict=False)}
    return [named[f.span] if f in run else f for f in figures if f not in run or named]


def _members(before: str) -> list[list[str]]:
    """The lists in the comma-separated parts of a text, nearest first."""
    parts = [p for p in re.split(r"[,，。；;:]", before) if p]
    return [[m for m in re.split(r"、|或者|或|以及|及|和|与", part) if m] for part in reversed(parts)]


def _as_multiple(figure: Figure) -> Figure:
    """50% as the lower end of 百分之五十以上五倍以下."""
    if figure.measure is Measure.PERCENT and figure.unit == "%":
        return replace(figure, measure=Measure.COUNT, unit="倍", value=figure.value / 100, text="")
    return figure


def sets_limit_only(text: str) -> bool:
    """Whether a sentence only holds the amount of the one before it between limits."""
    only = all(f.measure is Measure.MONEY for f in read_figures(text))
    return only and _OPENS_LIMIT.search(text) is not None


def own_limit(factor: Factor, folded: str) -> str:
    """最高 or 不低于 where the clause sets the factor as a limit (不得超过…的百分之二十), else nothing."""
    if factor.is_range:
        return ""
    behind = folded[factor.high.span.end :]
    if _FLOOR.search(factor.low.lead) or behind.startswith("以上"):
        return "不低于"
    if _CEILING.search(factor.low.lead) or behind.startswith(("以下", "以内", "封顶")):
        return "最高"
    return ""


def is_cap(figure: Figure) -> bool:
    """Whether a figure is the most there can be (每年最高支持100万元)."""
    return _CAP_WORDS.search(figure.lead) is not None


def find_limits(sentence: Sentence, factor: Factor) -> Limits:
    """The cap and floor behind a factor, in its sentence or in the next of its clause that sets nothing but a limit."""
    tails = [(sentence, factor.high.span.end)]
    following = [s for s in sentences(sentence.clause) if s.position == sentence.position + 1]
    tails += [(s, 0) for s in following if _OPENS_LIMIT.search(s.text) or _TOO_LITTLE.match(s.folded)]
    limits = Limits()
    for where, start in tails:
        found = _limits_in(where, start, factor.low)
        limits = Limits(
            limits.cap or found.cap,
            limits.cap_words or found.cap_words,
            limits.floor or found.floor,
            limits.base_floor or found.base_floor,
            (*limits.used, where) if found.cap or found.floor or found.base_floor else limits.used,
        )
    return limits


def _limits_in(sentence: Sentence, start: int, rate: Figure) -> Limits:
    figures = [f for f in read_figures(sentence.text) if f.span.start >= start]
    cap: Figure | None = None
    floor: Figure | None = None
    for figure in figures:
        if figure.measure is Measure.PERCENT and start:
            break
        if figure.measure is not Measure.MONEY and not (rate.measure is Measure.DURATION and figure.like(rate)):
            continue
        if cap is None and is_cap(figure):
            cap = figure
        elif floor is None and re.search(_FLOOR.pattern + r"[\u4e00-\u9fa5]{0,4}$", figure.lead):
            floor = figure
    least = _TOO_LITTLE.search(sentence.folded, start)
    if least and floor is None:
        floor = next((f for f in figures if f.span.start >= least.end()), None)
    words = _CAP_WORDS.search(cap.lead) if cap else None
    base_floor = None
    if least and floor and _COUNTS_AS.search(sentence.folded, least.end()) and pairs(least["what"]) & pairs(rate.lead):
        floor, base_floor = None, floor
    return Limits(cap, words.group() if words else "", floor, base_floor)


def conclude(
    values: Sequence[Decimal], like: Figure, formula: str, limits: Limits, prefix: str = ""
) -> tuple[str, tuple[str, ...]]:
    """The sentence 50万元（5000万元×1.5%=75万元，超过最高50万元的上限，按50万元计） and the values it shows.

    ``values`` are one value, or the two ends of a range.
    """
    raw = [write_like(value, like) for value in values]
    held = [_hold(value, limits) for value in values]
    final = [write_like(value, like) for value in held]
    shown = (*raw, *final)
    notes = ""
    if limits.cap:
        cap = f"{_DOUBLED.sub('', limits.cap_words)}{limits.cap.text}"
        limit = write_like(limits.cap.value, like)
        over = values[-1] > limits.cap.value
        notes = f"，超过{cap}的上限，按{limit}计" if over else f"，未超过{cap}的上限"
        shown = (*shown, limit)
    if limits.floor and values[-1] < limits.floor.value:
        least = write_like(limits.floor.value, like)
        notes += f"，不足{least}，按{least}计"
        shown = (*shown, least)
    return f"{prefix}{_range(final)}（{formula}={_range(raw)}{notes}）", shown


def _hold(value: Decimal, limits: Limits) -> Decimal:
    if limits.cap:
        value = min(value, limits.cap.value)
    return max(value, limits.floor.value) if limits.floor else value


def _range(values: Sequence[str]) -> str:
    if len(values) == 1 or values[0] == values[1]:
        return values[0]
    return f"{values[0]}以上{values[1]}以下"
