"""From an understood question to an answer or a refusal. The order of the attempts is the order of this file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.model import Hit
from ingest.metadata.region import NATION
from ingest.model import Document, Region
from server.answer import refusals
from server.answer.about_document import DOCUMENT_FACETS, about_document, names_document, pick_document
from server.answer.across import across_regions, regions_speaking
from server.answer.compare import compare_regions, compare_subjects, compare_years, subjects_compared
from server.answer.compute import compute
from server.answer.confidence import Features
from server.answer.contact import asks_contact, contacts_asked
from server.answer.correction import corrected, not_yet_in_force
from server.answer.departments import names_authority, state_departments
from server.answer.evidence import Evidence, term_weights, weigh
from server.answer.gate import STRICT, THRESHOLDS, Judge, Thresholds, carried_in_vain, unsaid_entities, without_unsaid
from server.answer.holdings import Holdings
from server.answer.measured import companion, state
from server.answer.naming import spoken_label
from server.answer.outcome import Answered, Outcome, Quote, Statement
from server.answer.passages import enumeration, is_explained, names_term, state_list, state_passage
from server.answer.preference import (
    NEAR_BEST,
    is_of_another_matter,
    is_title,
    printing_first,
    time_in_words,
)
from server.answer.unstated import without_figure
from server.answer.year_named import with_year
from server.understanding.facets import Facet, asked_separately, asks_to_compute, is_measured
from server.understanding.question import Question
from server.understanding.region import applicable, is_covered
from server.understanding.terms import Term

Search = Callable[[Question, frozenset[str] | None], Sequence[Hit]]
"""Clauses for a question among these documents (``None``: all)."""

Observer = Callable[[Features, Evidence], None]
"""Told the features of a best sentence and the sentence."""


@dataclass(frozen=True, slots=True)
class Responder:
    """Answers questions from one snapshot."""

    holdings: Holdings
    search: Search
    allowed: frozenset[str] | None = None
    """Ids of the documents the request limits the answer to; ``None`` when it sets no limit."""
    thresholds: Thresholds = THRESHOLDS
    observe: Observer | None = None
    """Hears of the best sentence of every weighing, for calibration."""

    def respond(self, question: Question) -> Outcome:
        """The answer or refusal to ``question``."""
        return not_yet_in_force(question, self._respond(question), self.holdings)

    def _respond(self, question: Question) -> Outcome:
        if not question.text.strip():
            return refusals.off_topic(self.holdings)
        covered = [r for r in question.regions if is_covered(r, self.holdings.regions)]
        if question.regions and not covered:
            return self._elsewhere(question)
        region = covered[0] if covered else None
        if len(covered) >= 2 or (len(question.regions) >= 2 and question.compares):
            return compare_regions(self, question, question.regions)
        if len(question.years) >= 2 and (question.compares or is_measured(question.facets)):
            return compare_years(self, question, region)
        if subjects := subjects_compared(question):
            return compare_subjects(self, question, region, subjects)
        return self.in_region(question, region)

    def for_region(self, question: Question, region: Region) -> Outcome:
        """The answer for one region of several, or a refusal where nothing of it is held."""
        if not is_covered(region, self.holdings.regions):
            return refusals.region_not_covered([region], self.holdings)
        return self.in_region(question, region)

    def in_region(self, question: Question, region: Region | None) -> Outcome:
        """The answer from one region's documents, or from all where no region is asked for."""
        documents = self._documents(region)
        ids = frozenset(d.id for d in documents) if region else None
        groups = asked_separately(question.folded)
        if not groups and (outcome := self._from_document(question, documents, region)):
            return outcome
        hits = self.search(question, ids)
        ranked = weigh(question, self.holdings, hits)
        if Judge(question, self.holdings, ids, self.thresholds).is_off_topic(ranked):
            return refusals.off_topic(self.holdings)
        if vain := carried_in_vain(question, self.holdings, ids):
            return refusals.topic_not_found(_place(region, documents), vain.text, self.holdings, documents)
        question = replace(question, terms=without_unsaid(question, self.holdings, ids))
        if missing := unsaid_entities(question, self.holdings, ids):
            return refusals.topic_not_found(_place(region, documents), missing[0].text, self.holdings, documents)
        if groups:
            return self._each(question, groups, hits, documents, region)
        return self._from_evidence(question, weigh(question, self.holdings, hits), documents, region)

    def _from_document(
        self, question: Question, documents: Sequence[Document], region: Region | None
    ) -> Outcome | None:
        """The answer from a document's own data or one numbered clause of it, where that is asked for."""
        facets = [f for f in question.facets if f in DOCUMENT_FACETS]
        if not facets or not (region or self._names_one(question, documents)):
            return None
        if clause := self._clause_meant(question, documents):
            return self._from_evidence(question, clause, documents, region)
        return about_document(question, documents, self.holdings)

    def _each(
        self,
        question: Question,
        groups: Sequence[tuple[Facet, ...]],
        hits: Sequence[Hit],
        documents: Sequence[Document],
        region: Region | None,
    ) -> Outcome:
        """One statement a thing asked for; what the documents do not state is said in its place.

        The office is that of the clause the other things are in, where it names one.
        """
        outcomes: list[Outcome] = []
        for group in sorted(groups, key=lambda g: g == (Facet.DEPARTMENT,)):
            quotes = [q for o in outcomes for q in _quotes(o)] if group == (Facet.DEPARTMENT,) else []
            told = next((t for q in quotes if (t := state_departments(question, q.clause, None))), None)
            if told:
                outcomes.append(Answered((told,)))
                continue
            asked = replace(question, facets=group)
            ranked = weigh(asked, self.holdings, hits)
            found = self._from_document(asked, documents, region)
            outcomes.append(found or self._from_evidence(asked, ranked, documents, region))
        if not any(isinstance(o, Answered) for o in outcomes):
            return outcomes[0]
        said = [o.statements if isinstance(o, Answered) else (Statement(o.message, o.quotes),) for o in outcomes]
        return Answered(tuple(dict.fromkeys(s for statements in said for s in statements)))

    def _names_one(self, question: Question, documents: Sequence[Document]) -> bool:
        meant = pick_document(question, documents, self.holdings)
        return len(documents) == 1 or (meant is not None and names_document(question, meant))

    def _elsewhere(self, question: Question) -> Outcome:
        """A region of which nothing is held: only a national law can still answer."""
        national = [d for d in self.holdings.library.documents if d.region == NATION]
        if len(national) == len(self.holdings.library.documents):
            return self.in_region(question, NATION)
        if national:
            outcome = replace(self, thresholds=STRICT).in_region(question, NATION)
            if isinstance(outcome, Answered):
                return outcome
        return refusals.region_not_covered(question.regions, self.holdings)

    def _documents(self, region: Region | None) -> Sequence[Document]:
        if region is None:
            documents: Sequence[Document] = self.holdings.library.documents
        else:
            documents = self.holdings.of_regions(applicable(region, self.holdings.regions))
        return [d for d in documents if self.allowed is None or d.id in self.allowed]

    def _clause_meant(self, question: Question, documents: Sequence[Document]) -> list[Evidence]:
        """The sentences of the clause a question names by number, when it asks something particular of it."""
        particular = {Facet.DEPARTMENT, Facet.AMOUNT, Facet.RATE, Facet.COUNT, Facet.DURATION, Facet.DEADLINE}
        document = pick_document(question, documents, self.holdings)
        if not question.clause_numbers or document is None or not particular & set(question.facets):
            return []
        clauses = self.holdings.numbered(document.id, question.clause_numbers)[:1]
        hits = [Hit(c.id, c.document_id, "", 1.0, {"dense": 1.0}) for c in clauses]
        return weigh(question, self.holdings, hits)

    def _from_evidence(
        self, question: Question, ranked: list[Evidence], documents: Sequence[Document], region: Region | None
    ) -> Outcome:
        judge = Judge(question, self.holdings, frozenset(d.id for d in documents), self.thresholds)
        if self.observe and ranked:
            self.observe(judge.features(ranked[0]), ranked[0])
        passing = ranked if question.clause_numbers else [e for e in ranked if judge.passes(e)]
        passing = [e for e in passing if not is_title(e)] or passing
        if not passing:
            return refusals.topic_not_found(_place(region, documents), _topic(question), self.holdings, documents)
        passing = printing_first(question, passing)
        best = passing[0]
        # No title was named, so the document asked about is the one that speaks of the matter.
        about = set(question.facets) & (DOCUMENT_FACETS - {Facet.NUMBERING})
        if about and not question.clause_numbers:
            outcome = about_document(question, [best.document], self.holdings)
            if outcome:
                return outcome
        speaking = regions_speaking(question, passing) if region is None else ()
        if len(speaking) > 1 and (outcome := across_regions(self, question, speaking)):
            return outcome
        place = _place(region, [best.document])
        terms = term_weights(question, self.holdings)
        if Facet.WHERE in question.facets:
            return Answered((_where(best),))
        if asks_to_compute(question.folded) and (worked := compute(question, passing, place)):
            return Answered((worked,))
        if Facet.DEPARTMENT in question.facets and question.facets[0] in (Facet.DEPARTMENT, Facet.CLAUSE):
            return self._departments(question, passing, ranked, place)
        if Facet.CONTACT in question.facets and asks_contact(question.folded) and not best.signals.contact:
            return refusals.value_not_stated(place, "、".join(contacts_asked(question.folded)), (_quote(best),))
        if not is_explained(question, best):
            quotes = tuple(Quote(e.clause, e.sentence.span) for e in passing if names_term(question, e))
            return refusals.value_not_stated(place, "它的含义", quotes or (_quote(best),))
        if members := self._enumeration(question, best, terms):
            return Answered(tuple(members))
        if is_measured(question.facets):
            return self._measured(question, passing, terms, place)
        return Answered((state_passage(question, passing, terms, place),))

    def _departments(
        self, question: Question, ranked: list[Evidence], found: list[Evidence], place: str | None
    ) -> Outcome:
        """The office of the clause asked about; else the one the same document names for all it grants."""
        near = NEAR_BEST * ranked[0].score
        for clause_id in dict.fromkeys(evidence.clause.id for evidence in ranked if evidence.score >= near):
            statement = state_departments(question, self.holdings.clauses[clause_id], place)
            if statement:
                return Answered((statement,))
        terms = term_weights(question, self.holdings)
        same = [e for e in found if e.document.id == ranked[0].document.id and e.score >= near]
        in_words = next((e for e in (*ranked, *same) if names_authority(e.sentence.folded)), None)
        if in_words:
            return Answered((state_passage(question, [in_words], terms, place),))
        return refusals.value_not_stated(place, "责任单位", (_quote(ranked[0]),))

    def _measured(
        self, question: Question, ranked: list[Evidence], terms: dict[Term, float], place: str | None
    ) -> Outcome:
        fitting = [e for e in ranked if e.fitting]
        evidence = next((e for e in fitting if not is_of_another_matter(e, ranked)), None)
        if timed := time_in_words(ranked, evidence):
            return Answered((state_passage(question, [timed], terms, place),))
        if evidence:
            first = with_year(question, evidence, state(question, evidence, terms, place), self.holdings)
            first = corrected(question, evidence, first, terms)
            more = companion(question, evidence, ranked, terms)
            return Answered((first, *((state(question, more, terms, None),) if more else ())))
        return without_figure(question, ranked, terms, place, self.holdings)

    def _enumeration(self, question: Question, best: Evidence, terms: dict[Term, float]) -> list[Statement]:
        if Facet.LIST not in question.facets or Facet.CONTACT in question.facets:
            return []
        return state_list(enumeration(self.holdings, best, terms))


def _quotes(outcome: Outcome) -> tuple[Quote, ...]:
    if isinstance(outcome, Answered):
        return tuple(q for s in outcome.statements for q in s.quotes)
    return outcome.quotes


def _where(evidence: Evidence) -> Statement:
    """Names the clause and gives its sentence."""
    title = evidence.document.title.strip("《》")
    return Statement(f"见《{title}》{spoken_label(evidence.clause)}。", (_quote(evidence),))


def _topic(question: Question) -> str:
    return next((t.text for t in question.terms), "")


def _quote(evidence: Evidence) -> Quote:
    return Quote(evidence.clause, evidence.sentence.span)


def _place(region: Region | None, documents: Sequence[Document]) -> str | None:
    """The region an answer names: that of its documents; none for national law, none where several regions are."""
    if region is None and len({d.region for d in documents}) > 1:
        return None
    named = next((d.region for d in documents if d.region), None)
    if named is None or named == NATION:
        return None
    return named.name
