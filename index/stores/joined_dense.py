"""Several stores of vectors searched as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.stores.dense import DenseStore
from index.stores.layout import Layout
from index.stores.ranking import Positions, Scores, admitted, best


class JoinedDense:
    """``DenseStore`` over the rows that ``layout`` takes of ``pieces``; as exact as these are.

    The best of the whole are the best of the bests of its pieces.
    """

    metric = "inner_product"

    def __init__(self, dim: int, pieces: Sequence[DenseStore], layout: Layout) -> None:
        self._dim = dim
        self._pieces = tuple(pieces)
        self._layout = layout

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._dim

    def __len__(self) -> int:
        return len(self._layout)

    def search(self, vector: NDArray[np.float32], k: int, allowed: Positions | None = None) -> tuple[Positions, Scores]:
        """The best ``k`` positions and their inner products, of ``allowed`` only where given."""
        if vector.shape != (self._dim,):
            raise ValueError(f"查询向量形状应为 ({self._dim},)，实际为 {vector.shape}")
        if allowed is not None:
            allowed = admitted(allowed, len(self))
            asked = list(self._layout.split(allowed))
            found = [self._of_piece(piece, vector, k, rows) for piece, rows in asked]
        else:
            whole = range(len(self._pieces))
            found = [self._of_piece(piece, vector, k, self._layout.rows(piece)) for piece in whole]
        if k <= 0 or not found:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        return best(np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found]), k)

    def _of_piece(
        self, piece: int, vector: NDArray[np.float32], k: int, rows: Positions | None
    ) -> tuple[Positions, Scores]:
        store = self._pieces[piece]
        found, scores = store.search(vector, k, rows)
        asked = k
        # Of equal scores a piece gives its lowest rows, which are the lowest positions only where it lies in order.
        while not self._layout.is_in_order(piece) and len(found) == asked > 0 and scores[-1] == scores[k - 1]:
            asked *= 2
            found, scores = store.search(vector, asked, rows)
        return self._layout.positions(piece, found), scores

    def vectors(self, positions: Positions) -> NDArray[np.float32]:
        """The vectors at ``positions``, a row each."""
        made = np.empty((len(positions), self._dim), np.float32)
        pieces, rows = self._layout.locate(np.asarray(positions, np.int64))
        for piece in np.unique(pieces).tolist():
            own = pieces == piece
            made[own] = self._pieces[piece].vectors(rows[own])
        return made
