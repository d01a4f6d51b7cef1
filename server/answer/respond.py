"""From an understood question to an answer or a refusal. The order of the attempts is the order of this file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.model import Hit
from ingest.model import Document, Region
from server.answer import refusals
from server.answer.about_document import DOCUMENT_FACETS, about_document
from server.answer.compare import compare_regions, compare_years
from server.answer.compute import compute
from server.answer.departments import state_departments
from server.answer.evidence import Evidence, term_weights, weigh
from server.answer.holdings import Holdings
from server.answer.measured import choose, state
from server.answer.outcome import Answered, Outcome, Quote, Statement
from server.answer.passages import enumeration, is_explained, names_term, state_list, state_passage
from server.understanding.facets import Facet, asks_to_compute, is_measured
from server.understanding.quantities import Measure, write_money
from server.understanding.question import Question
from server.understanding.region import applicable, is_covered
from server.understanding.terms import Term

Search = Callable[[Question, frozenset[str] | None], Sequence[Hit]]
"""Clauses for a question among these documents (``None``: all)."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where an answer turns into a refusal. Each is a share or score between 0 and 1 unless stated.

    Raising any of them refuses more and errs less; ``docs/`` has the curve.
    """

    subject: float = 0.5
    """Share of the entities asked about that the sentence or its heading has to name."""
    coverage: float = 0.3
    """Share of the question's weighted terms the best sentence has to say."""
    on_topic: float = 0.845
    """Cosine of the nearest clause below which a question without any policy term is off topic."""


