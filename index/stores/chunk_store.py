"""What a store does that keeps chunks under their ids, with vectors, terms and the fields of conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.model import Filters
from index.passage import indexed_text
from ingest.model import Library

Found = list[tuple[str, float]]
"""Chunk ids with their scores, best first; in what order equal ones come is not said."""


@dataclass(frozen=True, slots=True)
class Row:
    """One chunk as it is kept. ``region`` is the adcode of its document, empty where it has none."""

    id: str
    document: str
    region: str
    doc_type: str
    status: str
    text: str
    """What it is found by: :func:`index.passage.indexed_text`."""
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Condition:
    """What a chunk must meet before it is ranked. ``None`` and empty ``filters`` and ``hidden`` are no condition."""

    filters: Filters = field(default_factory=Filters)
    only: frozenset[str] | None = None
    """Documents that exist for whoever asks."""
    hidden: frozenset[str] = frozenset()
    """Documents that do not."""
    ids: tuple[str, ...] | None = None
    """Chunks of this search alone."""


ANY = Condition()


class ChunkStore(Protocol):
    """Chunks under their ids. A search is filtered before it is ranked: no condition starves it."""

    def upsert(self, rows: Sequence[Row]) -> None:
        """Put ``rows`` in, in the place of those of the same id; on return all are acknowledged.

        Raises:
            StoreUnavailable, StoreRefused, LoadIncomplete: not all are in; doing it again does no harm.
        """

    def delete_document(self, document: str) -> None:
        """Take all chunks of ``document`` out."""

    def count(self, condition: Condition = ANY) -> int:
        """How many chunks meet ``condition``."""

    def nearest(self, vectors: NDArray[np.float32], k: int, condition: Condition = ANY) -> list[Found]:
        """For each row of ``vectors`` (n, dim) the ``k`` chunks of the highest cosine."""

    def worded(self, texts: Sequence[str], k: int, condition: Condition = ANY) -> Found:
        """The ``k`` chunks of the highest BM25 score (> 0) for all terms of ``texts`` together."""

    def vectors(self, ids: Sequence[str]) -> NDArray[np.float32]:
        """Their vectors (n, dim), row i for ``ids[i]``. Raises ``IndexCorrupt`` when one is not held."""


def rows_of(library: Library, vectors: Iterable[NDArray[np.float32]]) -> Iterator[Row]:
    """The rows of a library whose chunk i has the i-th of ``vectors``."""
    documents = {document.id: document for document in library.documents}
    for chunk, vector in zip(library.chunks, vectors, strict=True):
        document = documents[chunk.document_id]
        yield Row(
            id=chunk.id,
            document=document.id,
            region=document.region.adcode if document.region else "",
            doc_type=document.doc_type.value,
            status=document.status.value,
            text=indexed_text(chunk),
            vector=vector,
        )
