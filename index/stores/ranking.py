"""Cutting scores to the best ones, the same way for every store."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int64]
Scores = NDArray[np.float32]


def best(positions: Positions, scores: Scores, k: int) -> tuple[Positions, Scores]:
    """The ``k`` highest scores, highest first; of equal ones the lower position comes first."""
    order = np.lexsort((positions, -scores))[:k]
    return positions[order], scores[order]
