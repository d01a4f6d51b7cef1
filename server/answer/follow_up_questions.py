"""What can be asked next: questions the library answers, next to what was just asked.

Every question is made from something found: a fact with its figure, departments a clause names, a date a document
states. Each names its region or document and its subject, so that it stands without the conversation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.metadata.region import level
from ingest.model import Clause, Document, Region, Role, Status
from ingest.normalize import fold
from server.answer.facts.collection import Facts, facts_of
from server.answer.facts.differing import facts_answered, same_indicator
from server.answer.facts.fact import Aspect, Fact, Kind
from server.answer.facts.indicator import indicator_of
from server.answer.holdings import Holdings
from server.answer.notices import titled
from server.answer.outcome import Answered, Outcome, Refused
from server.understanding.facets import Facet
from server.understanding.lexicon import load_lexicon
from server.understanding.quantities import Measure
from server.understanding.question import Question
from server.understanding.terms import Term

_MOST = 3
_LONGEST_SUBJECT = 30
_LEAST_CONDITION = 6
_LONGEST = 60
_CLAUSES_READ = 40
"""Clauses whose facts are looked at for other regions' figures, or for what a document can be asked."""
_CLAUSES_NEAR = 12
_DOCUMENTS_READ = 100
_PAYS = re.compile(r"(?:给予|奖励|补助|奖补|支持)[^。；;]{0,20}元")
_HAS_FIGURES = re.compile(r"[0-9０-９]|[十百千万]元")
_VAGUE = re.compile(r"本[\u4e00-\u9fa5]{1,3}第|附录|尚不构成|没有规定|前款|前条|有下列|拒不|逾期|情节")
_BREACH = re.compile(r"^违反本[\u4e00-\u9fa5]{1,4}规定[,，]")
_OF_DOCUMENTS = frozenset({Facet.DOC_NUMBER, Facet.STATUS, Facet.ISSUER, Facet.ISSUE_DATE, Facet.BASIS})
_ASKED_KINDS = (Kind.PROMISE, Kind.TARGET, Kind.RESULT)
_INDICATORS = (Kind.TARGET, Kind.RESULT)


def follow_up_questions(question: Question, outcome: Outcome, holdings: Holdings) -> list[str]:
    """At most three questions the library can answer, nearest first; none about what was just answered.

    After an answer: its clause's other cases and years, who is in charge, another region's figure on the subject.
    After a refusal: what other clauses and regions state on the subject, else what can be asked at all.
    """
    facts = facts_of(holdings)
    if isinstance(outcome, Answered):
        found = _after_answer(question, outcome, holdings, facts)
    else:
        found = _after_refusal(question, outcome, holdings, facts)
    made: dict[str, None] = {}
    for asked in found:
        if len(asked) <= _LONGEST and fold(asked).rstrip("?") != question.folded.rstrip("?"):
            made.setdefault(asked)
        if len(made) == _MOST:
            break
    return list(made)


def _after_answer(question: Question, outcome: Answered, holdings: Holdings, facts: Facts) -> Iterator[str]:
    quotes = [q for s in outcome.statements for q in s.quotes]
    if not quotes:
        return
    given = facts_answered(outcome.statements, holdings)
    clause = holdings.clauses[given[0].clause_id] if given else quotes[0].clause
    document = holdings.documents[clause.document_id]
    regions = {holdings.documents[q.clause.document_id].region for q in quotes}
    for fact in given[:1]:
        yield from _other_years(fact, given, holdings)
    cases = list(_other_cases(clause, document, given, facts))
    yield from cases[:1]
    yield from _departments(question, clause, document)
    if len(regions) == 1:
        kinds = {f.kind for f in given} or set(_ASKED_KINDS)
        yield from _other_regions(_subject(question, given), regions, kinds, holdings, facts)
    yield from cases[1:]
    yield from _nearby(clause, document, facts)
    yield from _of_document(question, document, holdings)


def _after_refusal(question: Question, outcome: Refused, holdings: Holdings, facts: Facts) -> Iterator[str]:
    if outcome.code != "off_topic":
        quoted = [q.clause for q in outcome.quotes[:1]]
        for clause in quoted:
            document = holdings.documents[clause.document_id]
            yield from list(_other_cases(clause, document, (), facts))[:1]
            yield from _departments(question, clause, document)
        own = {r for r in question.regions if r in holdings.regions}
        for about in _matters(question, holdings):
            yield from _other_regions(about, own, set(Kind), holdings, facts)
        for clause in quoted:
            yield from _nearby(clause, holdings.documents[clause.document_id], facts)
    yield from _openings(question.regions, holdings, facts)


