"""What the index is asked and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions a chunk must meet *before* ranking. An empty tuple means no condition.

    ``regions`` are adcodes; a document of a county also matches its city's code only when listed itself.
    """

    regions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    doc_types: tuple[str, ...] = ()
    status: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search: ``query`` for the encoder, ``keywords`` (extra terms) for BM25, at most ``top_k`` clauses."""

    query: str
    keywords: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    top_k: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause found, with the best of its chunks and the parts its score is made of.

    ``scores`` holds ``dense`` (cosine, −1…1), ``lexical`` (BM25, ≥ 0), ``fused`` (what hits are ordered by) and, where
    a reranker is set, ``rerank`` (what they are ordered by, then).
    """

    clause_id: str
    document_id: str
    chunk_id: str
    score: float
    scores: Mapping[str, float]
    matched_terms: tuple[str, ...] = ()
