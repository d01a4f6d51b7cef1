"""Positions ranked by meaning and by keywords at once: the search itself, without library or filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.fusion.learned import CoverageSum, shipped_weight
from index.fusion.method import Fusion
from index.fusion.rrf import ReciprocalRank
from index.fusion.weighted import WeightedSum
from index.settings import RetrievalSettings
from index.stores.bm25_store import Bm25Store
from index.stores.dense import DenseStore
from index.stores.ranking import Positions, Scores, best
from index.tokens import query_terms


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates best first; the arrays are parallel. ``dense`` are cosines, ``lexical`` BM25 scores (≥ 0),
    of which none can reach ``ceiling``.
    """

    positions: Positions
    dense: Scores
    lexical: Scores
    fused: Scores
    ceiling: float


class HybridSearch:
    """Searches two stores that hold the same texts under the same positions."""

    def __init__(self, dense: DenseStore, lexical: Bm25Store, settings: RetrievalSettings | None = None) -> None:
        self._dense = dense
        self._lexical = lexical
        self._settings = settings or RetrievalSettings()

    def rank(
        self,
        vector: NDArray[np.float32],
        texts: Sequence[str],
        wanted: int,
        allowed: Positions | None = None,
        group_of: NDArray[np.int64] | None = None,
    ) -> Ranking:
        """All candidates in order: the nearest to ``vector`` and the best by the terms of ``texts``.

        Of ``allowed`` positions only (ascending; ``None``: all). There are at least ``wanted`` candidates, or, with
        ``group_of`` (a number for each position), candidates of at least ``wanted`` groups, if there are as many.
        """
        terms = [term for text in texts for term in query_terms(text)]
        lexical = self._lexical.scores(terms)
        worded_all = np.flatnonzero(lexical > 0) if allowed is None else allowed[lexical[allowed] > 0]
        admitted = len(self._dense) if allowed is None else len(allowed)
        depth = max(self._settings.depth, wanted)
        while True:
            near, _ = self._dense.search(vector, depth, allowed)
            worded, _ = best(worded_all, lexical[worded_all], depth)
            candidates = np.union1d(near, worded)
            found = candidates if group_of is None else np.unique(group_of[candidates])
            if depth >= admitted or len(found) >= wanted:
                break
            # Long clauses of many chunks can fill the depth with few clauses.
            depth *= 4
        # Searching among just the candidates gives also those found by keywords their cosine.
        positions, cosines = self._dense.search(vector, len(candidates), candidates)
        dense = cosines[np.argsort(positions)]
        ceiling = self._lexical.ceiling(terms)
        fused = fusion_of(self._settings)(dense, lexical[candidates], ceiling)
        order = np.lexsort((candidates, -fused))
        return Ranking(candidates[order], dense[order], lexical[candidates][order], fused[order], ceiling)


def fusion_of(settings: RetrievalSettings) -> Fusion:
    """The way of joining scores that ``settings`` name."""
    if settings.fusion == "learned":
        own = settings.learned_weight
        return CoverageSum(shipped_weight().dense_weight if own is None else own)
    if settings.fusion == "rrf":
        return ReciprocalRank(settings.rrf_k)
    return WeightedSum(settings.dense_weight)
