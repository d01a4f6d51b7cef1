"""From the conditions of a search to the chunks that meet them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.model import Filters
from index.stores.ranking import Positions
from ingest.model import Document, Library


class ChunkFilter:
    """Knows the document of every chunk of a library, and finds the chunks that conditions admit.

    With ``only``, no other documents are ever admitted. ``document_of`` each chunk, by its number in the library, saves
    finding it out.
    """

    def __init__(
        self,
        library: Library,
        only: frozenset[str] | None = None,
        document_of: NDArray[np.int64] | None = None,
    ) -> None:
        self._documents = library.documents
        self._only = only
        # One user's conditions come again and again, and thousands of documents take milliseconds to go through.
        self.allowed = lru_cache(maxsize=64)(self._allowed)
        self._document_of = _document_of(library) if document_of is None else document_of

    def mask(self, filters: Filters) -> NDArray[np.bool_]:
        """(chunks,): whether the document of each meets all conditions; a condition's values are alternatives.

        A region matches a document of that very adcode; one without a region matches no region.
        """
        only = self._only
        admitted = np.array(
            [(only is None or d.id in only) and _admits(filters, d) for d in self._documents], dtype=bool
        )
        return admitted[self._document_of]

    def _allowed(self, filters: Filters) -> Positions | None:
        """Positions of the chunks admitted, ascending, or ``None`` when there is no condition."""
        if self._only is None and filters == Filters():
            return None
        positions = np.flatnonzero(self.mask(filters))
        positions.setflags(write=False)
        return positions


def _document_of(library: Library) -> NDArray[np.int64]:
    at = {document.id: position for position, document in enumerate(library.documents)}
    return np.array([at[chunk.document_id] for chunk in library.chunks], dtype=np.int64)


def _admits(filters: Filters, document: Document) -> bool:
    region = document.region.adcode if document.region else None
    return (
        _one_of(region, filters.regions)
        and _one_of(document.id, filters.documents)
        and _one_of(document.doc_type.value, filters.doc_types)
        and _one_of(document.status.value, filters.status)
    )


def _one_of(value: str | None, wanted: tuple[str, ...]) -> bool:
    return not wanted or value in wanted
