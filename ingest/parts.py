"""A library document by document: what one document brings, told from what was there before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.model import Chunk, Clause, Document, Library


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One document with its clauses and chunks. Two parts are the same only if they are one object."""

    document: Document
    clauses: tuple[Clause, ...]
    chunks: tuple[Chunk, ...]


def parts_of(library: Library, known: Mapping[str, Part] | None = None) -> tuple[Part, ...]:
    """The parts of ``library`` in its order; where ``known`` has an equal one under the document's id, that very one.

    A document that is the same object, between the same first and last clause and chunk, is taken to have the same ones
    between them too: libraries are made of others document by document. So what they share is hardly looked at.

    Raises:
        ValueError: clauses or chunks do not stand together in the order of the documents.
    """
    known = known or {}
    parts = []
    clause = chunk = 0
    for document in library.documents:
        part = known.get(document.id)
        if part is None or not _stands_at(part, document, library, clause, chunk):
            own = library.clauses[clause : _end(library.clauses, clause, document.id)]
            part = Part(document, own, library.chunks[chunk : _end(library.chunks, chunk, document.id)])
        parts.append(part)
        clause += len(part.clauses)
        chunk += len(part.chunks)
    if (clause, chunk) != (len(library.clauses), len(library.chunks)):
        raise ValueError("条款与分块须按文件顺序排列")
    return tuple(parts)


def _stands_at(part: Part, document: Document, library: Library, clause: int, chunk: int) -> bool:
    clauses_end, chunks_end = clause + len(part.clauses), chunk + len(part.chunks)
    if _end(library.clauses, clauses_end, document.id) != clauses_end:
        return False
    if _end(library.chunks, chunks_end, document.id) != chunks_end:
        return False
    if part.document is document:
        return _has_ends(library.clauses, clause, part.clauses) and _has_ends(library.chunks, chunk, part.chunks)
    return (
        part.document == document
        and library.clauses[clause:clauses_end] == part.clauses
        and library.chunks[chunk:chunks_end] == part.chunks
    )


def _has_ends(items: Sequence[object], start: int, own: Sequence[object]) -> bool:
    """Whether ``items`` has the first and the last of ``own`` where they would be."""
    end = start + len(own)
    return not own or (end <= len(items) and items[start] is own[0] and items[end - 1] is own[-1])


def _end(items: Sequence[Clause] | Sequence[Chunk], start: int, document_id: str) -> int:
    """Where the items of this document that begin at ``start`` end."""
    end = start
    while end < len(items) and items[end].document_id == document_id:
        end += 1
    return end
