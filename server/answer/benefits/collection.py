"""What a document gives, each thing once."""

from __future__ import annotations

from ingest.model import Document, Status
from server.answer.benefits.benefit import Benefit
from server.answer.benefits.labelled import labelled_benefits
from server.answer.benefits.reading import benefits_of
from server.answer.facts.collection import facts_of
from server.answer.holdings import Holdings


def benefits_in(document: Document, holdings: Holdings) -> list[Benefit]:
    """What the clauses of ``document`` give, in reading order; what stands in two citable clauses counts as the
    inner one's.
    """
    if document.status is Status.INFORMATIONAL:  # a report or an interpretation only tells of it
        return []
    labelled = labelled_benefits(holdings.clauses_of(document.id))
    at = {b.clause.extent.start + b.standard.start: b for b in labelled}
    facts = facts_of(holdings)
    for clause in facts.units(document.id):
        if any(b.clause.extent.covers(clause.extent) or clause.extent.covers(b.clause.extent) for b in labelled):
            continue
        for benefit in benefits_of(clause, facts.of(clause)):
            place = clause.extent.start + benefit.standard.start
            known = at.get(place)
            if known is None or known.clause.extent.covers(clause.extent):
                at[place] = benefit
    return [at[place] for place in sorted(at)]
