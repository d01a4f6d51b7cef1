"""Whether a profile meets a demand: met, not met, or unknown, with the reason in a clerk's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ingest.metadata.region import divisions, lineage
from ingest.model import Clause, Document, Span
from ingest.normalize import fold
from server.contract import EnterpriseProfile, Verdict
from server.matching.demands import Demands, Identity, Threshold, Way
from server.matching.profile import AGAIN, FIRST, Trait, traits_of
from server.understanding.quantities import Measure, find_quantities, write_money

_RD = re.compile(r"研发(?:费用|投入|经费|支出|统计)|研究开发(?:费用|经费|投入)")
_REVENUE = re.compile(r"营业收入|销售收入|营收|主营业务收入|销售额|营业额")
_STAFF = re.compile(r"职工|员工|从业人员|就业人数|在职")
_AGE = re.compile(r"成立|注册|设立|登记|经营|运营")
_RELATIVE = re.compile(r"增长|增加|较上年|同比|超出|占|比例|比重|强度|平均|近[一二两三四五0-9]年|累计")
_AT_MOST = re.compile(r"以下|以内|不超过|不高于|低于|少于|不满|未满|不足")
_MORE_THAN = re.compile(r"超过|突破|高于|多于")
_AT_LEAST = re.compile(r"以上|达到|达|不低于|不少于|至少|满|及以上")
_SIZES = frozenset({"规模以上", "中小微企业", "初创企业", "龙头企业", "工业企业", "企业研发机构"})
"""What an enterprise is without a certificate: a profile that does not say so may still be it."""
_DAYS = {"年": Decimal("365.25"), "个月": Decimal("30.44"), "周": Decimal(7), "天": Decimal(1), "日": Decimal(1)}


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one demand. ``span`` are the clause's words; ``trait`` what of the profile answers them."""

    span: Span
    verdict: Verdict
    reason: str
    trait: Trait | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges demands for one profile as of a day."""

    profile: EnterpriseProfile
    adcode: str
    as_of: date

    def identity(self, demand: Identity) -> Judged:
        """Whether the enterprise is, or plans to become, what a receiver has to be."""
        traits = traits_of(self.profile)
        fitting = [t for t in traits if names(t, demand)]
        if not fitting:
            return self._not_named(demand)
        judged = [self._trait(demand, t) for t in fitting]
        order: dict[Verdict, int] = {"met": 0, "unknown": 1, "not_met": 2}
        return min(judged, key=lambda j: (order[j.verdict], not (j.trait and j.trait.levels)))

    def _not_named(self, demand: Identity) -> Judged:
        wanted = "、".join(sorted(demand.concepts)) or demand.words
        if not self.profile.types or demand.concepts & _SIZES:
            return Judged(demand.span, "unknown", f"画像没有说明是不是{wanted}。")
        return Judged(demand.span, "not_met", f"画像的类型、荣誉和计划中没有{wanted}。")

    @staticmethod
    def _trait(demand: Identity, trait: Trait) -> Judged:
        said = f"画像的{'计划' if trait.planned else '类型或荣誉'}“{trait.words}”"
        if demand.levels and trait.levels and not demand.levels & trait.levels:
            return Judged(
                demand.span, "not_met", f"{said}的级别与条款的{'、'.join(sorted(demand.levels))}不同。", trait
            )
        if demand.first and AGAIN.search(trait.folded):
            return Judged(demand.span, "not_met", f"{said}是复审，条款面向首次或新认定。", trait)
        if demand.again and not demand.first and FIRST.search(trait.folded):
            return Judged(demand.span, "not_met", f"{said}是首次，条款面向复审。", trait)
        if demand.levels and not trait.levels:
            return Judged(
                demand.span, "unknown", f"{said}没有写级别，条款面向{'、'.join(sorted(demand.levels))}。", trait
            )
        if trait.planned and not demand.event:
            return Judged(demand.span, "unknown", f"{said}还未取得，取得后才符合。", trait)
        if not trait.planned and (demand.first or demand.again):
            what = "是否首次、是否在申报期内" if demand.first else "是否为复审"
            return Judged(demand.span, "unknown", f"{said}已具备，{what}需核实。", trait)
        return Judged(demand.span, "met", f"{said}与条款相符。", trait)

    def place(self, span: Span, clause: Clause, document: Document) -> Judged:
        """Whether the enterprise is registered where the clause says: in the document's own region."""
        words = fold(span.cut(clause.text))
        region = document.region
        name = divisions()[self.adcode].name
        if region and region.adcode in lineage(divisions()[self.adcode]):
            short = region.name[:2]
            if short in words or re.search(r"[我本][市县区省]|[市县区省]内|辖区", words):
                return Judged(span, "met", f"画像的注册地为{name}。")
        return Judged(span, "unknown", f"画像的注册地为{name}，是否符合需核实。")

    def way(self, way: Way) -> list[Judged]:
        """Every threshold of a way, and what else it demands."""
        judged = [self._threshold(t) for t in way.thresholds]
        if len(way.rest) >= 2:
            judged.append(self._rest(way))
        return judged

    def _rest(self, way: Way) -> Judged:
        for trait in traits_of(self.profile):
            if way.rest in trait.folded:
                return Judged(way.span, "met", f"画像的“{trait.words}”与条款相符。", trait)
        return Judged(way.span, "unknown", "画像没有说明是否符合，需核实。")

    def _threshold(self, demand: Threshold) -> Judged:
        quantity = demand.quantity
        given = self._given(demand)
        if given is None:
            return Judged(demand.span, "unknown", f"画像没有可与“{demand.shown}”比较的数字。")
        name, value, shown = given
        words = demand.words[-6:] + demand.after + quantity.qualifier
        limit = quantity.value * (
            _DAYS[quantity.unit] if quantity.unit in _DAYS and quantity.measure is Measure.DURATION else 1
        )
        if _AT_MOST.search(words):
            holds, sign = value <= limit, "不高于"
        elif _MORE_THAN.search(words):
            holds, sign = value > limit, "超过"
        elif _AT_LEAST.search(words):
            holds, sign = value >= limit, "不低于"
        else:
            return Judged(demand.span, "unknown", f"条款没有写明是不低于还是不高于“{demand.shown}”。")
        verdict: Verdict = "met" if holds else "not_met"
        return Judged(demand.span, verdict, f"{name}{shown}，条款要求{sign}{demand.shown}。")

    def _given(self, demand: Threshold) -> tuple[str, Decimal, str] | None:
        """The profile's figure a threshold is about: its name, its value in the threshold's unit, as written."""
        profile, words, quantity = self.profile, demand.words, demand.quantity
        for name, text in profile.figures.items():
            if _same_figure(fold(name).lower(), words):
                for own in find_quantities(text):
                    if own.measure is quantity.measure and own.unit == quantity.unit:
                        return name, own.value, text
        if _RELATIVE.search(words):
            return None
        if quantity.measure is Measure.MONEY:
            for pattern, name, value in (
                (_RD, "研发投入", profile.rd_spending),
                (_REVENUE, "营业收入", profile.revenue),
            ):
                if pattern.search(words) and value is not None:
                    return name, value, write_money(value)
        counts_people = quantity.measure is Measure.COUNT and quantity.unit in ("人", "名")
        if counts_people and _STAFF.search(words) and profile.employees is not None:
            return "职工", Decimal(profile.employees), f"{profile.employees}人"
        if quantity.measure is Measure.DURATION and quantity.unit in _DAYS and _AGE.search(words) and profile.founded:
            days = (self.as_of - profile.founded).days
            return "成立", Decimal(days), f"已{days}天"
        return None

    def all(self, demands: Demands, clause: Clause, document: Document) -> tuple[list[Judged], Verdict]:
        """Every demand judged, and the verdict on the whole: of several ways the best counts."""
        judged = [self.identity(demands.identity)] if demands.identity else []
        if demands.place:
            judged.append(self.place(demands.place, clause, document))
        ways = [self.way(way) for way in demands.ways]
        best = min((_worst([j.verdict for j in way]) for way in ways), key=_RANK.index, default=_RANK[0])
        verdicts = [j.verdict for j in judged]
        whole = _worst([*verdicts, best])
        return [*judged, *(j for way in ways for j in way)], whole


def names(trait: Trait, demand: Identity) -> bool:
    """Whether what a profile says is about what a receiver has to be."""
    if demand.concepts:
        return bool(trait.concepts & demand.concepts)
    return trait.folded in demand.words or demand.words in trait.folded


_RANK: list[Verdict] = ["met", "unknown", "not_met"]


def _worst(verdicts: list[Verdict]) -> Verdict:
    return max(verdicts, key=_RANK.index, default=_RANK[0])


def _same_figure(name: str, words: str) -> bool:
    core = re.sub(r"^(?:上?年度?|本年度?|当年|全年)", "", name)
    return len(core) >= 2 and core in words
