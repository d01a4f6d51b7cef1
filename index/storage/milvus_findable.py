"""What verification and migration read of a collection."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.passage import indexed_text
from index.stores.chunk_store import Condition, Found
from index.stores.milvus.store import MOST, MilvusStore
from index.stores.ranking import Positions
from ingest.model import Library


class MilvusFindable:
    """``Findable`` over the collection of one snapshot."""

    def __init__(self, store: MilvusStore, library: Library) -> None:
        self._store = store
        self._library = library
        self._position_of = {chunk.id: position for position, chunk in enumerate(library.chunks)}

    @property
    def library(self) -> Library:
        """What the snapshot was built from."""
        return self._library

    def count(self) -> int:
        """How many rows the collection has."""
        return self._store.count()

    def vectors(self, positions: Positions) -> NDArray[np.float32]:
        """Read by the ids of the chunks."""
        return self._store.vectors([self._library.chunks[at].id for at in positions.tolist()])

    def nearest(
        self, vectors: NDArray[np.float32], k: int, document: str | None = None
    ) -> list[list[tuple[int, float]]]:
        """As many searches at once as there are vectors; what is no chunk of the library stands at −1."""
        found = self._store.nearest(vectors, min(k, MOST), _of(document))
        return [[(self._position_of.get(chunk, -1), score) for chunk, score in hits] for hits in found]

    def unworded(self, document: str, positions: Positions) -> list[int]:
        """A search for all terms of a chunk, among the chunks of its document, has to bring it."""
        return [at for at in positions.tolist() if not self._is_worded(document, at)]

    def _is_worded(self, document: str, position: int) -> bool:
        chunk = self._library.chunks[position]
        text = indexed_text(chunk)
        if not self._store.has_terms(text):
            return True
        found: Found = self._store.worded((text,), 1, Condition(only=frozenset({document}), ids=(chunk.id,)))
        return [at for at, _ in found] == [chunk.id]


def _of(document: str | None) -> Condition:
    return Condition() if document is None else Condition(only=frozenset({document}))
