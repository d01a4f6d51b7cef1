"""Snapshots kept on this machine, vectors and keywords in files beside the library: the default."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index import snapshots
from index.build import write_snapshot
from index.contents import Contents
from index.embedding.encoder import Encoder
from index.errors import IndexMismatch
from index.local_search import LocalSearch
from index.settings import BuildSettings, RetrievalSettings
from index.storage.placement import PlacedContents
from index.verification import Findable, LocalFindable
from ingest.changes import Changes
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
        base: Contents | PlacedContents | None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> str:
        """``index.build.write_snapshot``."""
        known = base if isinstance(base, Contents) else None
        return write_snapshot(library, changes, encoder, home, known, on_progress, self._settings)

    def use(self, home: Path, snapshot: str) -> None:
        """Check the snapshot and switch to it."""
        snapshots.use(home, snapshot)

    def check(self, contents: Contents | PlacedContents) -> None:
        """Nothing is elsewhere: opening it has checked all."""
        _own(contents)

    def search(self, contents: Contents | PlacedContents, retrieval: RetrievalSettings) -> LocalSearch:
        """Over the files."""
        return LocalSearch(_own(contents), retrieval)

    def flaws(self, contents: Contents | PlacedContents) -> tuple[str, ...]:
        """None that opening it does not find."""
        _own(contents)
        return ()

    def findable(self, contents: Contents | PlacedContents) -> Findable:
        """Over the files."""
        return LocalFindable(_own(contents))


def _own(contents: Contents | PlacedContents) -> Contents:
    if isinstance(contents, PlacedContents):
        raise IndexMismatch(
            f"当前快照的向量在 Milvus 集合 {contents.placement.collection} 里，而设置项 store 为 faiss："
            "请设 POLICYQA_STORE=milvus，或运行 policyqa index migrate --to faiss"
        )
    return contents
