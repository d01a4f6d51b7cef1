"""A library made searchable: a new snapshot beside the old ones, put into use in one step."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.contents import Contents, check_contents, counts_of, library_sha256_of, load_contents
from index.durable import sync, sync_tree
from index.embedding.encoder import Encoder
from index.errors import EncodingFailed, IndexBusy, IndexCorrupt, IndexMismatch, IndexMissing
from index.growth import Growth, growth_of
from index.lock import writer_lock
from index.manifest import Manifest, SegmentName, records_of
from index.passage import indexed_text
from index.segment import SEGMENTS, Segment, write_segment
from index.settings import BuildSettings, DenseSettings
from index.snapshots import (
    SNAPSHOTS,
    UNFINISHED,
    current_changes,
    current_snapshot,
    list_snapshots,
    prune,
    remove_unfinished,
    snapshot_dir,
    switch_to,
)
from index.stores.faiss_store import FaissStore
from index.stores.joined_dense import JoinedDense
from index.stores.postings import Postings
from index.tokens import tokenize
from ingest.changes import Changes, save_changes
from ingest.model import Library

_UNIT_TOLERANCE = 1e-3
_STAMP = "%Y%m%dT%H%M%S"


def build_snapshot(
    library: Library,
    encoder: Encoder,
    home: Path,
    on_progress: Callable[[int], None] | None = None,
    settings: BuildSettings | None = None,
    changes: Changes | None = None,
) -> str:
    """Index ``library`` into a new snapshot of ``home`` and put it into use; returns its name.

    Whatever goes wrong, and wherever it is cut off, the snapshot in use before stays in use until the new one
    is complete, on disk and checked. ``on_progress`` is told how many of the library's chunks have been embedded. What
    the snapshot in use has already is neither embedded nor written again.
    ``changes`` are the changes by hand that ``library`` was read with (none, if not given).

    Raises:
        IndexBusy: another process is changing the index of ``home``, or has changed it since ``changes`` were read.
        EmbeddingError: the encoder cannot embed the library.
        OSError: the disk cannot be written.
    """
    changes = changes or Changes()

    def advance(done: int, total: int) -> None:
        if on_progress and done:
            on_progress(len(library.chunks) - total + done)

    with writer_lock(home):
        if current_changes(home) != changes:
            raise IndexBusy(f"{home} 的文件库刚刚有改动，请重试")
        return write_snapshot(library, changes, encoder, home, _opened(home), advance, settings)


def write_snapshot(
    library: Library,
    changes: Changes,
    encoder: Encoder,
    home: Path,
    base: Contents | None,
    on_progress: Callable[[int, int], None] | None = None,
    settings: BuildSettings | None = None,
) -> str:
    """``build_snapshot`` for a caller that holds the writer's lock; segments of ``base`` are taken over, and what
    ``library`` has besides becomes a new one. ``on_progress`` is told how many of how many texts are embedded, first of
    all that it is none.
    """
    settings = settings or BuildSettings()
    remove_unfinished(home)
    if base is not None and (base.manifest.model, base.manifest.dim) != (encoder.name, encoder.dim):
        base = None
    growth = growth_of(library, base)
    now = datetime.now(UTC)
    stamp = _new_stamp(home, now)
    with _unfinished(home, stamp) as directory:
        segments = growth.kept
        if growth.is_new:
            segments = (*segments, _written(growth, stamp, encoder, home, base, on_progress, settings))
        failures = library.failures
        digest = library_sha256_of(segments, growth.source_stretches, growth.part_stretches, failures)
        save_changes(changes, directory)
        Manifest(
            model=encoder.name,
            dim=encoder.dim,
            metric=FaissStore.metric,
            library_sha256=digest,
            counts=counts_of(library),
            created_at=now.isoformat(timespec="seconds"),
            bm25=settings.bm25,
            segments=tuple(SegmentName(name=s.name, sha256=s.sha256) for s in segments),
            sources=growth.source_stretches,
            documents=growth.part_stretches,
            failures=failures,
            files=records_of(directory),
        ).write(directory)
        sync_tree(directory)
        check_contents(directory)
        name = f"{stamp}-{digest[:6]}"
        directory.rename(home / SNAPSHOTS / name)
        sync(home / SNAPSHOTS)
    before = _in_use(home)
    switch_to(home, name)
    prune(home, settings.keep_snapshots, spare=before | {name})
    return name


def _opened(home: Path) -> Contents | None:
    """The snapshot in use; none when there is no usable one."""
    try:
        return load_contents(snapshot_dir(home, current_snapshot(home)))
    except (IndexMissing, IndexCorrupt, IndexMismatch):
        return None


def _written(
    growth: Growth,
    name: str,
    encoder: Encoder,
    home: Path,
    base: Contents | None,
    on_progress: Callable[[int, int], None] | None,
    settings: BuildSettings,
) -> Segment:
    """The new segment, on disk and checked."""
    texts = [indexed_text(chunk) for part in growth.fresh for chunk in part.chunks]
    fresh = FaissStore(encoder.dim, DenseSettings(exact_up_to=len(texts)))
    fresh.add(_vectors(texts, growth.leaving, encoder, on_progress))
    pieces = [*(segment.dense for segment in growth.merged), fresh]
    dense = FaissStore(encoder.dim, settings.dense)
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
    new = [text for text in texts if text not in known]
    if on_progress:
        on_progress(0, len(new))
    vectors = np.empty((len(texts), encoder.dim), np.float32)
    is_new = np.array([text not in known for text in texts], bool)
    for row in np.flatnonzero(~is_new).tolist():
        vectors[row] = known[texts[row]]
    if new:
        advance = (lambda done: on_progress(done, len(new))) if on_progress else None
        vectors[is_new] = _embedded(new, encoder, advance)
    return vectors


def _embedded(texts: list[str], encoder: Encoder, on_progress: Callable[[int], None] | None) -> NDArray[np.float32]:
    vectors = encoder.encode_passages(texts, on_progress)
    expected = (len(texts), encoder.dim)
    if vectors.shape != expected:
        raise EncodingFailed(f"向量模型 {encoder.name} 给出的形状为 {vectors.shape}，应为 {expected}")
    norms = np.linalg.norm(vectors, axis=1)
    # Written so that NaN fails too.
    if not np.all(np.abs(norms - 1) <= _UNIT_TOLERANCE):
        raise EncodingFailed(f"向量模型 {encoder.name} 给出的向量长度不为 1，无法比较，请换用其他模型")
    return vectors


def _new_stamp(home: Path, now: datetime) -> str:
    """The time (UTC), readable: later than that of any snapshot or segment, even if built within a second."""
    stamp = f"{now:{_STAMP}}"
    segments = home / SEGMENTS
    taken = [*list_snapshots(home)[-1:], *(path.name for path in (segments.iterdir() if segments.is_dir() else ()))]
    newest = max((name.partition("-")[0] for name in taken), default="")
    if newest >= stamp:
        stamp = f"{datetime.strptime(newest, _STAMP) + timedelta(seconds=1):{_STAMP}}"
    return stamp


@contextmanager
def _unfinished(home: Path, name: str) -> Iterator[Path]:
    """A folder to build in, removed unless it has been renamed by the end."""
    directory = home / SNAPSHOTS / f"{UNFINISHED}{name}"
    directory.mkdir(parents=True)
    try:
        yield directory
    finally:
        if directory.exists():
            shutil.rmtree(directory)


def _in_use(home: Path) -> frozenset[str]:
    """The snapshot in use, kept for a rollback; none when there is no usable one."""
    try:
        return frozenset({current_snapshot(home)})
    except (IndexMissing, IndexCorrupt):
        return frozenset()
