"""What a rebuild from a corpus folder takes: its files, and all that was changed by hand since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from index.errors import IndexCorrupt, IndexMismatch, IndexMissing
from index.opened import Opened
from index.snapshots import current_changes
from ingest.changes import Changes
from ingest.corpus import CorpusFile, beside_uploads, walk
from ingest.model import Library
from ingest.pipeline import ingest_all
from ingest.revision import with_changes
from server.library.archive import Archive
from server.library.vault import Vault
from server.records.database import open_database

Reader = Callable[[Sequence[CorpusFile], Callable[[str], None] | None], Library]
"""Files, and who is told of each that is done, to a library: :func:`ingest.pipeline.ingest_all` or one like it."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A library read anew, the changes by hand in it, and what a person should know of them."""

    library: Library
    changes: Changes
    notes: tuple[str, ...]


def compose(
    home: Path,
    paths: list[Path],
    on_progress: Callable[[str], None] | None = None,
    reader: Reader = ingest_all,
    database_url: SecretStr | None = None,
) -> Composed:
    """The files below ``paths``, with the uploads, deletions and corrections of the library in ``home``, whose
    records are at ``database_url`` where they are not in ``home`` too.

    Versions of documents that this makes the library leave behind are kept.

    Raises:
        NothingToIngest: there is no file, or none could be taken.
        IndexCorrupt: the changes by hand cannot be read; building without them would lose them.
    """
    changes = current_changes(home)
    found = walk(paths)
    read = reader(beside_uploads(found, changes, Vault(home).folder), on_progress)
    library = with_changes(read, changes)
    held = _held(home)
    if held is not None:
        engine = open_database(home, database_url)
        try:
            Archive(home, engine).keep_leaving(held, library)
        finally:
            engine.dispose()
    return Composed(library, changes, tuple(_notes(found, read, changes)))


def _held(home: Path) -> Library | None:
    """The library in use; none when it cannot be used."""
    try:
        return Opened.of(home).contents.library
    except (IndexMissing, IndexCorrupt, IndexMismatch):
        return None


def _notes(found: list[CorpusFile], read: Library, changes: Changes) -> Iterator[str]:
    for file in found:
        if changes.upload_of(file.name):
            yield f"{file.name}：已由上传的同名文件取代，文件夹中的这一份没有收录"
        elif file.name in changes.removed:
            yield f"{file.name}：已在线删除，没有收录；需要时请上传"
    contents = {d.id: d.source_sha256 for d in read.documents}
    for correction in changes.corrections:
        if contents.get(correction.document_id, correction.source_sha256) != correction.source_sha256:
            yield f"{correction.document_id}：内容已变，以前的人工更正没有沿用，请核对"
