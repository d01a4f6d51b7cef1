"""Ranking in Milvus: the conditions are the engine's, the joining of both orders the engine's or ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexCorrupt
from index.hybrid import Ranking, fusion_of
from index.model import Filters
from index.passage import indexed_text
from index.settings import RetrievalSettings
from index.stores.chunk_store import Condition, Found
from index.stores.milvus.analysis import asked_terms
from index.stores.milvus.store import MOST, MilvusStore
from index.tokens import tokenize
from ingest.model import Library


class EngineSearch:
    """``ChunkSearch`` over the collection of one snapshot."""

    def __init__(
        self, store: MilvusStore, library: Library, settings: RetrievalSettings | None = None, on_server: bool = False
    ) -> None:
        """``on_server``: the server joins both orders, by reciprocal ranks; else ``settings.fusion`` does."""
        self._store = store
        self._library = library
        self._settings = settings or RetrievalSettings()
        self._on_server = on_server
        self._position_of = {chunk.id: position for position, chunk in enumerate(library.chunks)}
        self._visible = Condition()

    def limited_to(self, documents: frozenset[str]) -> EngineSearch:
        """The same collection; every search has the condition that names these documents or, if shorter, the others."""
        view = copy(self)
        hidden = frozenset(document.id for document in self._library.documents) - documents
        # Most people see nearly all, or a program shows one document.
        view._visible = Condition(hidden=hidden) if len(hidden) <= len(documents) else Condition(only=documents)
        return view

    def rank(self, vector: NDArray[np.float32], texts: Sequence[str], wanted: int, filters: Filters) -> Ranking:
        """Two searches, deeper as long as they give too few clauses; then the scores that one of them lacks."""
        condition = replace(self._visible, filters=filters)
        ceiling = self._store.statistics.ceiling(asked_terms(tuple(texts), self._store.keywords))
        depth = min(max(self._settings.depth, wanted), MOST)
        joined: dict[str, float] = {}
        while True:
            if self._on_server:
                joined = dict(self._store.fused(vector, texts, depth, self._settings.rrf_k, condition))
                dense, lexical, exhausted = {}, {}, len(joined) < depth
            else:
                dense = dict(self._store.nearest(vector[np.newaxis], depth, condition)[0])
                lexical = dict(self._store.worded(texts, depth, condition))
                exhausted = len(dense) < depth
            found = [*(dense | lexical | joined)]
            if exhausted or depth == MOST or self._clauses(found) >= wanted:
                break
            # Long clauses of many chunks can fill the depth with few clauses.
            depth = min(4 * depth, MOST)
        # With fewer keyword hits than were asked for, no other chunk has a term.
        all_worded = not self._on_server and len(lexical) < depth
        dense |= self._lacking(
            dense, found, lambda within: self._store.nearest(vector[np.newaxis], len(found), within)[0]
        )
        if not all_worded:
            lexical |= self._lacking(lexical, found, lambda within: self._store.worded(texts, len(found), within))
        return self._ranking(dense, lexical, ceiling, joined)

    def matched(self, terms: Sequence[str], position: int) -> tuple[str, ...]:
        """Read from the chunk's own text."""
        having = frozenset(tokenize(indexed_text(self._library.chunks[position])))
        return tuple(term for term in dict.fromkeys(terms) if term in having)

    def check(self) -> None:
        """Asks for the collection, once."""
        self._store.check()

    def _clauses(self, found: Iterable[str]) -> int:
        return len({self._library.chunks[self._position(chunk)].clause_id for chunk in found})

    def _position(self, chunk: str) -> int:
        try:
            return self._position_of[chunk]
        except KeyError as error:
            raise IndexCorrupt(f"Milvus 集合 {self._store.name} 里的 {chunk} 不在文件库中，请重新建立索引") from error

    def _lacking(
        self, scores: dict[str, float], found: Sequence[str], search: Callable[[Condition], Found]
    ) -> dict[str, float]:
        lacking = tuple(chunk for chunk in found if chunk not in scores)
        return dict(search(Condition(ids=lacking))) if lacking else {}

    def _ranking(
        self, dense: dict[str, float], lexical: dict[str, float], ceiling: float, joined: dict[str, float]
    ) -> Ranking:
        chunks = sorted(dense, key=self._position)
        positions = np.array([self._position(chunk) for chunk in chunks], np.int64)
        cosines = np.array([dense[chunk] for chunk in chunks], np.float32)
        scores = np.array([lexical.get(chunk, 0.0) for chunk in chunks], np.float32)
        if self._on_server:
            fused = np.array([joined[chunk] for chunk in chunks], np.float32)
        else:
            fused = fusion_of(self._settings)(cosines, scores, ceiling)
        order = np.lexsort((positions, -fused))
        return Ranking(positions[order], cosines[order], scores[order], fused[order], ceiling)
