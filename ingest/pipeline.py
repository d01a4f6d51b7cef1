"""Files in, a :class:`~ingest.model.Library` out: read, part furniture and documents, build clauses, cut chunks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.chunking import chunk_document
from ingest.clauses.tree import build_clauses
from ingest.corpus import CorpusFile, walk
from ingest.documents import Draft, split_documents
from ingest.errors import EmptyFile, NothingToIngest, SourceRejected
from ingest.formats import read_source
from ingest.furniture import find_furniture, is_site_owner
from ingest.metadata import dates, labels
from ingest.metadata.doc_number import doc_number, without_number
from ingest.metadata.doc_type import doc_type
from ingest.metadata.history import enacted, events, in_effect_from, passed_on, published_by
from ingest.metadata.issuer import issuers, last_resort
from ingest.metadata.links import links
from ingest.metadata.region import own_region_of, region_of, region_spoken_of
from ingest.metadata.validity import status
from ingest.model import Chunk, Clause, DocType, Document, Found, Library, SourceFile, Span, Status
from ingest.normalize import Line, lines, underlined_headings, without_markup
from ingest.repeated import second_copies

_LETTER = re.compile(r"(?:印发|转发|批转|下发|公布|发布).*的(?:通知|公告|通告|决定)$")

_OPENING_LINES = 8
"""A 文号 that stands alone in so many first lines of a document is its own."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one file gave: its source and documents with their clauses and chunks, or why it was not taken."""

    file: CorpusFile
    source: SourceFile | None = None
    documents: tuple[Document, ...] = ()
    clauses: tuple[Clause, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    failure: str | None = None


def ingest_files(files: Iterable[CorpusFile]) -> Iterator[Ingested]:
    """Take ``files`` one at a time; nothing of a file is kept once the next is asked for."""
    for file in files:
        try:
            source, taken = ingest_file(file)
        except SourceRejected as error:
            yield Ingested(file, failure=str(error))
            continue
        chunks = [
            chunk for document, own in taken for chunk in chunk_document(document, own, source.text, source.plain)
        ]
        clauses = tuple(clause for _, own in taken for clause in own)
        yield Ingested(file, source, tuple(document for document, _ in taken), clauses, tuple(chunks))


def ingest_paths(paths: Sequence[Path], on_progress: Callable[[str], None] | None = None) -> Library:
    """Everything below ``paths``. A file that cannot be taken is listed in ``failures``; the others go on.

    Args:
        on_progress: called with the name of each file when it is done.

    Raises:
        NothingToIngest: no file was found, or none could be taken.
    """
    return ingest_all(walk(paths), on_progress)


def ingest_all(files: Iterable[CorpusFile], on_progress: Callable[[str], None] | None = None) -> Library:
    """The same of ``files`` already found and named."""
    return assemble(ingest_files(files), on_progress)


def assemble(results: Iterable[Ingested], on_progress: Callable[[str], None] | None = None) -> Library:
    """One library of what each file gave, in that order; raises ``NothingToIngest``."""
    sources: list[SourceFile] = []
    documents: list[Document] = []
    clauses: list[Clause] = []
    chunks: list[Chunk] = []
    failures: list[tuple[str, str]] = []
    for taken in results:
        if taken.source is not None:
            sources.append(taken.source)
        if taken.failure is not None:
            failures.append((taken.file.name, taken.failure))
        documents += taken.documents
        clauses += taken.clauses
        chunks += taken.chunks
        if on_progress:
            on_progress(taken.file.name)
    if not documents:
        raise NothingToIngest("没有一个文件可以收录：" + "；".join(reason for _, reason in failures))
    return Library(tuple(sources), tuple(documents), tuple(clauses), tuple(chunks), tuple(failures))


def ingest_file(file: CorpusFile) -> tuple[SourceFile, list[tuple[Document, tuple[Clause, ...]]]]:
    """One file: its text with the furniture, and each logical document with its clauses.

    Raises:
        SourceRejected: the file cannot be taken.
    """
    source = read_source(file.path, Path(file.name).name)
    text, plain = source.text, source.plain or source.text
    all_lines = list(lines(plain))
    apart = find_furniture(all_lines, source.links)
    furniture = [line for index, line in enumerate(all_lines) if index in apart]
    underlined = underlined_headings(plain, all_lines)
    body = [
        without_markup(line, underlined.get(index, 0)) for index, line in enumerate(all_lines) if index not in apart
    ]
    copies = second_copies(body)
    body = [line for index, line in enumerate(body) if index not in copies]
    if not body:
        raise EmptyFile(f"{file.name}：文件中没有正文")
    sha256 = hashlib.sha256(source.data).hexdigest()
    drafts = split_documents(body)
    documents: list[Document] = []
    taken = []
    for number, draft in enumerate(drafts, 1):
        own = body[draft.first : draft.last]
        document_id = file.key if len(drafts) == 1 else f"{file.key}.{number}"
        document = _document(document_id, draft, body, own, furniture, file.name, sha256)
        documents.append(document)
        fronts = frozenset(i - draft.first for i in draft.fronts)
        taken.append((document, build_clauses(document_id, text, plain, own, fronts)))
    shared = [_last_resort(document, body, furniture) for document in _share(documents)]
    result = [(document, own) for document, (_, own) in zip(shared, taken, strict=True)]
    covered = [c.span for _, own in result for c in own]
    furniture_spans = tuple(_gaps(covered, len(text)))
    return SourceFile(file.name, sha256, text, furniture_spans, source.plain, source.pages), result


def _document(
    document_id: str,
    draft: Draft,
    body: list[Line],
    own: list[Line],
    furniture: list[Line],
    name: str,
    sha256: str,
) -> Document:
    front_lines = [body[i] for i in sorted(draft.fronts)]
    title_lines = [body[i] for i in draft.title_lines]
    title = draft.title[1:-1] if draft.title.startswith("《") and draft.title.endswith("》") else draft.title
    title = without_number(title)
    told = list(events(front_lines))
    kind = doc_type(title, enacted(told))
    number = doc_number(front_lines, title_lines, furniture, own[:_OPENING_LINES])
    named = issuers(front_lines, title, title_lines[0].span.start, len(title_lines) == 1, furniture)
    issued = dates.issued_on(front_lines) or labels.date(furniture, labels.ISSUED) or passed_on(told)
    published = dates.published_on(furniture) or published_by(told)
    region = region_of(*(found.value for found in named), title, number.value if number else "")
    effective = (
        in_effect_from(told)
        or dates.effective_from(own, dates.printed_on(own) or issued, published_by(told) or issued)
        or labels.date(furniture, labels.EFFECTIVE)
    )
    return Document(
        id=document_id,
        title=title,
        doc_type=kind,
        status=status(title, kind, front_lines, bool(number or issued or named or effective), furniture),
        span=Span(own[0].span.start, own[-1].span.end),
        source_file=name,
        source_sha256=sha256,
        doc_number=number,
        issuers=named,
        region=region,
        issued_on=issued,
        published_on=published,
        effective_from=effective,
        effective_until=dates.effective_until(own, effective) or labels.date(furniture, labels.EXPIRES),
        comment_until=dates.comment_until(own),
        links=links(own, kind, title),
    )


def _share(documents: list[Document]) -> list[Document]:
    """What a transmittal or an announcement says of itself holds for what it carries, where that is silent."""
    first = documents[0]
    return [
        first
        if document is first
        else replace(
            document,
            doc_number=document.doc_number or first.doc_number,
            issuers=document.issuers or first.issuers,
            region=document.region or first.region,
            issued_on=document.issued_on or first.issued_on,
            effective_from=document.effective_from or (first.effective_from if _is_carried(document, first) else None),
            status=first.status if document.status is Status.UNKNOWN else document.status,
            comment_until=_carried(document.comment_until, first.comment_until, document, first),
        )
        for document in documents
    ]


def _is_carried(document: Document, first: Document) -> bool:
    """Whether ``first`` is the letter that issues ``document``, so that the day it names is that document's."""
    if document.doc_type is DocType.INTERPRETATION or _LETTER.search(first.title) is None:
        return False
    return f"《{document.title}》" in first.title or document.title in first.title


def _last_resort(document: Document, body: list[Line], furniture: list[Line]) -> Document:
    """What the imprint, the page or the closing clauses tell of a document that does not say it itself."""
    own = [line for line in body if document.span.start <= line.span.start < document.span.end]
    if not document.issuers:
        named, basis = last_resort(own, furniture, document.doc_type)
        document = replace(document, issuers=named, issuer_basis=basis)
    if document.issued_on is None and len(own) == len(body):
        document = replace(document, issued_on=dates.printed_on(own))
    if document.region is None:
        told = [*(found.value for found in document.issuers), *(line.text for line in furniture if is_site_owner(line))]
        texts = [line.text for line in own]
        document = replace(document, region=region_of(*told) or own_region_of(texts) or region_spoken_of(texts))
    return document


def _carried(
    own: Found[str] | None, carried: Found[str] | None, document: Document, first: Document
) -> Found[str] | None:
    return own or (carried if document.status is first.status else None)


def _gaps(spans: list[Span], length: int) -> Iterator[Span]:
    """What no clause covers, so that clauses and furniture together tile the source."""
    position = 0
    for span in sorted(spans):
        if span.start > position:
            yield Span(position, span.start)
        position = max(position, span.end)
    if position < length:
        yield Span(position, length)
