"""Snapshots kept on this machine, vectors and keywords in files beside the library: the default."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import snapshots
from index.contents import Contents, check_contents, counts_of, library_sha256_of
from index.embedding.encoder import Encoder
from index.embedding.new_passages import embed_new
from index.errors import IndexMismatch
from index.growth import Growth, growth_of
from index.local_search import LocalSearch
from index.manifest import Manifest, SegmentName, records_of
from index.passage import indexed_text
from index.segment import SEGMENTS, Segment, write_segment
from index.settings import BuildSettings, DenseSettings, RetrievalSettings
from index.storage.placement import AnyContents, PlacedContents
from index.stores.faiss_store import FaissStore
from index.stores.joined_dense import JoinedDense
from index.stores.postings import Postings
from index.tokens import tokenize
from index.verification import Findable, LocalFindable
from ingest.changes import Changes, save_changes
from ingest.model import Library


class LocalStorage:
    """``Storage`` in the library's own folder."""

    def __init__(self, settings: BuildSettings | None = None) -> None:
        self._settings = settings or BuildSettings()

    def write(
        self,
        library: Library,
        changes: Changes,
        encoder: Encoder,
        home: Path,
        base: AnyContents | None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> str:
        """Segments of ``base`` are taken over, and what ``library`` has besides becomes a new one."""
        snapshots.remove_unfinished(home)
        known = base if isinstance(base, Contents) and base.manifest.is_of(encoder) else None
        growth = growth_of(library, known)
        now = datetime.now(UTC)
        stamp = snapshots.new_stamp(home, now)
        with snapshots.unfinished(home, stamp) as directory:
            segments = growth.kept
            if growth.is_new:
                segments = (*segments, self._written(growth, stamp, encoder, home, known, on_progress))
            digest = library_sha256_of(segments, growth.source_stretches, growth.part_stretches, library.failures)
            save_changes(changes, directory)
            Manifest(
                model=encoder.name,
                dim=encoder.dim,
                metric=FaissStore.metric,
                library_sha256=digest,
                counts=counts_of(library),
                created_at=now.isoformat(timespec="seconds"),
                bm25=self._settings.bm25,
                segments=tuple(SegmentName(name=s.name, sha256=s.sha256) for s in segments),
                sources=growth.source_stretches,
                documents=growth.part_stretches,
                failures=library.failures,
                files=records_of(directory),
            ).write(directory)
            name = f"{stamp}-{digest[:6]}"
            snapshots.complete(directory, home, name, check_contents)
        snapshots.use_new(home, name, self._settings.keep_snapshots)
        return name

    def use(self, home: Path, snapshot: str) -> None:
        """Check the snapshot and switch to it."""
        snapshots.use(home, snapshot)

    def check(self, contents: AnyContents) -> None:
        """Nothing is elsewhere: opening it has checked all."""
        _own(contents)

    def search(self, contents: AnyContents, retrieval: RetrievalSettings) -> LocalSearch:
        """Over the files."""
        return LocalSearch(_own(contents), retrieval)

    def flaws(self, contents: AnyContents) -> tuple[str, ...]:
        """None that opening it does not find."""
        _own(contents)
        return ()

    def findable(self, contents: AnyContents) -> Findable:
        """Over the files."""
        return LocalFindable(_own(contents))

    def _written(
        self,
        growth: Growth,
        name: str,
        encoder: Encoder,
        home: Path,
        base: Contents | None,
        on_progress: Callable[[int, int], None] | None,
    ) -> Segment:
        """The new segment, on disk and checked."""
        texts = [indexed_text(chunk) for part in growth.fresh for chunk in part.chunks]
        fresh = FaissStore(encoder.dim, DenseSettings(exact_up_to=len(texts)))
        fresh.add(_vectors(texts, growth.leaving, encoder, on_progress))
        pieces = [*(segment.dense for segment in growth.merged), fresh]
        dense = FaissStore(encoder.dim, self._settings.dense)
        dense.add(JoinedDense(encoder.dim, pieces, growth.layout).vectors(np.arange(len(growth.layout))))
        dense.cluster(like=max((s.dense for s in base.segments), key=len, default=None) if base is not None else None)
        counted = [*(segment.postings for segment in growth.merged), Postings.of(tokenize(text) for text in texts)]
        postings = Postings.join(counted, growth.layout)
        return write_segment(home / SEGMENTS, name, encoder.name, growth.sources, growth.parts, dense, postings)


def _vectors(
    texts: Sequence[str],
    leaving: Sequence[tuple[Segment, int]],
    encoder: Encoder,
    on_progress: Callable[[int, int], None] | None,
) -> NDArray[np.float32]:
    """A row a text. Only those are embedded that none of the documents ``leaving`` has a vector of."""
    known: dict[str, NDArray[np.float32]] = {}
    for segment, number in leaving:
        chunks = segment.parts[number].chunks
        rows = segment.dense.vectors(np.arange(segment.first_rows[number], segment.first_rows[number + 1]))
        known |= zip(map(indexed_text, chunks), rows, strict=True)
    vectors = np.empty((len(texts), encoder.dim), np.float32)
    is_new = np.array([text not in known for text in texts], bool)
    for row in np.flatnonzero(~is_new).tolist():
        vectors[row] = known[texts[row]]
    embed_new(texts, is_new, vectors, encoder, on_progress)
    return vectors


def _own(contents: AnyContents) -> Contents:
    if isinstance(contents, PlacedContents):
        raise IndexMismatch(
            f"快照的向量在 Milvus 集合 {contents.placement.collection} 里，不在本机（设置项 store 为 faiss）："
            "请设 POLICYQA_STORE=milvus，或运行 policyqa index migrate --to faiss"
        )
    return contents
