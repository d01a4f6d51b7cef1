"""Earlier versions of documents: kept when a file is replaced, taken out, or left behind by a change of snapshots."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Engine, Integer, Table, UniqueConstraint, select

from index.durable import sync, sync_tree
from ingest.artifacts import load_library, save_library
from ingest.model import Document, Library
from ingest.revision import only_file
from server.records.clock import now
from server.records.tables import METADATA, Words
from server.records.upsert import put

FOLDER = "versions"
_PART = ".saving-"
_ID_CHARS = 12

VERSIONS = Table(
    "versions",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("document_id", Words, nullable=False, index=True),
    Column("source_sha256", Words, nullable=False),
    Column("source_file", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("clauses", Integer, nullable=False),
    Column("folder", Words, nullable=False),
    Column("left_at", Words, nullable=False),
    UniqueConstraint("document_id", "source_sha256"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version of a document that was in the library once."""

    document_id: str
    source_sha256: str
    source_file: str
    title: str
    clauses: int
    folder: str
    left_at: str

    @property
    def version(self) -> str:
        """What the version is called: see ``version_of``."""
        return version_of(self.source_sha256)


def version_of(source_sha256: str) -> str:
    """The short name of a version: the first digits of its file's SHA-256."""
    return source_sha256[:_ID_CHARS]


class Archive:
    """The earlier versions of the library in ``home``."""

    def __init__(self, home: Path, engine: Engine) -> None:
        self._folder = home / FOLDER
        self._engine = engine

    def keep_leaving(self, before: Library, after: Library) -> None:
        """Keep every document of ``before`` that ``after`` no longer has with the same content. Safe to repeat."""
        staying = {(d.id, d.source_sha256) for d in after.documents}
        leaving: dict[str, list[Document]] = {}
        for document in before.documents:
            if (document.id, document.source_sha256) not in staying:
                leaving.setdefault(document.source_file, []).append(document)
        for source_file, documents in leaving.items():
            self._keep(only_file(before, source_file), documents)

    def versions(self, document_id: str) -> list[Earlier]:
        """The earlier versions of a document, the last to leave first."""
        wanted = select(VERSIONS).where(VERSIONS.c.document_id == document_id)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(VERSIONS.c.left_at.desc(), VERSIONS.c.number.desc()))
            return [
                Earlier(r.document_id, r.source_sha256, r.source_file, r.title, r.clauses, r.folder, r.left_at)
                for r in rows
            ]

    def open(self, earlier: Earlier) -> Library:
        """The file an earlier version stood in, with its documents and clauses.

        Raises:
            ArtifactsDamaged: it cannot be read.
        """
        return load_library(self._folder / earlier.folder)

    def _keep(self, file: Library, documents: list[Document]) -> None:
        name = hashlib.sha256(f"{documents[0].source_file}\0{documents[0].source_sha256}".encode()).hexdigest()[:32]
        target = self._folder / name
        if not target.exists():
            part = self._folder / f"{_PART}{name}"
            if part.exists():
                shutil.rmtree(part)
            save_library(file, part)
            sync_tree(part)
            part.replace(target)
            sync(self._folder)
            sync(self._folder.parent)
        counts = Counter(clause.document_id for clause in file.clauses)
        left_at = now()
        with self._engine.begin() as connection:
            for document in documents:
                row = {
                    "document_id": document.id,
                    "source_sha256": document.source_sha256,
                    "source_file": document.source_file,
                    "title": document.title,
                    "clauses": counts[document.id],
                    "folder": name,
                    "left_at": left_at,
                }
                put(connection, VERSIONS, row, ["document_id", "source_sha256"], ["left_at"])