@dataclass(frozen=True, slots=True)
class Responder:
    """Answers questions from one snapshot."""

    holdings: Holdings
    search: Search
    thresholds: Thresholds = Thresholds()

    def respond(self, question: Question) -> Outcome:
        """The answer or refusal to ``question``."""
        if not question.text.strip():
            return refusals.off_topic(self.holdings)
        covered = [r for r in question.regions if is_covered(r, self.holdings.regions)]
        if question.regions and not covered:
            return refusals.region_not_covered(question.regions, self.holdings)
        if len(covered) >= 2:
            return compare_regions(self, question, covered)
        if len(question.years) >= 2 and question.compares:
            return compare_years(self, question, covered[0] if covered else None)
        return self.in_region(question, covered[0] if covered else None)

    def in_region(self, question: Question, region: Region | None) -> Outcome:
        """The answer from one region's documents, or from all where no region is asked for."""
        documents = self._documents(region)
        ids = frozenset(d.id for d in documents) if region else None
        if region or len(documents) == 1:
            facets = [f for f in question.facets if f in DOCUMENT_FACETS]
            if facets and (outcome := about_document(question, documents, self.holdings)):
                return outcome
        hits = self.search(question, ids)
        if not region and self._is_off_topic(question, hits):
            return refusals.off_topic(self.holdings)
        name = region_name(documents) if region else None
        missing = [t for t in question.terms if t.kind == "entities" and not self.holdings.said_in(t, ids)]
        entities = [t for t in question.terms if t.kind == "entities"]
        if missing and len(missing) * 2 > len(entities):
            return refusals.topic_not_found(name, missing[0].text, self.holdings, sorted(ids or ()))
        ranked = weigh(question, self.holdings, hits)
        return self._from_evidence(question, ranked, name, sorted(ids or ()))

    def _documents(self, region: Region | None) -> Sequence[Document]:
        if region is None:
            return self.holdings.library.documents
        return self.holdings.of_regions(applicable(region, self.holdings.regions))

    def _is_off_topic(self, question: Question, hits: Sequence[Hit]) -> bool:
        known = [t for t in question.terms if t.kind != "word" or self.holdings.said(t)]
        nearest = max((hit.scores.get("dense", 0.0) for hit in hits), default=0.0)
        return not known or (nearest < self.thresholds.on_topic and all(t.kind != "entities" for t in known))

    def _from_evidence(
        self, question: Question, ranked: list[Evidence], region: str | None, documents: Sequence[str]
    ) -> Outcome:
        ranked = [e for e in ranked if e.coverage >= self.thresholds.coverage]
        if not ranked:
            topic = question.terms[0].text if question.terms else ""
            return refusals.topic_not_found(region, topic, self.holdings, documents)
        weights = term_weights(question, self.holdings)
        best = ranked[0]
        place = region or self.holdings.region_name(best.document)
        if asks_to_compute(question.folded) and (worked := compute(question, ranked, place)):
            return Answered((worked,))
        if question.facets[0] is Facet.DEPARTMENT:
            return self._departments(question, ranked, place)
        if not is_explained(question, best):
            quotes = tuple(Quote(e.clause, e.sentence.span) for e in ranked if names_term(question, e))
            quote = Quote(best.clause, best.sentence.span)
            return refusals.value_not_stated(place, "它的含义", quotes or (quote,), self.holdings)
        if members := self._enumeration(question, best, weights):
            return Answered(tuple(members))
        if is_measured(question.facets):
            return self._measured(question, ranked, weights, place)
        return Answered((state_passage(question, ranked, weights, place),))

    def _departments(self, question: Question, ranked: list[Evidence], place: str | None) -> Outcome:
        best_of: dict[str, float] = {}
        for evidence in ranked:
            best_of.setdefault(evidence.clause.id, evidence.score)
        for clause_id in best_of:
            statement = state_departments(question, self.holdings.clauses[clause_id], place)
            if statement:
                return Answered((statement,))
        best = ranked[0]
        return refusals.value_not_stated(place, "责任单位", (Quote(best.clause, best.sentence.span),), self.holdings)

    def _measured(
        self, question: Question, ranked: list[Evidence], weights: dict[Term, float], place: str | None
    ) -> Outcome:
        for evidence in ranked:
            if (
                evidence.fitting
                and evidence.subject >= self.thresholds.subject
                and evidence.coverage >= self.thresholds.coverage
            ):
                return Answered((_corrected(question, evidence, state(question, evidence, weights, place), weights),))
        best = next((e for e in ranked if e.subject >= self.thresholds.subject), ranked[0])
        if question.facets[0] in (Facet.COUNT, Facet.YEAR, Facet.DURATION) and len(question.facets) > 1:
            return Answered((state_passage(question, ranked, weights, place),))
        what = {
            Facet.AMOUNT: "具体金额",
            Facet.RATE: "具体比例",
            Facet.COUNT: "具体数量",
            Facet.DEADLINE: "具体日期",
        }.get(question.facets[0], "具体数值")
        return refusals.value_not_stated(place, what, (Quote(best.clause, best.sentence.span),), self.holdings)

    def _enumeration(self, question: Question, best: Evidence, weights: dict[Term, float]) -> list[Statement]:
        if Facet.LIST not in question.facets or Facet.CONTACT in question.facets:
            return []
        return state_list(enumeration(self.holdings, best, weights))


def region_name(documents: Sequence[Document]) -> str | None:
    """The name of the first document's region."""
    return documents[0].region.name if documents and documents[0].region else None


def _corrected(question: Question, evidence: Evidence, statement: Statement, weights: dict[Term, float]) -> Statement:
    """Where the asker named an amount that the clause does not give, or left out 最高, that is said."""
    if Facet.YES_NO not in question.facets:
        return statement
    asked = [q for q in question.quantities if q.measure is Measure.MONEY]
    chosen = choose(question, evidence, weights)
    if not asked or not chosen or chosen[0].quantity.measure is not Measure.MONEY:
        return statement
    found = chosen[0].quantity
    if asked[0].value != found.value:
        said = write_money(asked[0].value)
        text = f"{found.text}，不是{said}。{statement.text}"
        return replace(statement, text=text, computed=(*statement.computed, said))
    if found.qualifier:
        return replace(statement, text=f"不一定：原文是“{found.text}”。{statement.text}")
    return replace(statement, text=f"是。{statement.text}")
