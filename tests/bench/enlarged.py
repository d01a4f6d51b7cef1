"""The shipped documents over and over, each time under other ids: a library of any size that reads like policy."""

from __future__ import annotations

from dataclasses import replace

from ingest.model import Library


def enlarged(library: Library, clauses: int) -> Library:
    """At least ``clauses`` clauses: whole copies of ``library``; the first keeps its ids."""
    copies = -(-clauses // len(library.clauses))
    parts = [_renamed(library, f"{number}~") if number else library for number in range(copies)]
    return replace(
        library,
        sources=tuple(source for part in parts for source in part.sources),
        documents=tuple(document for part in parts for document in part.documents),
        clauses=tuple(clause for part in parts for clause in part.clauses),
        chunks=tuple(chunk for part in parts for chunk in part.chunks),
    )


def _renamed(library: Library, mark: str) -> Library:
    return replace(
        library,
        sources=tuple(replace(source, name=mark + source.name) for source in library.sources),
        documents=tuple(
            replace(document, id=mark + document.id, source_file=mark + document.source_file)
            for document in library.documents
        ),
        clauses=tuple(
            replace(
                clause,
                id=mark + clause.id,
                document_id=mark + clause.document_id,
                parent_id=None if clause.parent_id is None else mark + clause.parent_id,
            )
            for clause in library.clauses
        ),
        chunks=tuple(
            replace(chunk, id=mark + chunk.id, clause_id=mark + chunk.clause_id, document_id=mark + chunk.document_id)
            for chunk in library.chunks
        ),
    )
