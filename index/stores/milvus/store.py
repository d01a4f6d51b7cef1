"""``ChunkStore`` over one Milvus collection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexCorrupt, LoadIncomplete, StoreRefused
from index.model import Filters
from index.settings import Bm25Settings
from index.stores.chunk_store import ANY, ChunkStore, Condition, Found, Row
from index.stores.milvus.analysis import Keywords, asked_terms, passage_terms
from index.stores.milvus.collection import LONGEST_NAME, LONGEST_TEXT, create
from index.stores.milvus.connection import Connection
from index.stores.milvus.expression import expression
from index.stores.milvus.settings import MilvusSettings
from index.stores.milvus.term_statistics import TermStatistics

T = TypeVar("T")

MOST = 16_384
"""The most hits, or rows of a query, that Milvus returns."""
_READ_AT_ONCE = 1000
_ASKED_AT_ONCE = 100
_SEARCH_RETRIES = 1
_LEAST_EF = 128


class MilvusStore(ChunkStore):
    """One collection. ``statistics`` weigh the terms (as they were when the collection was made: a term they do not
    know finds nothing). Safe to use from several threads.
    """

    def __init__(
        self,
        connection: Connection,
        name: str,
        settings: MilvusSettings,
        statistics: TermStatistics,
        bm25: Bm25Settings | None = None,
    ) -> None:
        """``bm25`` and ``settings.keywords`` are those that the collection was made with."""
        self.name = name
        self.statistics = statistics
        self._connection = connection
        self._settings = settings
        self._bm25 = bm25 or Bm25Settings()

    @property
    def keywords(self) -> Keywords:
        """Who cuts texts into terms."""
        return self._settings.keywords

    def create(self, dim: int, description: str = "") -> None:
        """Make the collection, empty. Raises ``StoreRefused`` where there is one of this name."""
        create(self._connection, self.name, dim, self._settings, self._bm25, description)

    def check(self) -> None:
        """Raises ``StoreUnavailable`` where Milvus does not answer, ``IndexCorrupt`` where the collection is gone."""
        if not self._connection.call("has_collection", self.name, retries=0):
            raise IndexCorrupt(f"Milvus 中没有集合 {self.name}，请回退到其他快照，或重新建立索引")

    def load(self) -> None:
        """Make the collection searchable, as it is after :meth:`create` and may not be after a restart."""
        self._connection.call("load_collection", self.name)

    def drop(self) -> None:
        """Take the collection away; one that is not there does no harm."""
        self._connection.call("drop_collection", self.name)

    def point(self, alias: str) -> None:
        """Let ``alias`` stand for this collection from now on, in one step."""
        if self._aliased(alias) is None:
            self._connection.call("create_alias", self.name, alias)
        else:
            self._connection.call("alter_alias", self.name, alias)

    def is_pointed_at(self, alias: str) -> bool:
        """Whether ``alias`` stands for this collection."""
        return self._aliased(alias) == self.name

    def _aliased(self, alias: str) -> str | None:
        try:
            return str(self._connection.call("describe_alias", alias)["collection_name"])
        except StoreRefused:
            return None

    def upsert(self, rows: Sequence[Row]) -> None:
        """Put ``rows`` in, batch by batch, each acknowledged in full before the next is sent.

        Raises:
            LoadIncomplete: fewer rows were acknowledged than sent.
            StoreError: Milvus does not answer, or refuses.
        """
        for batch in _batches(rows, self._settings.batch_size):
            sent = [self._sent(row) for row in batch]
            answer = self._connection.call("upsert", self.name, sent)
            if answer.get("upsert_count") != len(sent):
                raise LoadIncomplete(
                    f"Milvus 集合 {self.name}：送出 {len(sent)} 条，只确认了 {answer.get('upsert_count')} 条，请重试"
                )

    def settle(self, rows: Sequence[Row]) -> None:
        """See that just ``rows`` are held, once all were put in: what got lost is put in again, once.

        Raises:
            LoadIncomplete: rows are missing even then, or there are others.
        """
        self._connection.call("flush", self.name)
        if self.count() != len(rows):
            self.upsert(self._missing(rows))
            self._connection.call("flush", self.name)
        held = self.count()
        if held != len(rows):
            raise LoadIncomplete(f"Milvus 集合 {self.name} 应有 {len(rows)} 条，实有 {held} 条，没有启用。请重试")
        # Milvus 2.3.5 puts what is upserted into partitions at random: all is there, and no region has all of its own.
        for region, expected in Counter(row.region for row in rows).items():
            held = self.count(Condition(Filters(regions=(region,))))
            if held != expected:
                raise LoadIncomplete(
                    f"Milvus 集合 {self.name} 中地区 {region or '（无）'} 应有 {expected} 条，"
                    f"按地区筛选只有 {held} 条，没有启用。请升级 Milvus（2.5 起）或重试"
                )

    def has_terms(self, text: str) -> bool:
        """Whether a keyword search for ``text`` looks for anything."""
        return bool(self._worded_query((text,))[0])

    def _missing(self, rows: Sequence[Row]) -> list[Row]:
        missing = []
        for batch in _batches(rows, _READ_AT_ONCE):
            held = self._query(Condition(ids=tuple(row.id for row in batch)), ["id"])
            known = {row["id"] for row in held}
            missing += [row for row in batch if row.id not in known]
        return missing

    def _sent(self, row: Row) -> dict[str, object]:
        if len(row.id.encode()) > LONGEST_NAME or len(row.document.encode()) > LONGEST_NAME:
            raise StoreRefused(f"条款编号过长，Milvus 存不下：{row.id[:60]}…")
        sent: dict[str, object] = {
            "id": row.id,
            "region": row.region,
            "document": row.document,
            "doc_type": row.doc_type,
            "status": row.status,
            "dense": row.vector.astype(np.float32).tolist(),
        }
        if self._settings.keywords == "jieba":
            if len(row.text.encode()) > LONGEST_TEXT:
                raise StoreRefused(f'条款 {row.id} 过长，Milvus 存不下，请改用 milvus.keywords = "terms"')
            sent["text"] = row.text
        else:
            sent["sparse"] = self.statistics.passage(passage_terms(row.text, "terms"))
        return sent

    def delete_document(self, document: str) -> None:
        """Take all chunks of ``document`` out; those that are not there do no harm."""
        self._connection.call("delete", self.name, filter=expression(Condition(only=frozenset({document}))))

    def count(self, condition: Condition = ANY) -> int:
        """How many chunks meet ``condition``, all acknowledged writes counted."""
        answer = self._connection.call(
            "query",
            self.name,
            filter=expression(condition),
            output_fields=["count(*)"],
            consistency_level="Strong",
        )
        return int(answer[0]["count(*)"])

    def nearest(self, vectors: NDArray[np.float32], k: int, condition: Condition = ANY) -> list[Found]:
        """For each row of ``vectors`` the ``k`` (at most 16,384) chunks of the highest cosine."""
        if k < 1:
            return [[] for _ in vectors]
        found: list[Found] = []
        for some in _batches(vectors.astype(np.float32).tolist(), _ASKED_AT_ONCE):
            hits = self._search(some, "dense", k, condition, self._dense_parameters(k))
            found += [[(hit["id"], float(hit["distance"])) for hit in one] for one in hits]
        return found

    def worded(self, texts: Sequence[str], k: int, condition: Condition = ANY) -> Found:
        """The ``k`` (at most 16,384) chunks of the highest BM25 score for the terms of ``texts``."""
        query, parameters = self._worded_query(texts)
        if not query or k < 1:
            return []
        [hits] = self._search([query], "sparse", k, condition, parameters)
        scored = [(hit["id"], self._bm25_of(hit["distance"])) for hit in hits]
        return [(chunk, score) for chunk, score in scored if score > 0]

    def fused(
        self, vector: NDArray[np.float32], texts: Sequence[str], k: int, rrf_k: int, condition: Condition = ANY
    ) -> Found:
        """Both searches of depth ``k``, joined by the server by reciprocal ranks."""
        known = self._connection.pymilvus
        query, parameters = self._worded_query(texts)
        limit, where = min(k, MOST), expression(condition)
        asked = [
            known.AnnSearchRequest(
                [vector.astype(np.float32).tolist()], "dense", self._dense_parameters(k), limit, where
            )
        ]
        if query:
            asked.append(known.AnnSearchRequest([query], "sparse", parameters, limit, where))
        [hits] = self._connection.call(
            "hybrid_search",
            self.name,
            asked,
            known.RRFRanker(rrf_k),
            limit=min(2 * k, MOST),
            output_fields=["id"],
            consistency_level=self._consistency,
            retries=_SEARCH_RETRIES,
        )
        return [(hit["id"], float(hit["distance"])) for hit in hits]

    def vectors(self, ids: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of ``ids``, a row each. Raises ``IndexCorrupt`` when one is not held."""
        rows: list[NDArray[np.float32]] = []
        for batch in _batches(ids, _READ_AT_ONCE):
            held = {row["id"]: row["dense"] for row in self._query(Condition(ids=tuple(batch)), ["id", "dense"])}
            absent = [chunk for chunk in batch if chunk not in held]
            if absent:
                raise IndexCorrupt(
                    f"Milvus 集合 {self.name} 中没有条款 {absent[0]} 等 {len(absent)} 条，请重新建立索引"
                )
            rows.append(np.array([held[chunk] for chunk in batch], np.float32))
        return np.concatenate(rows) if rows else np.empty((0, 0), np.float32)

    @property
    def _consistency(self) -> str:
        return self._settings.consistency.capitalize()

    def _dense_parameters(self, k: int) -> dict[str, object]:
        ef = {"params": {"ef": max(_LEAST_EF, 2 * k)}} if self._settings.vectors == "hnsw" else {}
        return {"metric_type": "IP", **ef}

    def _worded_query(self, texts: Sequence[str]) -> tuple[Any, dict[str, object]]:
        """What stands for ``texts``, empty where they have no term that occurs, and how it is searched."""
        terms = self.statistics.query(asked_terms(tuple(texts), self._settings.keywords))
        if self._settings.keywords == "terms":
            return terms, {"metric_type": "IP"}
        return (" ".join(texts) if terms else ""), {"metric_type": "BM25"}

    def _bm25_of(self, distance: float) -> float:
        """Milvus' BM25 has a factor (k1 + 1) that ours has not; milvus-lite gives it with the sign turned."""
        if self._settings.keywords == "terms":
            return float(distance)
        return abs(float(distance)) / (self._bm25.k1 + 1)

    def _search(
        self, queries: Sequence[object], field: str, k: int, condition: Condition, parameters: dict[str, object]
    ) -> Any:  # noqa: ANN401 - pymilvus is untyped
        return self._connection.call(
            "search",
            self.name,
            data=list(queries),
            anns_field=field,
            filter=expression(condition),
            limit=min(k, MOST),
            search_params=parameters,
            output_fields=["id"],
            consistency_level=self._consistency,
            retries=_SEARCH_RETRIES,
        )

    def _query(self, condition: Condition, fields: list[str]) -> Any:  # noqa: ANN401 - pymilvus is untyped
        return self._connection.call(
            "query",
            self.name,
            filter=expression(condition),
            output_fields=fields,
            consistency_level="Strong",
            retries=_SEARCH_RETRIES,
        )


def _batches(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
