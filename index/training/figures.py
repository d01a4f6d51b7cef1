"""How well rankings agree with the judgements: recall, reciprocal rank and gain, means over the questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Figures:
    """All between 0 and 1; relevance is yes or no, ``ndcg_10`` has the discount 1 / log2(rank + 1)."""

    recall_10: float
    recall_100: float
    mrr_10: float
    ndcg_10: float
    questions: int


def rank(queries: NDArray[np.float32], passages: NDArray[np.float32], depth: int) -> NDArray[np.int64]:
    """The ``depth`` best rows of ``passages`` for each query vector, best first; equal scores in row order."""
    ranked = np.empty((len(queries), min(depth, len(passages))), np.int64)
    for at, query in enumerate(queries):
        ranked[at] = np.argsort(-(passages @ query), kind="stable")[:depth]
    return ranked


def measure(ranked: Sequence[Sequence[int]] | NDArray[np.int64], relevant: Sequence[Sequence[int]]) -> Figures:
    """Figures of rankings (best first, 100 deep or all there is) against what is relevant to each question."""
    found = [np.isin(np.asarray(order), list(right)) for order, right in zip(ranked, relevant, strict=True)]
    sizes = [len(right) for right in relevant]
    discount = 1.0 / np.log2(np.arange(2, 12))
    firsts = [np.flatnonzero(hits[:10]) for hits in found]
    gains = [
        float((hits[:10] * discount[: len(hits[:10])]).sum() / discount[: min(size, 10)].sum())
        for hits, size in zip(found, sizes, strict=True)
    ]
    return Figures(
        recall_10=float(np.mean([hits[:10].sum() / size for hits, size in zip(found, sizes, strict=True)])),
        recall_100=float(np.mean([hits[:100].sum() / size for hits, size in zip(found, sizes, strict=True)])),
        mrr_10=float(np.mean([1 / (first[0] + 1) if len(first) else 0.0 for first in firsts])),
        ndcg_10=float(np.mean(gains)),
        questions=len(found),
    )
