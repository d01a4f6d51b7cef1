"""A question in, the clauses nearest to it out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Self

import numpy as np

from index.contents import Contents, load_contents
from index.embedding.encoder import Encoder
from index.filters import ChunkFilter
from index.fusion.method import Fusion
from index.fusion.rrf import ReciprocalRank
from index.fusion.weighted import WeightedSum
from index.model import Hit, SearchRequest
from index.settings import RetrievalSettings
from index.snapshots import current_snapshot, snapshot_dir
from index.stores.ranking import Positions, Scores, best
from index.tokens import tokenize, words
from ingest.model import Library


class Retriever:
    """Searches one snapshot, by meaning and by keywords at once."""

    def __init__(
        self, snapshot: str, contents: Contents, encoder: Encoder, settings: RetrievalSettings | None = None
    ) -> None:
        contents.manifest.check_encoder(encoder)
        self.snapshot = snapshot
        """Name of the snapshot."""
        self.library: Library = contents.library
        """Everything the snapshot was built from."""
        self._dense = contents.dense
        self._lexical = contents.lexical
        self._encoder = encoder
        self._settings = settings or RetrievalSettings()
        self._filter = ChunkFilter(contents.library)
        numbers: dict[str, int] = {}
        self._clause_of = np.array(
            [numbers.setdefault(chunk.clause_id, len(numbers)) for chunk in contents.library.chunks], np.int64
        )

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
        """
        name = current_snapshot(home) if snapshot is None else snapshot
        return cls(name, load_contents(snapshot_dir(home, name)), encoder, settings)

    def search(self, request: SearchRequest) -> list[Hit]:
        """At most ``top_k`` clauses that meet the filters, best first, each with the best of its chunks.

        Filters come before ranking: fewer than ``top_k`` hits mean that no more clauses are admitted.
        """
        allowed = self._filter.allowed(request.filters)
        admitted = np.arange(len(self._clause_of)) if allowed is None else allowed
        if request.top_k < 1 or not len(admitted):
            return []
        vector = self._encoder.encode_query(request.query)
        texts = (request.query, *request.keywords)
        lexical = self._lexical.scores([term for text in texts for term in tokenize(text)])
        candidates = self._candidates(vector, lexical, allowed, admitted, request.top_k)
        # Searching among just the candidates gives also those found by keywords their cosine.
        found, cosines = self._dense.search(vector, len(candidates), candidates)
        dense = cosines[np.argsort(found)]
        fused = self._fusion()(dense, lexical[candidates])
        score_parts = {
            int(position): {"dense": float(d), "lexical": float(lexical[position]), "fused": float(f)}
            for position, d, f in zip(candidates, dense, fused, strict=True)
        }
        terms = [term for text in texts for term in words(text)]
        ranked = best(candidates, fused, len(candidates))[0]
        return [
            self._hit(position, score_parts[position], terms)
            for position, _ in zip(self._first_of_each_clause(ranked), range(request.top_k), strict=False)
        ]

    def _candidates(
        self, vector: Scores, lexical: Scores, allowed: Positions | None, admitted: Positions, top_k: int
    ) -> Positions:
        """The best chunks by meaning or by keywords, ascending: those of ``top_k`` clauses if there are."""
        with_terms = admitted[lexical[admitted] > 0]
        depth = max(self._settings.depth, top_k)
        while True:
            near, _ = self._dense.search(vector, depth, allowed)
            worded, _ = best(with_terms, lexical[with_terms], depth)
            candidates = np.union1d(near, worded)
            if depth >= len(admitted) or len(np.unique(self._clause_of[candidates])) >= top_k:
                return candidates
            # Long clauses of many chunks can fill the depth with few clauses.
            depth *= 4

    def _first_of_each_clause(self, ranked: Positions) -> Iterator[int]:
        seen = set()
        for position in ranked.tolist():
            clause = self._clause_of[position]
            if clause not in seen:
                seen.add(clause)
                yield position

    def _fusion(self) -> Fusion:
        if self._settings.fusion == "rrf":
            return ReciprocalRank(self._settings.rrf_k)
        return WeightedSum(self._settings.dense_weight)

    def _hit(self, position: int, scores: dict[str, float], terms: list[str]) -> Hit:
        chunk = self.library.chunks[position]
        return Hit(
            clause_id=chunk.clause_id,
            document_id=chunk.document_id,
            chunk_id=chunk.id,
            score=scores["fused"],
            scores=scores,
            matched_terms=self._lexical.matched(terms, position),
        )
