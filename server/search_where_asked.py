"""Search for readers that answer by themselves (language models behind Dify or MCP).

Such a reader sees an amount and passes it on. So the clauses handed to it are only those that speak for the region the
query names: never a neighbour's, not even as a near match.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.model import Hit
from server.answer.evidence import weigh
from server.answer.gate import THRESHOLDS, Judge
from server.contract import SearchRequestBody, SearchResponse
from server.service import PolicyService
from server.understanding.question import read_question
from server.understanding.region import applicable, is_covered

_CANDIDATES = 24
"""Clauses looked at to tell whether a query is on topic, however few are asked for."""


@dataclass(frozen=True, slots=True)
class Passages:
    """What was found; ``not_covered`` names the regions asked for of which nothing is held.

    ``off_topic``: the query is about nothing the library deals with, whatever was found nearest to it.
    """

    found: SearchResponse
    not_covered: tuple[str, ...]
    off_topic: bool


def search_where_asked(service: PolicyService, request: SearchRequestBody) -> Passages:
    """Clauses for a query, best first, of the documents that speak for the regions it names.

    Raises:
        InvalidRequest: a filter names an unknown region, document or type.
    """
    service.filters(request.filters)  # unknown names are refused also where nothing is searched
    holdings = service.holdings
    question = read_question(request.query, (), holdings.regions, holdings.vocabulary)
    not_covered = tuple(r.name for r in question.regions if not is_covered(r, holdings.regions))
    admitted: frozenset[str] | None = None
    if question.regions:
        codes = {code for region in question.regions for code in applicable(region, holdings.regions)}
        wanted = request.filters.documents
        documents = [d.id for d in holdings.of_regions(codes) if not wanted or d.id in wanted]
        if not documents:
            return Passages(SearchResponse(snapshot=service.snapshot, hits=[]), not_covered, off_topic=False)
        admitted = frozenset(documents)
        filters = request.filters.model_copy(update={"documents": documents})
        request = request.model_copy(update={"filters": filters})
    found = service.search(request.model_copy(update={"top_k": max(request.top_k, _CANDIDATES)}))
    hits = [Hit(hit.clause_id, hit.document_id, "", hit.score, hit.scores) for hit in found.hits]
    judge = Judge(question, holdings, admitted, THRESHOLDS)
    asked_for = found.model_copy(update={"hits": found.hits[: request.top_k]})
    return Passages(asked_for, not_covered, judge.is_off_topic(weigh(question, holdings, hits)))
