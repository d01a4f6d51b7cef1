"""What a store of embedding vectors has to do."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.stores.ranking import Positions, Scores


class DenseStore(Protocol):
    """Unit vectors under consecutive positions 0…n-1, searched by inner product (the cosine, then).

    A search is exact, and filtered *before* it is ranked: with ``allowed`` given, its answer is the best
    ``k`` of just those positions, all of them if fewer.
    """

    metric: str
    """What scores mean: ``inner_product``."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def __len__(self) -> int: ...

    def search(self, vector: NDArray[np.float32], k: int, allowed: Positions | None = None) -> tuple[Positions, Scores]:
        """Positions and scores of the best ``k`` for ``vector`` (dim,), best first; of equal scores the lower position.

        Raises:
            ValueError: ``vector`` has another shape, or one of ``allowed`` is no position of the store.
        """

    def vectors(self, positions: Positions) -> NDArray[np.float32]:
        """(positions, dim): the vectors there, in the order asked for."""
