"""What a way of keeping snapshots has to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from index.chunk_search import ChunkSearch
from index.embedding.encoder import Encoder
from index.settings import RetrievalSettings
from index.storage.placement import AnyContents
from index.verification import Findable
from ingest.changes import Changes
from ingest.model import Library


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
