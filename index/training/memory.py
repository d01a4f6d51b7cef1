"""Passages of the steps just done, as further wrong answers that cost nothing.

Weights change little in a few steps, so the vectors a passage had then still tell a question which way to
go; they are constants, no gradient flows into them (Wang et al., *Cross-Batch Memory for Embedding
Learning*, 2020).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor


class Memory:
    """The vectors of the ``size`` passages seen last, each passage once, with its newest vector."""

    def __init__(self, size: int, width: int) -> None:
        self._size = size
        self._width = width
        self._vectors: dict[str, Tensor] = {}

    def add(self, passages: Sequence[str], vectors: Tensor) -> None:
        """Remember ``passages`` with their ``vectors`` (passages, width); the oldest are forgotten."""
        for passage, vector in zip(passages, vectors.detach(), strict=True):
            self._vectors.pop(passage, None)
            self._vectors[passage] = vector.clone()
        for passage in list(self._vectors)[: max(0, len(self._vectors) - self._size)]:
            del self._vectors[passage]

    def recall(self, fresh: Sequence[str]) -> tuple[list[str], Tensor]:
        """Passages that are not among ``fresh``, oldest first, and their vectors (passages, width)."""
        there = set(fresh)
        kept = [passage for passage in self._vectors if passage not in there]
        vectors = [self._vectors[passage] for passage in kept]
        return kept, torch.stack(vectors) if vectors else torch.empty((0, self._width))

    def state(self) -> dict[str, Any]:
        """What :meth:`restore` takes."""
        passages, vectors = self.recall(())
        return {"passages": passages, "vectors": vectors}

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to what :meth:`state` returned."""
        self._vectors = dict(zip(state["passages"], state["vectors"], strict=True))
