"""Three stores behind one protocol: an exact one in memory, the files of a snapshot, and a Milvus collection."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.stores.bm25_store import Bm25Store
from index.stores.chunk_store import ANY, Condition, Found, Row
from index.stores.faiss_store import FaissStore
from index.tokens import query_terms, tokenize

K1, B = 1.2, 0.75


def admits(condition: Condition, row: Row) -> bool:
    filters = condition.filters
    return (
        (not filters.regions or row.region in filters.regions)
        and (not filters.documents or row.document in filters.documents)
        and (not filters.doc_types or row.doc_type in filters.doc_types)
        and (not filters.status or row.status in filters.status)
        and (condition.only is None or row.document in condition.only)
        and row.document not in condition.hidden
        and (condition.ids is None or row.id in condition.ids)
    )


@dataclass
class OracleStore:
    """Every score written out, in double precision, over a dictionary of rows."""

    rows: dict[str, Row] = field(default_factory=dict)

    def upsert(self, rows: Sequence[Row]) -> None:
        self.rows |= {row.id: row for row in rows}

    def delete_document(self, document: str) -> None:
        self.rows = {key: row for key, row in self.rows.items() if row.document != document}

    def count(self, condition: Condition = ANY) -> int:
        return sum(admits(condition, row) for row in self.rows.values())

    def nearest(self, vectors: NDArray[np.float32], k: int, condition: Condition = ANY) -> list[Found]:
        return [
            self._best(
                {row.id: float(row.vector.astype(float) @ vector.astype(float)) for row in self._of(condition)}, k
            )
            for vector in vectors
        ]

    def worded(self, texts: Sequence[str], k: int, condition: Condition = ANY) -> Found:
        terms = [term for text in texts for term in query_terms(text)]
        cut = {row.id: tokenize(row.text) for row in self.rows.values()}
        mean = sum(map(len, cut.values())) / max(1, len(cut))
        scores = {}
        for row in self._of(condition):
            own, score = cut[row.id], 0.0
            for term in terms:
                having = sum(term in other for other in cut.values())
                idf = math.log(1 + (len(cut) - having + 0.5) / (having + 0.5))
                count = own.count(term)
                score += idf * count / (count + K1 * (1 - B + B * len(own) / mean))
            scores[row.id] = score
        return self._best({key: score for key, score in scores.items() if score > 0}, k)

    def vectors(self, ids: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([self.rows[key].vector for key in ids])

    def _of(self, condition: Condition) -> list[Row]:
        return [row for row in self.rows.values() if admits(condition, row)]

    def _best(self, scores: dict[str, float], k: int) -> Found:
        return sorted(scores.items(), key=lambda item: -item[1])[:k]


class FileStore:
    """FAISS and BM25 as a snapshot has them: saved and opened anew after every change, as the program does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: dict[str, Row] = {}
        self._generation = 0

    def upsert(self, rows: Sequence[Row]) -> None:
        self._rows |= {row.id: row for row in rows}
        self._save()

    def delete_document(self, document: str) -> None:
        self._rows = {key: row for key, row in self._rows.items() if row.document != document}
        self._save()

    def _save(self) -> None:
        rows = list(self._rows.values())
        dense = FaissStore(len(rows[0].vector))
        dense.add(np.stack([row.vector for row in rows]))
        self._generation += 1
        for name, store in (("dense", dense), ("lexical", Bm25Store.build([tokenize(row.text) for row in rows]))):
            place = self._folder / str(self._generation) / name
            place.mkdir(parents=True)
            store.save(place)
        place = self._folder / str(self._generation)
        self._dense, self._lexical = FaissStore.open(place / "dense"), Bm25Store.open(place / "lexical")

    def count(self, condition: Condition = ANY) -> int:
        assert len(self._dense) == len(self._lexical) == len(self._rows)
        return len(self._allowed(condition))

    def nearest(self, vectors: NDArray[np.float32], k: int, condition: Condition = ANY) -> list[Found]:
        return [self._named(*self._dense.search(vector, k, self._allowed(condition))) for vector in vectors]

    def worded(self, texts: Sequence[str], k: int, condition: Condition = ANY) -> Found:
        terms = [term for text in texts for term in query_terms(text)]
        return self._named(*self._lexical.search(terms, k, self._allowed(condition)))

    def vectors(self, ids: Sequence[str]) -> NDArray[np.float32]:
        at = {key: position for position, key in enumerate(self._rows)}
        return self._dense.vectors(np.array([at[key] for key in ids], np.int64))

    def _allowed(self, condition: Condition) -> NDArray[np.int64]:
        admitted = [at for at, row in enumerate(self._rows.values()) if admits(condition, row)]
        return np.array(admitted, np.int64)

    def _named(self, positions: NDArray[np.int64], scores: NDArray[np.float32]) -> Found:
        ids = list(self._rows)
        return [(ids[at], score) for at, score in zip(positions.tolist(), scores.tolist(), strict=True)]
