"""A snapshot whose vectors and terms lie in an engine: what it notes of them, and how it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from index.contents import Contents, counts_of, load_contents
from index.errors import IndexCorrupt
from index.manifest import REBUILD, Manifest, check_files
from index.settings import Bm25Settings
from index.stores.milvus.term_statistics import TermStatistics
from ingest.artifacts import library_sha256, load_library
from ingest.changes import Changes, load_changes
from ingest.errors import IngestError
from ingest.model import Library
from ingest.parts import Part, parts_of

FILE_NAME = "milvus.json"
LIBRARY = "library"


class Placement(BaseModel):
    """``milvus.json``: the collection, how many chunks it was loaded with, and what it was made with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    collection: str
    chunks: NonNegativeInt
    keywords: Literal["terms", "jieba"]
    vectors: Literal["flat", "hnsw"]
    bm25: Bm25Settings

    @classmethod
    def read(cls, directory: Path) -> Self:
        """The placement of the snapshot in ``directory``. Raises ``IndexCorrupt``."""
        path = directory / FILE_NAME
        try:
            return cls.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise IndexCorrupt(f"{path} 缺失或损坏。请回退到其他快照，或{REBUILD[1:]}") from error

    def write(self, directory: Path) -> None:
        """Write ``milvus.json`` into ``directory``."""
        (directory / FILE_NAME).write_text(self.model_dump_json(indent=1), encoding="utf-8")


@dataclass(frozen=True)
class PlacedContents:
    """An opened snapshot whose vectors and terms are elsewhere: what is on this machine of it, checked."""

    manifest: Manifest
    library: Library
    changes: Changes
    placement: Placement
    statistics: TermStatistics

    @cached_property
    def parts(self) -> dict[str, Part]:
        """The library document by document, in its order, by id."""
        return {part.document.id: part for part in parts_of(self.library)}


AnyContents = Contents | PlacedContents
"""An opened snapshot, wherever its vectors and terms are."""


def open_contents(directory: Path, *, anew: bool = False) -> AnyContents:
    """Open the snapshot in ``directory``, of either kind, after checking what of it is on this machine (``anew``: as
    for ``load_contents``).

    Raises:
        IndexCorrupt, IndexMismatch: as ``load_contents``.
    """
    if not (directory / FILE_NAME).exists():
        return load_contents(directory, anew=anew)
    manifest = Manifest.read(directory)
    check_files(manifest.files, directory)
    try:
        library = load_library(directory / LIBRARY)
        changes = load_changes(directory)
    except IngestError as error:
        raise IndexCorrupt(f"{error}（{directory}）") from error
    placement = Placement.read(directory)
    agreed = (
        counts_of(library) == manifest.counts
        and library_sha256(library) == manifest.library_sha256
        and placement.chunks == len(library.chunks)
    )
    if not agreed:
        raise IndexCorrupt(f"快照各部分前后不一：{directory}。请回退到其他快照，或{REBUILD[1:]}")
    return PlacedContents(manifest, library, changes, placement, TermStatistics.open(directory))
