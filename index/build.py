"""A library made searchable: a new snapshot beside the old ones, put into use in one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.embedding.encoder import Encoder
from index.errors import IndexBusy, IndexCorrupt, IndexMismatch, IndexMissing
from index.lock import writer_lock
from index.opened import Opened
from index.snapshots import current_changes
from index.storage.local import LocalStorage
from index.storage.placement import AnyContents
from index.storage.storage import Storage
from ingest.changes import Changes
from ingest.model import Library


def build_snapshot(
    library: Library,
    encoder: Encoder,
    home: Path,
    on_progress: Callable[[int], None] | None = None,
    storage: Storage | None = None,
    changes: Changes | None = None,
) -> str:
    """Index ``library`` into a new snapshot of ``home`` and put it into use; returns its name.

    Whatever goes wrong, and wherever it is cut off, the snapshot in use before stays in use until the new one
    is complete, on disk and checked. ``on_progress`` is told how many of the library's chunks have been embedded. What
    the snapshot in use has already is not embedded again.
    ``storage`` is where vectors and keywords are kept (by default, in files beside the library), ``changes`` are the
    changes by hand that ``library`` was read with (none, if not given).

    Raises:
        IndexBusy: another process is changing the index of ``home``, or has changed it since ``changes`` were read.
        EmbeddingError: the encoder cannot embed the library.
        StoreError: the engine that keeps the vectors does not.
        OSError: the disk cannot be written.
    """
    storage = storage or LocalStorage()
    changes = changes or Changes()

    def advance(done: int, total: int) -> None:
        if on_progress and done:
            on_progress(len(library.chunks) - total + done)

    with writer_lock(home):
        if current_changes(home) != changes:
            raise IndexBusy(f"{home} 的文件库刚刚有改动，请重试")
        return storage.write(library, changes, encoder, home, _in_use(home), advance)


def _in_use(home: Path) -> AnyContents | None:
    """The snapshot in use; none when there is no usable one."""
    try:
        return Opened.of(home).contents
    except (IndexMissing, IndexCorrupt, IndexMismatch):
        return None
