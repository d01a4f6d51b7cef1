"""A library made searchable: a new snapshot beside the old ones, put into use in one step."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.contents import DENSE, LEXICAL, LIBRARY, counts_of, load_contents
from index.durable import sync, sync_tree
from index.embedding.encoder import Encoder
from index.errors import EncodingFailed, IndexCorrupt, IndexMissing
from index.lock import writer_lock
from index.manifest import Manifest, records_of
from index.passage import indexed_text
from index.settings import BuildSettings
from index.snapshots import (
    SNAPSHOTS,
    UNFINISHED,
    current_snapshot,
    list_snapshots,
    prune,
    remove_unfinished,
    switch_to,
)
from index.stores.bm25_store import Bm25Store
from index.stores.faiss_store import FaissStore
from index.tokens import tokenize
from ingest.artifacts import library_sha256, save_library
from ingest.model import Library

_UNIT_TOLERANCE = 1e-3
_STAMP = "%Y%m%dT%H%M%S"


def build_snapshot(
    library: Library,
    encoder: Encoder,
    home: Path,
    on_progress: Callable[[int], None] | None = None,
    settings: BuildSettings | None = None,
) -> str:
    """Index ``library`` into a new snapshot of ``home`` and put it into use; returns its name.

    Whatever goes wrong, and wherever it is cut off, the snapshot in use before stays in use until the new one
    is complete, on disk and checked. ``on_progress`` goes to the encoder, which tells it how many of the
    library's chunks have been embedded.

    Raises:
        IndexBusy: another process is changing the index of ``home``.
        EmbeddingError: the encoder cannot embed the library.
        OSError: the disk cannot be written.
    """
    settings = settings or BuildSettings()
    digest = library_sha256(library)
    with writer_lock(home):
        remove_unfinished(home)
        created_at = datetime.now(UTC)
        name = _new_name(home, created_at, digest)
        with _unfinished(home, name) as directory:
            dense = FaissStore(encoder.dim, settings.dense)
            dense.add(_vectors(library, encoder, on_progress))
            lexical = Bm25Store.build([tokenize(indexed_text(chunk)) for chunk in library.chunks], settings.bm25)
            save_library(library, directory / LIBRARY)
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


def _vectors(library: Library, encoder: Encoder, on_progress: Callable[[int], None] | None) -> NDArray[np.float32]:
    if not library.chunks:
        return np.empty((0, encoder.dim), np.float32)
    vectors = encoder.encode_passages([indexed_text(chunk) for chunk in library.chunks], on_progress)
    expected = (len(library.chunks), encoder.dim)
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
