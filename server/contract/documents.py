"""Documents and their clauses."""

from __future__ import annotations

from server.contract.base import DocStatus, Wire


class DocumentInfo(Wire):
    """Metadata of a document. What the text does not state is null."""

    id: str
    title: str
    doc_number: str | None
    issuer: str | None
    region: str | None
    adcode: str | None
    doc_type: str
    status: DocStatus
    issued_on: str | None
    published_on: str | None
    effective_from: str | None
    effective_until: str | None
    comment_until: str | None
    source_file: str
    source_sha256: str
    clause_count: int


class DocumentList(Wire):
    """`GET /v1/documents`."""

    snapshot: str
    documents: list[DocumentInfo]


class ClauseNode(Wire):
    """A node of the clause tree, in document order; ``parent_id`` links it."""

    id: str
    parent_id: str | None
    kind: str
    level: int
    label: str
    heading: str
    title: str
    path: list[str]
    text: str
    start: int
    end: int
    departments: dict[str, list[str]] = {}


class ClauseList(Wire):
    """`GET /v1/documents/{id}/clauses`."""

    snapshot: str
    document: DocumentInfo
    clauses: list[ClauseNode]
