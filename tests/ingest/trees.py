"""Ingest a text written in a test, and write its tree down so that it can be compared."""

from pathlib import Path

from ingest.corpus import walk
from ingest.model import Clause, ClauseKind, Document
from ingest.pipeline import Ingested, ingest_files


def take(folder: Path, text: str, name: str = "sample.md") -> Ingested:
    """Ingest ``text`` as one file."""
    path = folder / name
    path.write_bytes(text.encode())
    (taken,) = ingest_files(walk([path]))
    assert taken.failure is None, taken.failure
    return taken


def document(folder: Path, text: str, name: str = "sample.md") -> Document:
    """The only logical document of ``text``."""
    (only,) = take(folder, text, name).documents
    return only


def written(clauses: tuple[Clause, ...], document_id: str | None = None) -> str:
    """One line a clause below the head: two spaces a level, then its title."""
    return "\n".join(
        "  " * (c.level - 1) + c.title
        for c in clauses
        if c.kind is not ClauseKind.FRONT and document_id in (None, c.document_id)
    )


def tree(folder: Path, text: str, name: str = "sample.md") -> str:
    """The tree of a text with one document, as :func:`written`."""
    return written(take(folder, text, name).clauses)


def kinds(folder: Path, text: str, name: str = "sample.md") -> list[tuple[str, str]]:
    """Kind and label of every clause below the head."""
    clauses = take(folder, text, name).clauses
    return [(c.kind.value, c.label) for c in clauses if c.kind is not ClauseKind.FRONT]