def _other_years(fact: Fact, given: Sequence[Fact], holdings: Holdings) -> Iterator[str]:
    """The same indicator for years the answer does not give, the next one first."""
    if fact.kind not in _INDICATORS or fact.year is None:
        return
    year = fact.year
    known = {(f.year, f.kind) for f in given}
    others = [f for f in same_indicator(fact, holdings) if f.kind in _INDICATORS and f.year]
    for other in sorted(others, key=lambda f: (abs((f.year or 0) - year), -(f.year or 0))):
        if (other.year, other.kind) not in known:
            yield from _worded(other, holdings.documents[other.document_id])


def _other_cases(clause: Clause, document: Document, given: Sequence[Fact], facts: Facts) -> Iterator[str]:
    """Other figures of the clause: another level, another condition, another indicator."""
    said = {(f.subject, f.level) for f in given}
    values = {f.quantity.value for f in given}
    own = [f for f in facts.of(clause) if (f.subject, f.level) not in said and f.quantity.value not in values]
    kinds = {f.kind for f in given}
    for fact in sorted(
        own, key=lambda f: (f.kind not in kinds, abs(f.span.start - given[0].span.start) if given else 0)
    ):
        yield from _worded(fact, document, clause)


def _departments(question: Question, clause: Clause, document: Document) -> Iterator[str]:
    roles = {d.role for d in clause.departments}
    if not roles or not clause.heading or Facet.DEPARTMENT in question.facets:
        return
    asked = "由哪个部门牵头" if Role.LEAD in roles else "由哪些部门负责"
    yield f"{_place(document)}{clause.heading}{asked}？"


def _other_regions(
    about: Sequence[Term], own: Iterable[Region | None], kinds: set[Kind], holdings: Holdings, facts: Facts
) -> Iterator[str]:
    """One question a region that states a figure on the same subject."""
    if not about:
        return
    seen = set(own)
    clauses = set.intersection(*(set(holdings.said(term)) for term in about))
    for clause_id in sorted(clauses, key=lambda i: (holdings.documents[holdings.clauses[i].document_id].id, i))[
        :_CLAUSES_READ
    ]:
        clause = holdings.clauses[clause_id]
        document = holdings.documents[clause.document_id]
        if document.region in seen or document.region is None or document.status is Status.INFORMATIONAL:
            continue
        for fact in facts.of(clause):
            words = fold(fact.subject + fact.condition).lower()
            asked = next(_worded(fact, document), None) if fact.kind in kinds else None
            if asked and all(term.said_in(words) for term in about):
                seen.add(document.region)
                yield asked
                break


def _of_document(question: Question, document: Document, holdings: Holdings) -> Iterator[str]:
    """Questions about the document itself, from what it states of itself."""
    if Facet.EFFECTIVE not in question.facets:
        yield from _in_force_from(document, holdings)
    if document.doc_number and set(question.facets) & _OF_DOCUMENTS - {Facet.DOC_NUMBER}:
        yield f"{titled(document)}的文号是什么？"


def _in_force_from(document: Document, holdings: Holdings) -> Iterator[str]:
    if document.effective_from is None:
        return
    span = document.effective_from.span
    clause = holdings.clause_at(document, span)
    if clause and clause.text[span.end - clause.extent.start :].startswith("起"):
        yield f"{titled(document)}从什么时候起施行？"


def _nearby(clause: Clause, document: Document, facts: Facts) -> Iterator[str]:
    """A figure of the next clause that has one to ask for, else of one before."""
    units = facts.units(document.id)
    at = next((i for i, c in enumerate(units) if c.id == clause.id), None)
    if at is None:
        return
    around = (*units[at + 1 : at + 1 + _CLAUSES_NEAR], *reversed(units[max(0, at - _CLAUSES_NEAR) : at]))
    for other in around:
        asked = next((w for f in facts.of(other) for w in _worded(f, document, other)), None)
        if asked:
            yield asked
            return


