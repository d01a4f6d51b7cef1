"""A measurement of the search over judged files: the parts a library is built and searched with, and no others."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.retrieval.beir import Judged
from eval.retrieval.measures import measure
from eval.retrieval.vector_cache import VectorCache
from index.embedding.encoder import Encoder
from index.hybrid import HybridSearch
from index.settings import Bm25Settings, RetrievalSettings
from index.stores.bm25_store import Bm25Store
from index.stores.faiss_store import FaissStore
from index.stores.ranking import best
from index.tokens import tokenize

_RANKED = 100
"""How far the lists go: to where the deepest measure looks."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Means and each query's figures, of the fused lists and of either side alone."""

    metrics: dict[str, float]
    parts: dict[str, dict[str, float]]
    """``dense`` and ``lexical`` alone."""
    per_query: dict[str, dict[str, float]]
    missing: int
    """Documents judged relevant that the corpus does not have; they count as not found."""
    seconds: dict[str, float]
    """``embedding``, ``keywords`` (building their index) and ``search`` (all queries)."""


def measure_retrieval(
    judged: Judged,
    encoder: Encoder,
    cache: Path,
    retrieval: RetrievalSettings,
    bm25: Bm25Settings,
    on_progress: Callable[[int], None] | None = None,
) -> Measured:
    """Index the corpus, ask every query, compare with the judgements.

    ``on_progress`` hears how many documents have a vector. Raises ``EmbeddingError``, ``OSError``.
    """
    began = time.perf_counter()
    names, texts = list(judged.texts), list(judged.texts.values())
    kept = VectorCache(cache, encoder.name, encoder.dim)
    store = FaissStore(encoder.dim)
    store.add(kept.vectors("passage", texts, encoder.encode_passages, on_progress))
    queries = list(judged.queries)
    asked = [judged.queries[query] for query in queries]
    vectors = kept.vectors("query", asked, lambda block: np.stack([encoder.encode_query(text) for text in block]))
    embedded = time.perf_counter()
    search = HybridSearch(store, Bm25Store.build([tokenize(text) for text in texts], bm25), retrieval)
    indexed = time.perf_counter()
    lists: dict[str, dict[str, list[str]]] = {"fused": {}, "dense": {}, "lexical": {}}
    for query, text, vector in zip(queries, asked, vectors, strict=True):
        ranking = search.rank(vector, [text], _RANKED)
        # Each side brought its own best, so its list alone is among the candidates.
        worded = ranking.lexical > 0
        orders = {
            "fused": ranking.positions,
            "dense": best(ranking.positions, ranking.dense, _RANKED)[0],
            "lexical": best(ranking.positions[worded], ranking.lexical[worded], _RANKED)[0],
        }
        for side, order in orders.items():
            lists[side][query] = [names[position] for position in order[:_RANKED].tolist()]
    searched = time.perf_counter()
    metrics, per_query = measure(judged.relevant, lists["fused"])
    return Measured(
        metrics,
        {side: measure(judged.relevant, lists[side])[0] for side in ("dense", "lexical")},
        per_query,
        len({document for gains in judged.relevant.values() for document in gains} - judged.texts.keys()),
        {
            "embedding": round(embedded - began, 2),
            "keywords": round(indexed - embedded, 2),
            "search": round(searched - indexed, 2),
        },
    )
