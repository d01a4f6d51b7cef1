"""Whether two facts are about the same thing: the same words around the figure, the same measure, nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from server.answer.facts.fact import Aspect, Fact, Kind
from server.understanding.quantities import Measure
from server.understanding.terms import Term, read_terms

_EVERYWHERE = re.compile(r"全社会|全市|全省|全县|全区|我市|我省|我县|各类|各级|所有|其中|年内|全年|20[0-9]{2}年度?")
_WEAK = frozenset(
    (
        "数量 总量 总数 总额 数 占比 比重 比例 占 占到 中 有 中有 突破 每年 至少 完成 实现 确保 市内 登记 共 总 家数 "
        "目标 户数 个数 人数 以上 不含 累计"
    ).split()
)
_SCOPES = re.compile(r"每|年均|累计|一次性|单个|单项")
_CEILINGS = frozenset(["最高", "最多", "不超过", "不得超过", "不高于"])
_COUNTED = frozenset(["个", "家", "项", "处"])
_PEOPLE = frozenset(["名", "人"])
_OUTPUTS = ("地区生产总值", "国内生产总值", "生产总值", "gdp")
_SPENDING = ("研发经费支出", "研发经费投入", "研发投入", "研发经费", "研发支出", "研发费用支出")
_ALSO_SAID = {
    "研发投入强度": tuple(f"{spent}占{output}" for spent, output in product(_SPENDING, _OUTPUTS)),
}
"""Indicators of national statistics that texts write out as a share instead of calling them by name."""
_TELLING_WORD, _TELLING_TOGETHER = 4, 3
"""A word this long names a subject by itself; of shorter ones it takes this many (新增·省级·创新·平台)."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a figure measures. Facts of equal indicators state the same thing, perhaps for another year."""

    terms: frozenset[str]
    measure: Measure
    unit: str
    aspect: Aspect
    level: str
    occasion: str
    scopes: frozenset[str]


def indicator_of(fact: Fact) -> Indicator | None:
    """The indicator of ``fact``; ``None`` where its words are too few to tell it from others."""
    terms = terms_of(fact)
    telling = [t for t in terms if t.kind == "entities" or len(t.text) >= _TELLING_WORD]
    words = [t for t in terms if t.kind != "actions"]
    if not telling and len(words) < _TELLING_TOGETHER:
        return None
    limits = {q for q in fact.qualifiers if _SCOPES.match(q)}
    if fact.quantity.measure is Measure.PERCENT:
        limits.discard("累计")
    if fact.kind is Kind.PROMISE and _CEILINGS & set(fact.qualifiers):
        limits.add("最高")
    return Indicator(
        frozenset(t.text for t in terms),
        fact.quantity.measure,
        _unit(fact.quantity.unit),
        fact.aspect,
        fact.level,
        fact.occasion,
        frozenset(limits),
    )


def terms_of(fact: Fact) -> tuple[Term, ...]:
    """The content words of a fact's wording: what a clause has to say to state the same thing."""
    return _terms(fact.wording)


@lru_cache(maxsize=4096)
def _terms(wording: str) -> tuple[Term, ...]:
    text = _EVERYWHERE.sub(" ", wording)
    found: dict[str, Term] = {}
    for name, ways in _ALSO_SAID.items():
        for way in sorted(ways, key=len, reverse=True):
            if way in text:
                text = text.replace(way, name)
    for term in read_terms(text):
        name = term.text[1:] if term.kind == "word" and len(term.text) > 2 and term.text[0] == "总" else term.text
        if name in _WEAK:
            continue
        ways = (*term.ways, *_ALSO_SAID[name]) if name in _ALSO_SAID else term.ways
        found[name] = Term(name, ways if name == term.text else (name,), term.kind, term.inside)
    return tuple(found.values())


def _unit(unit: str) -> str:
    """One name for units that count the same: 68个 and 30项 of projects."""
    return "个" if unit in _COUNTED else "人" if unit in _PEOPLE else unit