def _openings(regions: Sequence[Region], holdings: Holdings, facts: Facts) -> Iterator[str]:
    """What can be asked at all: figures of the regions asked for, then money that other regions promise."""
    wanted = {r.adcode for r in regions}
    documents = [d for d in holdings.library.documents if d.status is not Status.INFORMATIONAL]
    own = [d for d in documents if d.region and d.region.adcode in wanted]
    for document in own:
        yield from _first_figures(document, facts, promised=False)
    seen: set[Region] = set()
    others = [d for d in documents if d not in own and d.region][:_DOCUMENTS_READ]
    for promised in (True, False):
        for document in others:
            if document.region and document.region not in seen:
                for asked in _first_figures(document, facts, promised=promised):
                    seen.add(document.region)
                    yield asked
    for document in documents[:_MOST]:
        yield from _in_force_from(document, holdings)


def _first_figures(document: Document, facts: Facts, *, promised: bool) -> Iterator[str]:
    """The first figure of a document there is a question for."""
    for clause in facts.units(document.id)[:_CLAUSES_READ]:
        if not (_PAYS if promised else _HAS_FIGURES).search(clause.text):
            continue
        for fact in facts.of(clause):
            asked = next(_worded(fact, document, clause), None)
            if asked and (fact.kind is Kind.PROMISE or not promised):
                yield asked
                return


def _matters(question: Question, holdings: Holdings) -> list[list[Term]]:
    """What an unanswered question is about: its entities together, else each word that documents say, rarest first."""
    if entities := [t for t in question.terms if t.kind == "entities"]:
        return [entities]
    said = [t for t in question.terms if t.kind in ("everyday", "word") and holdings.said(t)]
    return [[term] for term in sorted(said, key=lambda t: -holdings.idf(t))]


def _subject(question: Question, given: Sequence[Fact]) -> list[Term]:
    """The entities an answer is about: those asked for that its figure is said of."""
    entities = [t for t in question.terms if t.kind == "entities"]
    words = fold("".join(f.subject + f.condition for f in given)).lower()
    return [t for t in entities if t.said_in(words)] or entities


def _worded(fact: Fact, document: Document, clause: Clause | None = None) -> Iterator[str]:
    """The question ``fact`` answers; none where its words are too few or too many for one."""
    subject = fact.subject if fact.level and fact.level[:2] in fact.subject else f"{fact.level}{fact.subject}"
    if fact.subject == "罚款":
        condition = _BREACH.sub("", fact.condition)
        if _LEAST_CONDITION <= len(condition) <= _LONGEST_SUBJECT and not _VAGUE.search(condition):
            yield f"{titled(document)}规定，{condition}的罚款多少？"
        return
    if fact.kind not in _ASKED_KINDS or not 2 <= len(fact.subject) <= _LONGEST_SUBJECT or "，" in fact.subject:
        return
    place = _place(document)
    if fact.kind is Kind.PROMISE:
        if fact.quantity.measure is not Measure.MONEY or fact.level.endswith("等奖"):
            return
        if not _names_entity(subject):
            if clause is None or not _names_entity(clause.heading):
                return
            place = f"{place}{clause.heading}，"
        yield f"{place}{subject}，奖补多少？" if subject.endswith("的") else f"{place}对{subject}奖补多少？"
        return
    numeral = fact.quantity.number.start - fact.span.start
    if not fold(fact.quantity.text[numeral : numeral + 1]).isdigit():
        return
    if fact.aspect is Aspect.GROWTH or indicator_of(fact) is None or not _names_entity(subject):
        return
    year = f"{fact.year}年" if fact.year else ""
    added = "新增" if fact.aspect is Aspect.ADDED and "新" not in subject else ""
    goal = "的目标" if fact.kind is Kind.TARGET else ""
    count = f"{'是' if goal else '有'}多少{fact.quantity.unit}"
    yield f"{place}{year}{added}{subject}{goal}{count if fact.quantity.measure is Measure.COUNT else '是多少'}？"


def _names_entity(words: str) -> bool:
    found = load_lexicon().find(fold(words).lower())
    return any(concept.kind == "entities" for _, concepts in found for concept in concepts)


def _place(document: Document) -> str:
    """The region a question names; for a nation-wide text, or one of no region, its title."""
    if document.region and level(document.region):
        return document.region.name
    return f"{titled(document)}"
