"""What ranks the chunks of one snapshot, wherever they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.hybrid import Ranking
from index.model import Filters


class ChunkSearch(Protocol):
    """Safe to call from several threads. Positions are those of the library's chunks."""

    def limited_to(self, documents: frozenset[str]) -> Self:
        """The same, for which only these documents exist: the others are left out before ranking."""
        ...

    def rank(self, vector: NDArray[np.float32], texts: Sequence[str], wanted: int, filters: Filters) -> Ranking:
        """The nearest to ``vector`` and the best by the terms of ``texts``, of the chunks that ``filters`` admit.

        Best first; of at least ``wanted`` clauses, if so many are admitted.

        Raises:
            StoreUnavailable, StoreRefused: the engine that keeps them does not answer.
        """
        ...

    def matched(self, terms: Sequence[str], position: int) -> tuple[str, ...]:
        """Those ``terms`` that occur in the chunk at ``position``, each once, in the order given."""
        ...

    def check(self) -> None:
        """Raises ``StoreUnavailable`` or ``StoreRefused`` where a search would not be answered now."""
        ...
