"""A library on disk: one JSON file a kind of thing, read back into the very same values."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ingest.errors import ArtifactsDamaged
from ingest.model import Chunk, Clause, Document, Library, SourceFile

_KINDS: dict[str, TypeAdapter[tuple[object, ...]]] = {
    "sources": TypeAdapter(tuple[SourceFile, ...]),
    "documents": TypeAdapter(tuple[Document, ...]),
    "clauses": TypeAdapter(tuple[Clause, ...]),
    "chunks": TypeAdapter(tuple[Chunk, ...]),
    "failures": TypeAdapter(tuple[tuple[str, str], ...]),
}


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


def library_sha256(library: Library) -> str:
    """A digest of everything in the library, the same over two runs on the same files."""
    digest = hashlib.sha256()
    for kind, adapter in _KINDS.items():
        digest.update(adapter.dump_json(getattr(library, kind)))
    return digest.hexdigest()
