"""What a document gives, each thing once."""

from __future__ import annotations

from ingest.model import Document
from server.answer.benefits.benefit import Benefit
from server.answer.benefits.reading import benefits_of
from server.answer.facts.collection import facts_of
from server.answer.holdings import Holdings


def benefits_in(document: Document, holdings: Holdings) -> list[Benefit]:
    """What the clauses of ``document`` give, in reading order; what stands in two citable clauses counts as the
    inner one's.
    """
    at: dict[int, Benefit] = {}
    for clause in facts_of(holdings).units(document.id):
        for benefit in benefits_of(clause, document):
            place = clause.extent.start + benefit.standard.start
            known = at.get(place)
            if known is None or known.clause.extent.covers(clause.extent):
                at[place] = benefit
    return [at[place] for place in sorted(at)]
