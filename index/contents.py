"""The parts of a snapshot, opened together and held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.errors import IndexCorrupt
from index.manifest import REBUILD, Counts, Manifest
from index.stores.bm25_store import Bm25Store
from index.stores.dense import DenseStore
from index.stores.faiss_store import FaissStore
from ingest.artifacts import library_sha256, load_library
from ingest.changes import Changes, load_changes
from ingest.errors import IngestError
from ingest.model import Library

LIBRARY = "library"
DENSE = "dense"
LEXICAL = "lexical"


@dataclass(frozen=True, slots=True)
class Contents:
    """An opened snapshot: row i of both stores is chunk i of the library."""

    manifest: Manifest
    library: Library
    changes: Changes
    """What people changed by hand, up to this snapshot; the library shows it already."""
    dense: DenseStore
    lexical: Bm25Store


def counts_of(library: Library) -> Counts:
    """The counts a manifest gives for ``library``."""
    return Counts(
        sources=len(library.sources),
        documents=len(library.documents),
        clauses=len(library.clauses),
        chunks=len(library.chunks),
    )


def load_contents(directory: Path) -> Contents:
    """Open the snapshot in ``directory`` after checking all of it.

    Raises:
        IndexCorrupt: a file is absent or damaged, or its parts do not belong together.
        IndexMismatch: another version of this program wrote it.
    """
    manifest = Manifest.read(directory)
    manifest.check_files(directory)
    try:
        library = load_library(directory / LIBRARY)
        changes = load_changes(directory)
    except IngestError as error:
        raise IndexCorrupt(f"{error}（{directory}）") from error
    dense = FaissStore.open(directory / DENSE)
    lexical = Bm25Store.open(directory / LEXICAL)
    agreed = (
        counts_of(library) == manifest.counts
        and library_sha256(library) == manifest.library_sha256
        and len(dense) == len(lexical) == len(library.chunks)
        and (dense.dim, dense.metric) == (manifest.dim, manifest.metric)
    )
    if not agreed:
        raise IndexCorrupt(f"快照各部分前后不一：{directory}。请回退到其他快照，或{REBUILD[1:]}")
    return Contents(manifest, library, changes, dense, lexical)
