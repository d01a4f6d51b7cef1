"""Ranking by what a snapshot on this machine holds."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

from index.contents import Contents
from index.filters import ChunkFilter
from index.hybrid import HybridSearch, Ranking
from index.model import Filters
from index.settings import RetrievalSettings


class LocalSearch:
    """``ChunkSearch`` over the files of one snapshot."""

    def __init__(self, contents: Contents, settings: RetrievalSettings | None = None) -> None:
        self.hybrid = HybridSearch(contents.dense, contents.lexical, settings)
        self.lexical = contents.lexical
        self._library = contents.library
        self._document_of = contents.document_of
        self._filter = ChunkFilter(contents.library, document_of=self._document_of)
        self._clause_of = contents.clause_of

    def limited_to(self, documents: frozenset[str]) -> LocalSearch:
        """The same stores; the filter knows these documents only."""
        view = copy(self)
        view._filter = ChunkFilter(self._library, documents, self._document_of)
        return view

    def rank(self, vector: NDArray[np.float32], texts: Sequence[str], wanted: int, filters: Filters) -> Ranking:
        """Positions admitted by ``filters``, ranked by ``HybridSearch``."""
        allowed = self._filter.allowed(filters)
        if not len(self._clause_of) or (allowed is not None and not len(allowed)):
            none = np.empty(0, np.float32)
            return Ranking(np.empty(0, np.int64), none, none, none, 0.0)
        return self.hybrid.rank(vector, texts, wanted, allowed, self._clause_of)

    def matched(self, terms: Sequence[str], position: int) -> tuple[str, ...]:
        """Read from the keyword index."""
        return self.lexical.matched(terms, position)

    def check(self) -> None:
        """Files on this machine answer."""
