"""A library on disk: one JSON file a kind of thing, read back into the very same values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ingest.errors import ArtifactsDamaged
from ingest.model import Chunk, Clause, Document, Library, SourceFile
from ingest.parts import Part, parts_of

_KINDS: dict[str, TypeAdapter[tuple[object, ...]]] = {
    "sources": TypeAdapter(tuple[SourceFile, ...]),
    "documents": TypeAdapter(tuple[Document, ...]),
    "clauses": TypeAdapter(tuple[Clause, ...]),
    "chunks": TypeAdapter(tuple[Chunk, ...]),
    "failures": TypeAdapter(tuple[tuple[str, str], ...]),
}
_SOURCE = TypeAdapter(SourceFile)
_PART = TypeAdapter(tuple[Document, tuple[Clause, ...], tuple[Chunk, ...]])


def save_library(library: Library, directory: Path) -> None:
    """Write ``library`` into ``directory``, which is made if need be."""
    directory.mkdir(parents=True, exist_ok=True)
    for kind, adapter in _KINDS.items():
        (directory / f"{kind}.json").write_bytes(adapter.dump_json(getattr(library, kind)))


def load_library(directory: Path) -> Library:
    """Read back what :func:`save_library` wrote.

    Raises:
        ArtifactsDamaged: a file is missing, truncated or of another version.
    """
    parts = {}
    for kind, adapter in _KINDS.items():
        path = directory / f"{kind}.json"
        try:
            parts[kind] = adapter.validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise ArtifactsDamaged(f"{path} 读不出来或已损坏，请重新建库") from error
    return Library(**parts)  # type: ignore[arg-type]


def source_sha256(source: SourceFile) -> str:
    """A digest of all that is kept of a file."""
    return hashlib.sha256(_SOURCE.dump_json(source)).hexdigest()


def part_sha256(part: Part) -> str:
    """A digest of a document with its clauses and chunks."""
    return hashlib.sha256(_PART.dump_json((part.document, part.clauses, part.chunks))).hexdigest()


def joined_sha256(sources: Iterable[str], parts: Iterable[str], failures: Iterable[tuple[str, str]]) -> str:
    """The digest of a library, from those of its sources and parts in its order."""
    said = (*sources, "", *parts, "", json.dumps(list(failures)))
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def library_sha256(library: Library) -> str:
    """A digest of everything in the library, the same over two runs on the same files."""
    return joined_sha256(map(source_sha256, library.sources), map(part_sha256, parts_of(library)), library.failures)
