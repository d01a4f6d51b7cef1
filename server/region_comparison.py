"""The same question put to several regions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ingest.model import Span
from server.answer.facts.collection import facts_of
from server.answer.facts.fact import Fact
from server.answer.holdings import Holdings
from server.contract import MAX_REGIONS, AskRequest, Citation, RegionAnswer, RegionComparison, RequestFilters, Stated
from server.errors import InvalidRequest
from server.present import without_markers
from server.service import PolicyService
from server.stating import departments_stated, stated
from server.understanding.question import read_question


def compare(
    service: PolicyService, question: str, regions: Sequence[str], as_of: date | None = None
) -> RegionComparison:
    """A row a region, each answered or refused from that region's documents alone.

    Raises:
        InvalidRequest: fewer than two regions or too many, an unknown one, or a question that names a region itself.
    """
    wanted = list(dict.fromkeys(name.strip() for name in regions))
    if not 2 <= len(wanted) <= MAX_REGIONS:
        raise InvalidRequest(f"请给出 2 到 {MAX_REGIONS} 个不同的地区。")
    holdings = service.holdings
    named = read_question(question, (), holdings.regions, holdings.vocabulary).regions
    if named:
        raise InvalidRequest(f"问题里写了“{named[0].name}”：请把地区从问题里去掉，只写在 regions 里。")
    rows = [_row(service, question, name, as_of) for name in wanted]
    return RegionComparison(snapshot=service.snapshot, question=question, rows=rows)


def _row(service: PolicyService, question: str, region: str, as_of: date | None) -> RegionAnswer:
    response = service.ask(
        AskRequest(question=question, filters=RequestFilters(regions=[region], as_of=as_of), mode="extractive")
    )
    holdings = service.holdings
    answered = response.status == "answered"
    figures = list(_figures(response.answer, response.citations, holdings)) if answered else []
    clauses = [holdings.clauses[c.clause_id] for c in response.citations] if answered else []
    named = (departments_stated(clause) for clause in dict.fromkeys(clauses))
    return RegionAnswer(
        region="、".join(response.understood.regions) or region,
        status=response.status,
        code=response.refusal.code if response.refusal else None,
        answer=response.answer,
        short_answer=without_markers(response.answer),
        values=[_value(fact, holdings) for fact in figures],
        conditions=list(_conditions(figures, holdings)),
        departments=[said for said in named if said],
        citations=response.citations,
        notices=response.notices,
        refusal=response.refusal,
    )


def _figures(answer: str, citations: Iterable[Citation], holdings: Holdings) -> Iterable[Fact]:
    """The figures inside what is quoted that the answer gives too, each place once."""
    facts = facts_of(holdings)
    seen: set[int] = set()
    for citation in citations:
        clause = holdings.clauses[citation.clause_id]
        for fact in facts.of(clause):
            start = clause.extent.start + fact.quantity.number.start
            inside = citation.start <= start < citation.end
            if inside and start not in seen and fact.quantity.number.cut(clause.text) in answer:
                seen.add(start)
                yield fact


def _value(fact: Fact, holdings: Holdings) -> Stated:
    return stated(holdings.clauses[fact.clause_id], fact.span)


def _conditions(figures: Iterable[Fact], holdings: Holdings) -> Iterable[Stated]:
    """What has to hold for the figures, each condition once."""
    seen: set[tuple[str, str]] = set()
    for fact in figures:
        clause = holdings.clauses[fact.clause_id]
        at = clause.text.rfind(fact.condition, 0, fact.quantity.number.start) if fact.condition else -1
        if at >= 0 and (clause.id, fact.condition) not in seen:
            seen.add((clause.id, fact.condition))
            yield stated(clause, Span(at, at + len(fact.condition)))
