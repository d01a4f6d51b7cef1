"""How much a benefit comes to for a profile: as printed, or worked out from the profile's figures with the steps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.model import Hit
from ingest.model import Span
from ingest.normalize import fold
from server.answer.benefits.benefit import Benefit
from server.answer.compute import compute
from server.answer.evidence import weigh
from server.answer.facts.collection import facts_of
from server.answer.facts.fact import Fact, Kind
from server.answer.holdings import Holdings
from server.contract import EnterpriseProfile, MatchAmount
from server.matching.profile import Trait
from server.stating import stated
from server.understanding.quantities import Measure, find_quantities, write_money
from server.understanding.question import read_question
from server.understanding.terms import read_terms

_WORKED = re.compile(r"(?P<result>[^（：]+)（(?P<steps>.+)）。?$")
_OWN_WORDS = re.compile(r"^(?:上?年度?|本年度?|当年|全年)")


def amounts_of(
    benefit: Benefit, profile: EnterpriseProfile, trait: Trait | None, holdings: Holdings
) -> list[MatchAmount]:
    """What is paid; only the amount of the profile's own level or occasion where the clause gives one for each."""
    computed = _computed(benefit, profile, holdings)
    if computed:
        return [computed]
    clause = benefit.clause
    facts = [
        f
        for f in facts_of(holdings).of(clause)
        if f.kind is Kind.PROMISE
        and benefit.span.covers(f.quantity.number)
        and f.quantity.measure in (Measure.MONEY, Measure.PERCENT, Measure.RATIO, Measure.FORMULA)
    ]
    if not facts and any(q.measure is Measure.MONEY for q in find_quantities(benefit.standard.cut(clause.text))):
        said = stated(clause, benefit.standard)
        return [MatchAmount(text=said.text, computed=False, steps="", stated=said)]
    return [
        MatchAmount(text=f.span.cut(clause.text), computed=False, steps="", stated=stated(clause, f.span))
        for f in _own(facts, trait)
    ]


def _own(facts: list[Fact], trait: Trait | None) -> list[Fact]:
    levels = trait.levels if trait else frozenset()
    own = [f for f in facts if f.level in levels]
    return own or facts


def _computed(benefit: Benefit, profile: EnterpriseProfile, holdings: Holdings) -> MatchAmount | None:
    clause = benefit.clause
    said = fold(benefit.span.cut(clause.text)).lower()
    for name, value in _figures(profile):
        core = _OWN_WORDS.sub("", fold(name).lower())
        if not _is_about(core, said):
            continue
        text = f"{name}{value}，给多少{_word_of_paying(said)}？"
        question = read_question(text, (), holdings.regions, holdings.vocabulary)
        hit = Hit(clause.id, clause.document_id, "", 1.0, {"dense": 1.0})
        ranked = [e for e in weigh(question, holdings, [hit]) if _overlap(e.sentence.span, benefit.span)]
        worked = compute(question, ranked, None)
        if worked is None or not worked.computed:
            continue
        match = _WORKED.search(worked.text)
        if match:
            return MatchAmount(
                text=match["result"].strip(),
                computed=True,
                steps=match["steps"],
                stated=stated(clause, benefit.standard),
            )
    return None


def _figures(profile: EnterpriseProfile) -> Iterator[tuple[str, str]]:
    yield from profile.figures.items()
    for name, value in (("研发投入", profile.rd_spending), ("营业收入", profile.revenue)):
        if value:
            yield name, write_money(value)


def _is_about(name: str, said: str) -> bool:
    """Whether a clause speaks of a figure: its name stands there, or all that it names does (培育1家高新技术企业)."""
    if len(name) >= 2 and name in said:
        return True
    terms = read_terms(name)
    return any(t.kind == "entities" for t in terms) and all(t.said_in(said) for t in terms)


def _word_of_paying(said: str) -> str:
    return next((word for word in ("补助", "奖补", "奖励", "补贴", "贴息") if word in said), "支持")


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
