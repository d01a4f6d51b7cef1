"""Snapshots whose vectors and terms are a Milvus collection each; the library stays on this machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import snapshots
from index.contents import Contents, counts_of
from index.embedding.encoder import Encoder
from index.embedding.new_passages import embed_new
from index.errors import IndexCorrupt, IndexMismatch
from index.manifest import Manifest, records_of
from index.passage import indexed_text
from index.settings import BuildSettings, RetrievalSettings
from index.storage.engine_search import EngineSearch
from index.storage.ledger import Ledger
from index.storage.milvus_findable import MilvusFindable
from index.storage.placement import LIBRARY, AnyContents, Placement, open_contents
from index.stores.chunk_store import rows_of
from index.stores.milvus.analysis import passage_terms
from index.stores.milvus.connection import Connection
from index.stores.milvus.settings import MilvusSettings
from index.stores.milvus.store import MilvusStore
from index.stores.milvus.term_statistics import TermStatistics
from index.verification import Findable, LocalFindable
from ingest.artifacts import library_sha256, save_library
from ingest.changes import Changes, save_changes
from ingest.model import Library

METRIC = "inner_product"


class MilvusStorage:
    """``Storage`` in Milvus.

    A snapshot's collection is loaded and counted before the snapshot is put into use, and never changed again; who
    reads a snapshot asks its own collection, whatever the alias stands for by then.
    """

    def __init__(
        self, settings: MilvusSettings, build: BuildSettings | None = None, connection: Connection | None = None
    ) -> None:
        """Raises ``StoreExtraMissing``. Milvus is not asked before something is needed of it."""
        self._settings = settings
        self._build = build or BuildSettings()
        self._connection = connection or Connection(settings)

    def write(
        self,
        library: Library,
        changes: Changes,
        encoder: Encoder,
        home: Path,
        base: AnyContents | None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> str:
        """A collection of its own for the new snapshot; what the last writer left behind is taken away first."""
        snapshots.remove_unfinished(home)
        self._sweep(home)
        digest = library_sha256(library)
        created_at = datetime.now(UTC)
        stamp = snapshots.new_stamp(home, created_at)
        name = f"{stamp}-{digest[:6]}"
        placement = Placement(
            collection=f"{self._settings.prefix}_{name.replace('-', '_')}",
            chunks=len(library.chunks),
            keywords=self._settings.keywords,
            vectors=self._settings.vectors,
            bm25=self._build.bm25,
        )
        with snapshots.unfinished(home, stamp) as directory:
            vectors = self._vectors(library, encoder, base, on_progress)
            texts = (passage_terms(indexed_text(chunk), self._settings.keywords) for chunk in library.chunks)
            statistics = TermStatistics.of(texts, self._build.bm25)
            Ledger(home).enter(placement.collection)
            store = self._store(placement, statistics)
            store.create(encoder.dim, f"policyqa {name}")
            rows = list(rows_of(library, vectors))
            store.upsert(rows)
            store.settle(rows)
            save_library(library, directory / LIBRARY)
            save_changes(changes, directory)
            statistics.save(directory)
            placement.write(directory)
            Manifest(
                model=encoder.name,
                dim=encoder.dim,
                metric=METRIC,
                library_sha256=digest,
                counts=counts_of(library),
                created_at=created_at.isoformat(timespec="seconds"),
                bm25=self._build.bm25,
                segments=(),
                sources=(),
                documents=(),
                failures=library.failures,
                files=records_of(directory),
            ).write(directory)
            snapshots.complete(directory, home, name, open_contents)
        store.point(self._settings.prefix)
        snapshots.use_new(home, name, self._build.keep_snapshots)
        self._sweep(home)
        return name

    def use(self, home: Path, snapshot: str) -> None:
        """Check the snapshot and its collection, then let the alias and the folder name it."""
        contents = open_contents(snapshots.snapshot_dir(home, snapshot))
        self.check(contents)
        self._store_of(contents).point(self._settings.prefix)
        snapshots.use(home, snapshot)

    def check(self, contents: AnyContents) -> None:
        """Raises ``IndexCorrupt`` unless the collection is there, can be searched, and has a row for every chunk."""
        store = self._store_of(contents)
        store.check()
        store.load()
        held = store.count()
        if held != len(contents.library.chunks):
            raise IndexCorrupt(
                f"Milvus 集合 {store.name} 应有 {len(contents.library.chunks)} 条，实有 {held} 条。"
                "请回退到其他快照，或重新建立索引"
            )

    def search(self, contents: AnyContents, retrieval: RetrievalSettings) -> EngineSearch:
        """Over its own collection, once that has been checked."""
        self.check(contents)
        on_server = self._settings.fusion == "server_rrf"
        return EngineSearch(self._store_of(contents), contents.library, retrieval, on_server)

    def findable(self, contents: AnyContents) -> Findable:
        """Over its own collection."""
        return MilvusFindable(self._store_of(contents), contents.library)

    def flaws(self, contents: AnyContents) -> tuple[str, ...]:
        """The alias stands for the collection of the snapshot in use."""
        store = self._store_of(contents)
        if store.is_pointed_at(self._settings.prefix):
            return ()
        return (
            f"Milvus 别名 {self._settings.prefix} 没有指向当前快照的集合 {store.name}，可用 index rollback 重新启用",
        )

    def _vectors(
        self,
        library: Library,
        encoder: Encoder,
        base: AnyContents | None,
        on_progress: Callable[[int, int], None] | None,
    ) -> NDArray[np.float32]:
        """A row a chunk. Only texts that ``base`` has no vector of the same model for are embedded."""
        texts = [indexed_text(chunk) for chunk in library.chunks]
        vectors = np.empty((len(texts), encoder.dim), np.float32)
        known: dict[str, int] = {}
        if base is not None and base.manifest.is_of(encoder):
            known = {indexed_text(chunk): row for row, chunk in enumerate(base.library.chunks)}
        rows = np.array([known.get(text, -1) for text in texts], np.int64)
        if base is not None and (rows >= 0).any():
            held = LocalFindable(base) if isinstance(base, Contents) else self.findable(base)
            vectors[rows >= 0] = held.vectors(rows[rows >= 0])
        embed_new(texts, rows < 0, vectors, encoder, on_progress)
        return vectors

    def _sweep(self, home: Path) -> None:
        """Drop the collections of snapshots that were pruned, or never finished."""
        ledger = Ledger(home)
        for collection in ledger.unneeded():
            self._connection.call("drop_collection", collection)
            ledger.strike(collection)

    def _store_of(self, contents: AnyContents) -> MilvusStore:
        if isinstance(contents, Contents):
            raise IndexMismatch(
                "当前快照的向量在本机（faiss），而设置项 store 为 milvus：请运行 policyqa index migrate --to milvus，"
                "或设 POLICYQA_STORE=faiss"
            )
        return self._store(contents.placement, contents.statistics)

    def _store(self, placement: Placement, statistics: TermStatistics) -> MilvusStore:
        made_with = {"keywords": placement.keywords, "vectors": placement.vectors}
        settings = self._settings.model_copy(update=made_with)
        return MilvusStore(self._connection, placement.collection, settings, statistics, placement.bm25)
