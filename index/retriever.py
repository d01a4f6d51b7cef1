"""A question in, the clauses nearest to it out."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Self

from index.chunk_search import ChunkSearch
from index.embedding.encoder import Encoder
from index.hybrid import Ranking
from index.lock import ReadHold
from index.model import Hit, SearchRequest
from index.opened import Opened
from index.passage import indexed_text
from index.rerank import Reranker, load_reranker
from index.settings import RetrievalSettings
from index.storage.local import LocalStorage
from index.storage.placement import AnyContents
from index.tokens import words
from ingest.model import Chunk, Library


class Retriever:
    """Searches one snapshot, by meaning and by keywords at once."""

    def __init__(
        self,
        snapshot: str,
        contents: AnyContents,
        encoder: Encoder,
        settings: RetrievalSettings | None = None,
        reranker: Reranker | None = None,
        hold: ReadHold | None = None,
        search: ChunkSearch | None = None,
    ) -> None:
        """``hold`` keeps the snapshot's folder for as long as this lives. ``search`` ranks its chunks, by default
        with what ``contents`` hold.

        Raises ``IndexMismatch``: another encoder made the vectors, or they are in an engine and there is no ``search``.
        """
        contents.manifest.check_encoder(encoder)
        self.snapshot = snapshot
        """Name of the snapshot."""
        self.library: Library = contents.library
        """Everything the snapshot was built from."""
        self.parts = contents.parts
        """The same document by document, by id."""
        self._settings = settings or RetrievalSettings()
        self._search = search or LocalStorage().search(contents, self._settings)
        self._encoder = encoder
        self._hold = hold
        self._reranker = reranker
        self._indexed = contents.library

    @classmethod
    def open(
        cls,
        home: Path,
        encoder: Encoder,
        snapshot: str | None = None,
        settings: RetrievalSettings | None = None,
    ) -> Self:
        """Open ``snapshot`` of ``home``, by default the one in use. Later builds do not disturb it.

        Raises:
            IndexMissing: nothing has been built there.
            IndexCorrupt: a file of it is absent or damaged.
            IndexMismatch: it was built with another encoder, or by another version of this program.
            EmbeddingError: the settings name a reranker that is not here or cannot be read.
        """
        reranker = load_reranker(settings.reranker) if settings and settings.reranker else None
        opened = Opened.of(home, snapshot)
        return cls(opened.name, opened.contents, encoder, settings, reranker, opened.hold)

    def limited_to(self, documents: frozenset[str]) -> Retriever:
        """The same index, of which only these documents exist: the others are left out before ranking."""
        view = copy(self)
        view._search = self._search.limited_to(documents)
        view.library = self._indexed.of_documents(documents)
        view.parts = {i: part for i, part in self.parts.items() if i in documents}
        return view

    def check(self) -> None:
        """Raises ``StoreError`` where the engine that keeps the chunks, if there is one, would not answer now."""
        self._search.check()

    def search(self, request: SearchRequest) -> list[Hit]:
        """At most ``top_k`` clauses that meet the filters, best first, each with the best of its chunks.

        Filters come before ranking: fewer than ``top_k`` hits mean that no more clauses are admitted.
        """
        if request.top_k < 1:
            return []
        texts = (request.query, *request.keywords)
        vector = self._encoder.encode_query(request.query)
        wanted = request.top_k if self._reranker is None else max(request.top_k, self._settings.rerank_depth)
        ranking = self._search.rank(vector, texts, wanted, request.filters)
        terms = [term for text in texts for term in words(text)]
        hits = [self._hit(ranking, at, terms) for at in self._first_of_clauses(ranking, wanted)]
        return self._reranked(request.query, hits)[: request.top_k]

    def _first_of_clauses(self, ranking: Ranking, wanted: int) -> list[int]:
        """Where in ``ranking`` each of the first ``wanted`` clauses stands first."""
        first: dict[str, int] = {}
        for at, position in enumerate(ranking.positions.tolist()):
            first.setdefault(self._indexed.chunks[position].clause_id, at)
        return list(first.values())[:wanted]

    def _reranked(self, query: str, hits: list[Hit]) -> list[Hit]:
        """``hits`` by the reranker's scores, which they are given beside the others; as they are without one."""
        if self._reranker is None:
            return hits
        texts = [indexed_text(self._chunks[hit.chunk_id]) for hit in hits]
        judged = zip(hits, self._reranker.scores(query, texts).tolist(), strict=True)
        rescored = [replace(hit, score=score, scores={**hit.scores, "rerank": score}) for hit, score in judged]
        return sorted(rescored, key=lambda hit: -hit.score)

    @cached_property
    def _chunks(self) -> dict[str, Chunk]:
        """The chunks by id: only a reranker reads them again."""
        return {chunk.id: chunk for chunk in self._indexed.chunks}

    def _hit(self, ranking: Ranking, at: int, terms: list[str]) -> Hit:
        position = int(ranking.positions[at])
        chunk = self._indexed.chunks[position]
        scores = {
            "dense": float(ranking.dense[at]),
            "lexical": float(ranking.lexical[at]),
            "fused": float(ranking.fused[at]),
        }
        return Hit(
            clause_id=chunk.clause_id,
            document_id=chunk.document_id,
            chunk_id=chunk.id,
            score=scores["fused"],
            scores=scores,
            matched_terms=self._search.matched(terms, position),
        )
