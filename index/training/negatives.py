"""Articles that look right and are not: candidates of each training question, without the false negatives.

Candidates come from BM25 and, once there is a model, from its own nearest articles. A candidate is dropped
when it is judged relevant, when it says nearly the same as a judged one (an older statute, a copy in a local
regulation), or when the model puts it above the best judged one by more than a margin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.stores.bm25_store import Bm25Store
from index.tokens import tokenize

Rows = NDArray[np.int64]
_BLOCK = 64


def lexical_candidates(articles: Sequence[str], queries: Sequence[str], depth: int) -> list[Rows]:
    """The ``depth`` best rows of ``articles`` for each query by BM25, best first."""
    store = Bm25Store.build([tokenize(article) for article in articles])
    found = []
    for query in queries:
        scores = store.scores(tokenize(query))
        found.append(np.argsort(-scores, kind="stable")[:depth].astype(np.int64))
    return found


def dense_candidates(
    query_vectors: NDArray[np.float32], rows: Rows, vectors: NDArray[np.float32], depth: int
) -> list[tuple[Rows, NDArray[np.float32]]]:
    """For each query vector the ``depth`` best of ``rows``, whose unit vectors are ``vectors``, and their cosines."""
    found = []
    depth = min(depth, len(rows))
    for start in range(0, len(query_vectors), _BLOCK):
        for scores in query_vectors[start : start + _BLOCK] @ vectors.T:
            nearest = np.argpartition(-scores, depth - 1)[:depth]
            order = nearest[np.lexsort((nearest, -scores[nearest]))]
            found.append((rows[order], scores[order]))
    return found


def hard_negatives(
    candidates: Iterable[int], relevant: Sequence[int], articles: Sequence[str], alike: float = 0.5
) -> list[int]:
    """``candidates`` in their order, each once, without judged articles and those ``alike`` one of them."""
    judged = [pairs(articles[row]) for row in relevant]
    kept = [row for row in dict.fromkeys(candidates) if row not in relevant]
    return [row for row in kept if all(overlap(pairs(articles[row]), own) < alike for own in judged)]


def below_margin(rows: Rows, scores: NDArray[np.float32], best_judged: float, margin: float) -> list[int]:
    """Those of ``rows`` that score at most ``margin`` more than the best judged article."""
    return [int(row) for row, score in zip(rows, scores, strict=True) if score <= best_judged + margin]


@lru_cache(maxsize=200_000)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters in the text below the title line (in all of it, if it has none)."""
    body = "".join((text.partition("\n")[2] or text).split())
    return frozenset(body[at : at + 2] for at in range(len(body) - 1))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard's coefficient of two sets: shared members by all members; 0 for two empty sets."""
    return len(one & other) / len(one | other) if one or other else 0.0
