"""Reciprocal rank fusion.

Cormack, Clarke, Büttcher: *Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning
Methods*, SIGIR 2009. A candidate's score is the sum of ``1 / (k + rank)`` over the lists it stands in, ranks
counted from 1. The paper sets k to 60 and finds results to depend little on it; a smaller k gives the first
places more weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.stores.ranking import Scores


@dataclass(frozen=True, slots=True)
class ReciprocalRank:
    """Candidates without a query term are in no keyword list; equal scores share a rank."""

    k: int = 60

    def __call__(self, dense: Scores, lexical: Scores, ceiling: float) -> Scores:
        """``1 / (k + dense rank) + 1 / (k + lexical rank)``."""
        fused = 1 / (self.k + _ranks(dense)) + np.where(lexical > 0, 1 / (self.k + _ranks(lexical)), 0)
        return fused.astype(np.float32)


def _ranks(scores: Scores) -> NDArray[np.int64]:
    """Rank of each score, 1 for the highest; equal scores have the best of their ranks."""
    return np.searchsorted(np.sort(-scores), -scores) + 1
