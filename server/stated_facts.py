"""What a document states in figures, on the wire: each figure with its sentence and the question it answers."""

from __future__ import annotations

from ingest.model import Clause, Document
from server.answer.facts.asking import question_for
from server.answer.facts.collection import facts_of
from server.answer.facts.fact import Fact
from server.answer.holdings import Holdings
from server.answer.sentences import sentences
from server.contract import FactInfo


def fact_infos(document: Document, holdings: Holdings) -> list[FactInfo]:
    """The figures of ``document`` in reading order, each place of the source once."""
    facts = facts_of(holdings)
    seen: set[int] = set()
    found: list[FactInfo] = []
    for clause in facts.units(document.id):
        for fact in facts.of(clause):
            place = clause.extent.start + fact.quantity.number.start
            if place not in seen:
                seen.add(place)
                found.append(_info(fact, clause, document))
    return found


def _info(fact: Fact, clause: Clause, document: Document) -> FactInfo:
    number = fact.quantity.number
    quoted = next((s for s in sentences(clause) if s.span.covers(number)), None)
    # A figure outside every sentence stands in the clause's heading: the clause is what shows it.
    quote = quoted.text if quoted else clause.text
    start = clause.extent.start + (quoted.span.start if quoted else 0)
    return FactInfo(
        clause_id=clause.id,
        clause_label=clause.title,
        clause_path=list(clause.path),
        kind=fact.kind.value,
        subject=fact.subject,
        condition=fact.condition,
        value=number.cut(clause.text),
        qualifiers=list(fact.qualifiers),
        year=fact.year,
        question=question_for(fact, document, clause),
        quote=quote,
        start=start,
        end=start + len(quote),
    )
