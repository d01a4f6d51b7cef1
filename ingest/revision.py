"""A library with one file or document more, less or put right: the rest of it stays the very same values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from ingest.changes import Changes, Correction
from ingest.chunking import chunk_document
from ingest.metadata.dates import find_dates
from ingest.metadata.region import divisions
from ingest.model import DocType, Document, Found, Library, Span, Status
from ingest.pipeline import Ingested

NOWHERE = Span(-1, -1)
"""The span of a value set by hand that its document does not print: no clause covers it, so none is quoted for it."""

DATES = ("issued_on", "published_on", "effective_from", "effective_until")


def with_file(library: Library, taken: Ingested) -> Library:
    """``library`` with the file, at its end, in place of one of the same name."""
    rest = without_file(library, taken.file.name)
    failures = rest.failures if taken.failure is None else (*rest.failures, (taken.file.name, taken.failure))
    return Library(
        (*rest.sources, *([taken.source] if taken.source else [])),
        (*rest.documents, *taken.documents),
        (*rest.clauses, *taken.clauses),
        (*rest.chunks, *taken.chunks),
        failures,
    )


def without_file(library: Library, name: str) -> Library:
    """``library`` without the file ``name`` and what was read from it."""
    kept = _keeping(library, lambda document: document.source_file != name)
    return replace(
        kept,
        sources=tuple(s for s in library.sources if s.name != name),
        failures=tuple(f for f in library.failures if f[0] != name),
    )


def without_documents(library: Library, ids: frozenset[str]) -> Library:
    """``library`` without these documents; a file none of whose documents is left goes with them."""
    kept = _keeping(library, lambda document: document.id not in ids)
    emptied = {d.source_file for d in library.documents} - {d.source_file for d in kept.documents}
    return replace(kept, sources=tuple(s for s in kept.sources if s.name not in emptied))


def only_file(library: Library, name: str) -> Library:
    """Just the file ``name`` with its documents and clauses, without chunks: what is kept of a replaced version."""
    kept = _keeping(library, lambda document: document.source_file == name)
    return Library(tuple(s for s in library.sources if s.name == name), kept.documents, kept.clauses)


def _keeping(library: Library, wanted: Callable[[Document], bool]) -> Library:
    documents = tuple(d for d in library.documents if wanted(d))
    if len(documents) == len(library.documents):
        return library
    ids = {d.id for d in documents}
    return replace(
        library,
        documents=documents,
        clauses=tuple(c for c in library.clauses if c.document_id in ids),
        chunks=tuple(c for c in library.chunks if c.document_id in ids),
    )


def with_changes(library: Library, changes: Changes) -> Library:
    """``library``, freshly read, with the corrections and exclusions of ``changes`` that hold for it."""
    # In the order they were made: a document taken out may have been put right before, its title too.
    mended = with_corrections(library, changes.corrections)
    titles = {d.id: (d.source_file, d.title) for d in mended.documents}
    gone = frozenset(e.document_id for e in changes.excluded if titles.get(e.document_id) == (e.source_file, e.title))
    return without_documents(mended, gone) if gone else mended


def with_corrections(library: Library, corrections: Iterable[Correction]) -> Library:
    """``library`` with the metadata set by hand, and the chunks of those documents cut anew: they begin with it.

    A correction of other content than is held is passed over.
    """
    by_document = {(c.document_id, c.source_sha256): c for c in corrections}
    texts = {source.name: source.text for source in library.sources}
    changed: dict[str, Document] = {}
    for document in library.documents:
        correction = by_document.get((document.id, document.source_sha256))
        if correction is not None:
            changed[document.id] = _corrected(document, dict(correction.values), texts[document.source_file])
    if not changed:
        return library
    chunks = []
    recut: set[str] = set()
    for chunk in library.chunks:
        document_id = chunk.document_id
        if document_id not in changed:
            chunks.append(chunk)
        elif document_id not in recut:
            recut.add(document_id)
            document = changed[document_id]
            own = [c for c in library.clauses if c.document_id == document_id]
            chunks += chunk_document(document, own, texts[document.source_file])
    return replace(library, documents=tuple(changed.get(d.id, d) for d in library.documents), chunks=tuple(chunks))


def _corrected(document: Document, values: dict[str, str | None], text: str) -> Document:
    result = document
    for field, value in values.items():
        if field == "title" and value is not None:
            result = replace(result, title=value)
        elif field == "doc_type" and value is not None:
            result = replace(result, doc_type=DocType(value))
        elif field == "status" and value is not None:
            result = replace(result, status=Status(value))
        elif field == "region":
            result = replace(result, region=None if value is None else divisions()[value])
        elif field == "issuer":
            result = replace(result, issuers=() if value is None else (_found(value, document, text),))
        elif field in {"doc_number", *DATES}:
            result = replace(result, **{field: None if value is None else _found(value, document, text)})  # type: ignore[arg-type]
    return result


def _found(value: str, document: Document, text: str) -> Found[str]:
    """``value`` with the place where the document prints it, a date in whatever form."""
    own = document.span.cut(text)
    at = own.find(value)
    if at >= 0:
        start = document.span.start + at
        return Found(value, Span(start, start + len(value)))
    for date in find_dates(own):
        if date.value == value:
            return Found(value, Span(document.span.start + date.span.start, document.span.start + date.span.end))
    return Found(value, NOWHERE)
