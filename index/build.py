"""A library made searchable: a new snapshot beside the old ones, put into use in one step."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.contents import DENSE, LEXICAL, LIBRARY, Contents, counts_of, load_contents
from index.durable import sync, sync_tree
from index.embedding.encoder import Encoder
from index.errors import EncodingFailed, IndexBusy, IndexCorrupt, IndexMismatch, IndexMissing
from index.lock import writer_lock
from index.manifest import Manifest, records_of
from index.passage import indexed_text
from index.settings import BuildSettings
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
from index.stores.bm25_store import Bm25Store
from index.stores.faiss_store import FaissStore
from index.tokens import tokenize
from ingest.artifacts import library_sha256, save_library
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
    is complete, on disk and checked. ``on_progress`` goes to the encoder, which tells it how many of the
    library's chunks have been embedded. What the snapshot in use has embedded already is not embedded again.
    ``changes`` are the changes by hand that ``library`` was read with (none, if not given).

    Raises:
        IndexBusy: another process is changing the index of ``home``, or has changed it since ``changes`` were read.
        EmbeddingError: the encoder cannot embed the library.
        OSError: the disk cannot be written.
    """
    changes = changes or Changes()
    with writer_lock(home):
        if current_changes(home) != changes:
            raise IndexBusy(f"{home} 的文件库刚刚有改动，请重试")
        return write_snapshot(library, changes, encoder, home, _opened(home), on_progress, settings)


def write_snapshot(
    library: Library,
    changes: Changes,
    encoder: Encoder,
    home: Path,
    base: Contents | None,
    on_progress: Callable[[int], None] | None = None,
    settings: BuildSettings | None = None,
) -> str:
    """``build_snapshot`` for a caller that holds the writer's lock; vectors of the same texts come from ``base``,
    and so do the centres of clusters, as long as the library has about its size.
    """
    settings = settings or BuildSettings()
    digest = library_sha256(library)
    remove_unfinished(home)
    created_at = datetime.now(UTC)
    name = _new_name(home, created_at, digest)
    with _unfinished(home, name) as directory:
        dense = FaissStore(encoder.dim, settings.dense)
        dense.add(_vectors(library, encoder, base, on_progress))
        dense.cluster(like=base.dense if base is not None else None)
        lexical = Bm25Store.build([tokenize(indexed_text(chunk)) for chunk in library.chunks], settings.bm25)
        save_library(library, directory / LIBRARY)
        save_changes(changes, directory)
        for part, store in ((DENSE, dense), (LEXICAL, lexical)):
            (directory / part).mkdir()
            store.save(directory / part)
        Manifest(
            model=encoder.name,
            dim=encoder.dim,
            metric=dense.metric,
            library_sha256=digest,
            counts=counts_of(library),
            created_at=created_at.isoformat(timespec="seconds"),
            files=records_of(directory),
        ).write(directory)
        sync_tree(directory)
        load_contents(directory)
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


def _vectors(
    library: Library, encoder: Encoder, base: Contents | None, on_progress: Callable[[int], None] | None
) -> NDArray[np.float32]:
    """A row a chunk. Only texts that ``base`` has no vector of the same model for are embedded."""
    texts = [indexed_text(chunk) for chunk in library.chunks]
    known: dict[str, int] = {}
    if base is not None and (base.manifest.model, base.manifest.dim) == (encoder.name, encoder.dim):
        known = {indexed_text(chunk): row for row, chunk in enumerate(base.library.chunks)}
    rows = np.array([known.get(text, -1) for text in texts], np.int64)
    vectors = np.empty((len(texts), encoder.dim), np.float32)
    if base is not None and known:
        vectors[rows >= 0] = base.dense.vectors(rows[rows >= 0])
    new = [text for text, row in zip(texts, rows.tolist(), strict=True) if row < 0]
    if new:
        reused = len(texts) - len(new)
        advance = (lambda done: on_progress(reused + done)) if on_progress else None
        vectors[rows < 0] = _embedded(new, encoder, advance)
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


def _new_name(home: Path, now: datetime, digest: str) -> str:
    """Time (UTC) and library, readable. Later snapshots sort later, even if built within a second."""
    stamp = f"{now:{_STAMP}}"
    newest = [name.partition("-")[0] for name in list_snapshots(home)[-1:]]
    if newest and newest[0] >= stamp:
        stamp = f"{datetime.strptime(newest[0], _STAMP) + timedelta(seconds=1):{_STAMP}}"
    return f"{stamp}-{digest[:6]}"


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
