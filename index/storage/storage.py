"""What a way of keeping snapshots has to do, and the build that goes by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from index.chunk_search import ChunkSearch
from index.contents import Contents
from index.embedding.encoder import Encoder
from index.errors import IndexBusy, IndexCorrupt, IndexMismatch, IndexMissing
from index.lock import writer_lock
from index.settings import RetrievalSettings
from index.snapshots import current_changes, current_snapshot, snapshot_dir
from index.storage.placement import PlacedContents, open_contents
from index.verification import Findable
from ingest.changes import Changes
from ingest.model import Library

AnyContents = Contents | PlacedContents


class Storage(Protocol):
    """Where snapshots are kept. ``write`` and ``use`` are for callers that hold the writer's lock of ``home``."""

    def write(
        self,
        library: Library,
        changes: Changes,
        encoder: Encoder,
        home: Path,
        base: AnyContents | None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> str:
        """A new snapshot of ``library``, complete and in use when this returns; its name.

        Vectors of the same texts come from ``base`` where it is kept the same way. ``on_progress`` is told how many of
        how many texts are embedded, first of all that it is none.

        Raises:
            EmbeddingError, StoreError, OSError: what was in use stays in use.
        """
        ...

    def use(self, home: Path, snapshot: str) -> None:
        """From now on use ``snapshot``, once it has been checked. Raises as ``check``."""
        ...

    def check(self, contents: AnyContents) -> None:
        """Raises ``IndexMismatch`` where the snapshot is kept another way, ``IndexCorrupt`` where it is not whole."""
        ...

    def search(self, contents: AnyContents, retrieval: RetrievalSettings) -> ChunkSearch:
        """What ranks its chunks, after ``check``. Raises as that."""
        ...

    def flaws(self, contents: AnyContents) -> tuple[str, ...]:
        """What else is amiss with how the snapshot in use is kept: a line of Chinese each."""
        ...

    def findable(self, contents: AnyContents) -> Findable:
        """What verification and migration read of it, after ``check``."""
        ...


def build_library(
    library: Library,
    encoder: Encoder,
    home: Path,
    storage: Storage,
    on_progress: Callable[[int], None] | None = None,
    changes: Changes | None = None,
) -> str:
    """``index.build.build_snapshot`` in ``storage``: takes the lock, and gives the name of the snapshot now in use.

    Raises:
        IndexBusy: another process is changing the index of ``home``, or has changed it since ``changes`` were read.
        EmbeddingError, StoreError, OSError: what was in use stays in use.
    """
    changes = changes or Changes()

    def advance(done: int, total: int) -> None:
        if on_progress and done:
            on_progress(len(library.chunks) - total + done)

    with writer_lock(home):
        if current_changes(home) != changes:
            raise IndexBusy(f"{home} 的文件库刚刚有改动，请重试")
        return storage.write(library, changes, encoder, home, in_use(home), advance)


def in_use(home: Path) -> AnyContents | None:
    """The snapshot in use; none when there is no usable one."""
    try:
        return open_contents(snapshot_dir(home, current_snapshot(home)))
    except (IndexMissing, IndexCorrupt, IndexMismatch):
        return None
