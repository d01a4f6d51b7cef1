"""What can be asked next: questions the library answers, next to what was just asked.

Every question is made from something found: a fact with its figure, a term defined, departments a clause names, a
date a document states. Each names its region or document and its subject, so that it stands without the conversation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.metadata.region import level
from ingest.model import Clause, ClauseKind, Document, Region, Role, Status
from ingest.normalize import fold
from server.answer.facts.asking import definition_asked, matter_of, place_of, question_for
from server.answer.facts.collection import Facts, facts_of
from server.answer.facts.differing import facts_answered, same_indicator
from server.answer.facts.fact import Fact, Kind
from server.answer.holdings import Holdings
from server.answer.notices import titled
from server.answer.outcome import Answered, Outcome, Refused
from server.understanding.facets import Facet
from server.understanding.question import Question
from server.understanding.terms import Term

_MOST = 3
_LONGEST = 60
_CLAUSES_READ = 40
"""Clauses whose facts are looked at for other regions' figures; reading the facts of one takes a few milliseconds."""
_CLAUSES_NEAR = 12
_DOCUMENTS_READ = 100
_PAYS = re.compile(r"(?:给予|奖励|补助|奖补|支持)[^。；;]{0,20}元")
_HAS_FIGURES = re.compile(r"[0-9０-９]|[十百千万]元")
_INDICATORS = (Kind.TARGET, Kind.RESULT)
_OF_DOCUMENTS = frozenset({Facet.DOC_NUMBER, Facet.STATUS, Facet.ISSUER, Facet.ISSUE_DATE, Facet.BASIS})


def follow_up_questions(question: Question, outcome: Outcome, holdings: Holdings) -> list[str]:
    """At most three questions the library can answer, nearest first; none about what was just answered.

    After an answer: its clause's other cases and years, who is in charge, another region's figure on the subject.
    After a refusal: what other clauses and regions state on the subject, else what can be asked at all. A refusal's
    questions name other regions but never their figures.
    """
    search = _Search(question, holdings, facts_of(holdings))
    found = search.after_answer(outcome) if isinstance(outcome, Answered) else search.after_refusal(outcome)
    made: dict[str, None] = {}
    for asked in found:
        if len(asked) <= _LONGEST and fold(asked).rstrip("?") != question.folded.rstrip("?"):
            made.setdefault(asked)
        if len(made) == _MOST:
            break
    return list(made)


