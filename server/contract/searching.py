"""Search for clauses."""

from __future__ import annotations

from pydantic import Field

from server.contract.asking import RequestFilters
from server.contract.base import Question, Wire


class SearchRequestBody(Wire):
    """`POST /v1/search`."""

    query: Question
    filters: RequestFilters = RequestFilters()
    top_k: int = Field(default=10, ge=1, le=200)


class SearchHit(Wire):
    """A clause found."""

    clause_id: str
    document_id: str
    document_title: str
    clause_label: str
    clause_path: list[str]
    source_file: str
    text: str
    start: int
    end: int
    score: float
    scores: dict[str, float]
    matched_terms: list[str] = []


class SearchResponse(Wire):
    """Clauses, best first."""

    snapshot: str
    hits: list[SearchHit]
