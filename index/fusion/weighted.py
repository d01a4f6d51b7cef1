"""A weighted sum of both scores, each scaled to the candidates of the query."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.stores.ranking import Scores


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """``dense_weight`` goes to the dense score, the rest to the lexical one.

    Cosines of one query lie close together and BM25 has no upper bound, so both are brought to 0…1 over the
    candidates first (min-max), which keeps how far apart they are: what ranks throw away. The method (convex
    combination) and the finding that it beats rank fusion: Bruch, Gai, Ingber, *An Analysis of Fusion
    Functions for Hybrid Retrieval*, ACM TOIS 2023.
    """

    dense_weight: float = 0.6

    def __call__(self, dense: Scores, lexical: Scores, ceiling: float) -> Scores:
        """``w · scaled dense + (1 - w) · scaled lexical``; the lower end of the lexical scale is 0."""
        scaled_dense = _scaled(dense, float(dense.min(initial=np.inf)))
        fused = self.dense_weight * scaled_dense + (1 - self.dense_weight) * _scaled(lexical, 0.0)
        return fused.astype(np.float32)


def _scaled(scores: Scores, low: float) -> Scores:
    """``scores`` with ``low`` at 0 and the highest at 1; zeros where all equal ``low``."""
    span = float(scores.max(initial=-np.inf)) - low
    return (scores - np.float32(low)) / np.float32(span) if span > 0 else np.zeros_like(scores)
