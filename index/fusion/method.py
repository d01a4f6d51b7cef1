"""What a way of joining two scores has to do."""

from __future__ import annotations

from typing import Protocol

from index.stores.ranking import Scores


class Fusion(Protocol):
    """Joins the scores that two searches gave the same candidates."""

    def __call__(self, dense: Scores, lexical: Scores, ceiling: float) -> Scores:
        """One score a candidate, higher is better.

        ``dense`` (cosines) and ``lexical`` (BM25; 0: no query term occurs) are parallel: entry i of both, and of
        the result, belongs to candidate i. ``ceiling`` is what no BM25 score of this query can reach. In what order
        the candidates come makes no difference.
        """
