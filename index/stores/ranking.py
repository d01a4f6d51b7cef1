"""Cutting scores to the best ones, the same way for every store."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int64]
Scores = NDArray[np.float32]


def best(positions: Positions, scores: Scores, k: int) -> tuple[Positions, Scores]:
    """The ``k`` highest scores, highest first; of equal ones the lower position comes first."""
    if 0 < k < len(scores):
        # Sorting just the scores that can be among the best saves most of the time of a large library.
        contenders = scores >= np.partition(scores, -k)[-k]
        positions, scores = positions[contenders], scores[contenders]
    order = np.lexsort((positions, -scores))[:k]
    return positions[order], scores[order]


def ascending(positions: Positions) -> Positions:
    """``positions`` in order, each once. Those that are so already, mostly, are not sorted again."""
    return positions if np.all(positions[1:] > positions[:-1]) else np.unique(positions)


def admitted(allowed: Positions, count: int) -> Positions:
    """``allowed`` in order, each once. Raises ``ValueError`` where one of them is none of ``count`` positions."""
    allowed = ascending(allowed)
    if len(allowed) and (allowed[0] < 0 or allowed[-1] >= count):
        raise ValueError(f"允许的位置须在 0 与 {count} 之间")
    return allowed