@dataclass(frozen=True, slots=True)
class _Search:
    """Looks for what can be asked next to one question."""

    question: Question
    holdings: Holdings
    facts: Facts

    def after_answer(self, outcome: Answered) -> Iterator[str]:
        quotes = [q for s in outcome.statements for q in s.quotes]
        if not quotes:
            return
        given = facts_answered(outcome.statements, self.holdings)
        clause = self.holdings.clauses[given[0].clause_id] if given else quotes[0].clause
        regions = {self.holdings.documents[q.clause.document_id].region for q in quotes}
        for fact in given[:1]:
            yield from self._other_years(fact, given)
        cases = list(self._other_cases(clause, given))
        yield from cases[:1]
        yield from self._departments(clause)
        if len(regions) == 1 and (about := self._subject(given)):
            yield from self._other_regions(about, regions, {f.kind for f in given} or set(Kind))
        yield from cases[1:]
        document = self._document(clause)
        if document.comment_until:
            yield from self._of_document(document)
        yield from self._nearby(clause)
        yield from self._of_document(document)
        yield from self._next_article(clause)
        region = document.region
        for other in self.holdings.of_regions([region.adcode] if region and level(region) else []):
            if other.status is not Status.INFORMATIONAL:
                yield from self._first_figure(other, _HAS_FIGURES)

    def after_refusal(self, outcome: Refused) -> Iterator[str]:
        if outcome.code != "off_topic":
            quoted = [q.clause for q in outcome.quotes[:1]]
            for clause in quoted:
                yield from list(self._other_cases(clause, ()))[:1]
                yield from self._departments(clause)
            own = {r for r in self.question.regions if r in self.holdings.regions}
            for about in self._matters():
                yield from self._other_regions(about, own, set(Kind))
            for clause in quoted:
                yield from self._nearby(clause)
        yield from self._openings()

    def _document(self, clause: Clause) -> Document:
        return self.holdings.documents[clause.document_id]

    def _other_years(self, fact: Fact, given: Sequence[Fact]) -> Iterator[str]:
        """The same indicator for years the answer does not give, the nearest first."""
        if fact.kind not in _INDICATORS or fact.year is None:
            return
        year = fact.year
        known = {(f.year, f.kind) for f in given}
        others = [f for f in same_indicator(fact, self.holdings) if f.kind in _INDICATORS and f.year]
        for other in sorted(others, key=lambda f: (abs((f.year or 0) - year), -(f.year or 0))):
            if (other.year, other.kind) not in known:
                yield from _made(question_for(other, self.holdings.documents[other.document_id]))

    def _other_cases(self, clause: Clause, given: Sequence[Fact]) -> Iterator[str]:
        """Other figures of the clause: another level, another condition, another indicator."""
        said = {(f.subject, f.level, f.condition) for f in given}
        values = {f.quantity.value for f in given}
        kinds = {f.kind for f in given}
        start = given[0].span.start if given else 0
        others = [
            f
            for f in self.facts.of(clause)
            if (f.subject, f.level, f.condition) not in said and f.quantity.value not in values
        ]
        for fact in sorted(others, key=lambda f: (f.kind not in kinds, abs(f.span.start - start))):
            yield from _made(question_for(fact, self._document(clause), clause))

    def _departments(self, clause: Clause) -> Iterator[str]:
        roles = {d.role for d in clause.departments}
        if roles and clause.heading and Facet.DEPARTMENT not in self.question.facets:
            asked = "由哪个部门牵头" if Role.LEAD in roles else "由哪些部门负责"
            yield f"{place_of(self._document(clause))}{clause.heading}{asked}？"

    def _other_regions(self, about: Sequence[Term], own: Iterable[Region | None], kinds: set[Kind]) -> Iterator[str]:
        """One question a region whose documents state a figure on the same subject."""
        seen = set(own)
        said = set.intersection(*(set(self.holdings.said(term)) for term in about))
        read = 0
        for clause in (self.holdings.clauses[i] for i in sorted(said)):
            document = self._document(clause)
            if document.region in seen or document.region is None or document.status is Status.INFORMATIONAL:
                continue
            if not _HAS_FIGURES.search(clause.text):
                continue
            read += 1
            if read > _CLAUSES_READ:
                return
            for fact in self.facts.of(clause):
                words = matter_of(fact)
                asked = question_for(fact, document) if fact.kind in kinds else None
                if asked and all(term.said_in(words) for term in about):
                    seen.add(document.region)
                    yield asked
                    break

    def _of_document(self, document: Document) -> Iterator[str]:
        """Questions about the document itself, from what it states of itself."""
        if document.comment_until and Facet.COMMENTS not in self.question.facets and document.region:
            yield f"{place_of(document)}公开征求意见的截止日期是哪天？"
        if Facet.EFFECTIVE not in self.question.facets:
            yield from self._in_force_from(document)
        if document.doc_number and set(self.question.facets) & _OF_DOCUMENTS - {Facet.DOC_NUMBER}:
            yield f"{titled(document)}的文号是什么？"

    def _in_force_from(self, document: Document) -> Iterator[str]:
        """Only where the date itself stands in a clause (自2023年7月1日起施行, not 自公布之日)."""
        if document.effective_from is None:
            return
        span = document.effective_from.span
        clause = self.holdings.clause_at(document, span)
        if clause and clause.text[span.end - clause.extent.start :].startswith("起"):
            yield f"{titled(document)}从什么时候起施行？"

    def _nearby(self, clause: Clause) -> Iterator[str]:
        """What the next clause that can be asked about states, else one before, and a term the document defines."""
        document = self._document(clause)
        units = self.facts.units(document.id)
        at = next((i for i, c in enumerate(units) if c.id == clause.id), None)
        if at is None:
            return
        around = (*units[at + 1 : at + 1 + _CLAUSES_NEAR], *reversed(units[max(0, at - _CLAUSES_NEAR) : at]))
        yield from list(self._figures(document, around))[:1]
        if Facet.DEFINITION not in self.question.facets:
            yield from self._definitions(document)

    def _figures(self, document: Document, clauses: Iterable[Clause]) -> Iterator[str]:
        """The first figure of each clause that there is a question for."""
        for clause in clauses:
            asked = (question_for(f, document, clause) for f in self.facts.of(clause))
            yield from _made(next((a for a in asked if a), None))

    def _definitions(self, document: Document) -> Iterator[str]:
        for clause in self.facts.units(document.id)[:_CLAUSES_READ]:
            yield from _made(definition_asked(clause, document))

    def _next_article(self, clause: Clause) -> Iterator[str]:
        """The article after this one, by its number, unless the title has one of its own (…规定（一）)."""
        if "(" in fold(self._document(clause).title):
            return
        units = self.facts.units(clause.document_id)
        at = next((i for i, c in enumerate(units) if c.id == clause.id), len(units))
        following = (c for c in units[at + 1 :] if c.kind is ClauseKind.ARTICLE and c.unique_ordinal)
        for article in islice(following, 1):
            yield f"{titled(self._document(article))}{article.label.strip()}规定了什么？"

    def _openings(self) -> Iterator[str]:
        """What can be asked at all: figures of the regions asked for, then money and figures of other regions."""
        wanted = {r.adcode for r in self.question.regions}
        documents = [d for d in self.holdings.library.documents if d.status is not Status.INFORMATIONAL and d.region]
        own = [d for d in documents if d.region and d.region.adcode in wanted]
        others = [d for d in documents if d not in own][:_DOCUMENTS_READ]
        for document in own:
            yield from self._first_figure(document, _HAS_FIGURES)
        seen: set[Region | None] = set()
        for pattern in (_PAYS, _HAS_FIGURES):
            for document in (d for d in others if d.region not in seen):
                for asked in self._first_figure(document, pattern):
                    seen.add(document.region)
                    yield asked
        for document in (*own, *others):
            yield from self._definitions(document)
            yield from self._in_force_from(document)

    def _first_figure(self, document: Document, pattern: re.Pattern[str]) -> list[str]:
        clauses = (c for c in self.facts.units(document.id) if pattern.search(c.text))
        first = next(self._figures(document, islice(clauses, _CLAUSES_NEAR)), None)
        return [first] if first else []

    def _matters(self) -> list[list[Term]]:
        """What an unanswered question is about: its entities together, else each word documents say, rarest first."""
        if entities := [t for t in self.question.terms if t.kind == "entities"]:
            return [entities]
        said = [t for t in self.question.terms if t.kind in ("everyday", "word") and self.holdings.said(t)]
        return [[term] for term in sorted(said, key=lambda t: -self.holdings.idf(t))]

    def _subject(self, given: Sequence[Fact]) -> list[Term]:
        """What an answer is about: the entities asked for that its figure is said of, else the rarest other word."""
        words = "".join(map(matter_of, given))
        if entities := [t for t in self.question.terms if t.kind == "entities"]:
            return [t for t in entities if t.said_in(words)] or entities
        said = [t for t in self.question.terms if t.kind in ("everyday", "word") and t.said_in(words)]
        return sorted(said, key=lambda t: -self.holdings.idf(t))[:1]


def _made(asked: str | None) -> list[str]:
    return [asked] if asked else []
